"""Two devices and a web reader read one book for a month, through every kind of outage, and end at the same place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fake_koreader.trace import Event
from harness.finding import find_targets
from harness.options import RunOptions
from harness.records import position_records
from harness.runner import Run, load

BOOK = "moby-dick.epub"
NEAR = 3.0
"""Per cent: pages of two screens do not begin at the same words."""

SENT = {"tome": "*/session", "kosync": "PUT */syncs/progress"}
TROUBLES = ("none", "radio", "down", "lost reply", "kill", "power loss")


@dataclass(frozen=True)
class Day:
    """Who reads on one day, from where on, and what goes wrong."""

    who: str
    percent: int
    pages: int
    trouble: str


@st.composite
def months(draw: st.DrawFn) -> list[Day]:
    """Thirty days; every kind of trouble happens on both devices."""
    sure = [(who, trouble) for who in ("kobo", "phone") for trouble in TROUBLES]
    drawn = draw(st.lists(st.tuples(st.sampled_from(("kobo", "phone", "web")), st.sampled_from(TROUBLES)),
                          min_size=18, max_size=18))  # fmt: skip
    order = draw(st.permutations(sure + drawn))
    return [Day(who, draw(st.integers(1, 90)), draw(st.integers(2, 4)), trouble) for who, trouble in order]


def steps_of(day: Day, kind: str) -> list[dict[str, Any]]:
    """A day as steps of a scenario."""
    if day.who == "web":
        read = [{"web reader": {"book": BOOK, "percent": f"{day.percent}%"}}] if kind == "tome" else []
        return [*read, {"wait": "24 h"}]
    on = {"on": day.who}
    before: list[dict[str, Any]] = []
    after: list[dict[str, Any]] = [{"wait": "10 min"}]
    if day.trouble == "radio":
        before, after = [{"wifi": "off", **on}], [{"wait": "3 h"}, {"wifi": "on", **on}]
    elif day.trouble == "down":
        before, after = [{"fault": {"status": 503}, **on}], [{"wait": "3 h"}, {"clear faults": None}]
    elif day.trouble == "lost reply":
        before = [{"fault": {"kind": "lost reply", "on": SENT[kind], "times": 1}, **on}]
    elif day.trouble in ("kill", "power loss"):
        after = [{"wait": "700 ms", **on}, {day.trouble: None, **on}, {"wait": "1 h"}]
        after += [{"boot": None, **on}, {"wifi": "on", **on}]
    reading = [
        {"open": BOOK, **on},
        {"wait": "5 s", **on},
        {"go to": f"{day.percent}%", **on},
        {"read": {"pages": day.pages, "every": "30 s"}, **on},
        {"close book": None, **on},
    ]
    return [*before, *reading, *after, {"wait": "24 h"}]


def story_of(month: list[Day], kind: str) -> dict[str, Any]:
    """A month as a scenario, at whose end both devices open the book once more."""
    words = {"server kind": kind, "behind": "silent", "ahead": "silent"}
    if kind == "tome":
        words["key"] = "<key>"
    ending: list[dict[str, Any]] = [{"clear faults": None}]
    for who in ("kobo", "phone"):
        ending += [{"wait": "2 h"}, {"expect": {"queue": "empty"}, "on": who}]
    for who in ("kobo", "phone"):
        ending += [{"open": BOOK, "on": who}, {"wait": "10 s", "on": who}]
    return {
        "story": "A month of two devices and a web reader.",
        "devices": {
            "kobo": {"profile": "kobo-clara", "configure": {**words, "device name": "Kobo"}},
            "phone": {"profile": "android", "configure": {**words, "device name": "Phone"}},
        },
        "server": {"books": [BOOK]},
        "steps": [{"boot": None, "on": "kobo"}, {"boot": None, "on": "phone"},
                  *[step for day in month for step in steps_of(day, kind)], *ending],
    }  # fmt: skip


def told(month: list[Day], kind: str, directory: Path) -> Run:
    """The run of a month."""
    path = directory / f"{kind}.yaml"
    path.write_text(json.dumps(story_of(month, kind)), "utf-8")
    [target] = find_targets((str(path),), here=directory)
    [story] = load(target)
    return Run(story, RunOptions())


def fired(run: Run) -> list[Event]:
    """The faults that came to bear."""
    return list(run.trace.of("fault.fired"))


@pytest.mark.parametrize("kind", ["tome", "kosync"])
@settings(
    max_examples=6, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(month=months())
def test_a_month_ends_at_one_place(kind: str, month: list[Day], tmp_path: Path) -> None:
    run = told(month, kind, tmp_path)
    try:
        result = run.execute()
        assert [failure.message for failure in result.failures] == []
        [place] = position_records(run.world)
        seen = {name: actor.device.percent() for name, actor in run.world.actors.items()}
        for name, percent in seen.items():
            assert percent == pytest.approx(place.percent, abs=NEAR), (name, seen, place)
        faults = {str(event.fields["fault"]) for event in fired(run)}
        assert {"status", "lost reply"} <= {name.replace("_", " ").replace("-", " ") for name in faults}
        assert all(scheduled.fired for scheduled in run.world.faults)
        times = [event.at for event in run.trace.of("step.started") if event.device == "kobo"]
        assert all(earlier <= later for earlier, later in pairwise(times))
    finally:
        run.close()

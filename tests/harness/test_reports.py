"""Reports: the exact shape of JSON and JUnit, and what the terminal says."""

from __future__ import annotations

import io
import json
from pathlib import Path
from xml.etree import ElementTree

from rich.console import Console as Terminal

from harness.options import Failure, Result
from harness.report import Console, as_json, write_json, write_junit
from harness.report.console import step_command, virtual_text

PASSED = Result("offline/home", "scenarios/offline/home.yaml", "passed", 0.25, 900.0, seed=3, plugins=("shelfsync",))
FAILURE = Failure(
    "expectation",
    "queue: expected empty; saw 3\n  waiting: [a]",
    "scenarios/a.yaml:7",
    "empty",
    "3",
    "expect",
    ("1 s x: y",),
)
FAILED = Result(
    "a (epub, 3)", "scenarios/a.yaml", "failed", 0.5, 60.0, (FAILURE,), seed=3, options={"plugin": "my dir"}
)
ERROR = Result("b", "b.yaml", "error", 0.0, 0.0, (Failure("cannot run", "no \x00 book", "b.yaml"),))


def test_json_has_its_documented_shape(tmp_path: Path) -> None:
    document = as_json([PASSED, FAILED])
    assert document["version"] == 1
    first, second = document["results"]
    assert {key: first[key] for key in ("name", "outcome", "seconds", "virtual_seconds", "failures")} == {
        "name": "offline/home", "outcome": "passed", "seconds": 0.25, "virtual_seconds": 900.0, "failures": [],
    }  # fmt: skip
    [failure] = second["failures"]
    assert (failure["kind"], failure["where"]) == ("expectation", "scenarios/a.yaml:7")
    assert failure["message"].startswith("queue: expected empty")
    write_json([PASSED, FAILED], tmp_path / "deep" / "report.json")
    assert json.loads((tmp_path / "deep" / "report.json").read_text("utf-8")) == document


def test_junit_counts_and_cleans(tmp_path: Path) -> None:
    write_junit([PASSED, FAILED, ERROR], tmp_path / "report.xml")
    suite = ElementTree.parse(tmp_path / "report.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "1", "1")
    home, failed, error = suite
    assert (home.get("classname"), home.get("name")) == ("offline", "home")
    assert failed.find("failure").get("message") == "queue: expected empty; saw 3"  # type: ignore[union-attr]
    assert "last events:" in (failed.findtext("failure") or "")
    assert error.find("error").get("message") == "no ? book"  # type: ignore[union-attr]


def shown(*results: Result) -> str:
    stream = io.StringIO()
    console = Console(Terminal(file=stream, width=80), total=len(results))
    with console:
        for result in results:
            console.line(result)
    console.failures(results)
    console.summary(results)
    return stream.getvalue()


def test_the_terminal_shows_a_line_for_each_and_failures_in_full() -> None:
    text = shown(PASSED, FAILED)
    assert "✓ offline/home  15 min in 0.25 s" in text
    assert "✗ a (epub, 3)  1 min in 0.50 s" in text
    assert "scenarios/a.yaml:7: queue: expected empty; saw 3" in text
    assert "waiting: [a]" in text
    assert "expected:  empty" in text
    assert "seen:      3" in text
    assert "step through it:  koharness step scenarios/a.yaml --variant 'epub, 3' --seed 3 --plugin 'my dir'" in text
    assert "1 passed, 1 failed; 16 min of reading in 0.8 s" in text


def test_the_command_is_complete() -> None:
    assert step_command(PASSED) == "koharness step scenarios/offline/home.yaml --seed 3"


def test_virtual_time_is_for_people() -> None:
    assert virtual_text(3723.4) == "1 h 2 min 3 s"
    assert virtual_text(0.2) == "0 s"

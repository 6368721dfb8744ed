"""The step `damage file`, and the date that the server's answers bear."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import parsedate_to_datetime

from harness.options import Result
from harness.reference import Dated
from harness.runner import Run
from harness.steps.files import RUIN

Tell = Callable[..., Result]

STORY = """
story: A card wears out.
device: {plugin: shelfsync, wifi: off}
server: {books: [moby-dick.epub]}
steps:
  - boot
  - damage file: FILE
"""


def test_a_stretch_of_the_file_is_ruined_and_no_more(tell: Tell) -> None:
    runs: list[Run] = []
    result = tell(STORY.replace("FILE", "{file: settings/shelfsync.lua, at: 10}"), runs=runs)
    assert ["disk readable" in failure.message for failure in result.failures] == [True]
    data = runs[0].world.actor.read("settings/shelfsync.lua") or b""
    assert data[10:20] == RUIN[:10]
    assert data[:6] == b"return"


def test_a_file_that_is_not_there_cannot_be_damaged(tell: Tell) -> None:
    result = tell(STORY.replace("FILE", "settings/none.lua"))
    assert "there is no file 'settings/none.lua'" in result.failures[0].message


def test_a_place_behind_the_end_cannot_be_damaged(tell: Tell) -> None:
    result = tell(STORY.replace("FILE", "{file: settings/shelfsync.lua, at: 1000000}"))
    assert "has no byte 1000000" in result.failures[0].message


def test_answers_bear_the_true_time_of_whoever_asks() -> None:
    told: list[tuple[str, str]] = []

    def app(environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [("X-Other", "1")])
        return [b"yes"]

    dated = Dated(app, lambda: 1_772_352_000.0)
    assert list(dated({}, lambda status, headers, *rest: told.extend(headers))) == [b"yes"]
    assert told[0] == ("X-Other", "1")
    assert parsedate_to_datetime(dict(told)["Date"]).timestamp() == 1_772_352_000

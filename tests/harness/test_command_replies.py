"""The step `command replies`: what a scenario says reaches the device, and the latest reply that fits counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.options import Result
from harness.runner import Run
from harness.scenario.mistakes import ScenarioMistakes

Tell = Callable[..., Result]

STORY = """
story: A plugin asks programs that the device has not got.
device: {plugin: shelfsync, wifi: off}
server: {books: [moby-dick.epub]}
steps:
  - command replies:
      - {command: "fortune *", prints: "a long journey"}
      - {command: "fortune --short*", status: 3}
"""


def test_the_replies_reach_the_device(tell: Tell) -> None:
    runs: list[Run] = []
    assert tell(STORY, runs=runs).outcome == "passed"
    scripted = runs[0].world.actor.device.scripted_commands
    found = [scripted.find(line) for line in ("fortune  x ", "fortune --short", "cowsay x")]
    assert [(reply.prints, reply.status) if reply else None for reply in found] == [
        ("a long journey", 0),
        ("", 3),
        None,
    ]


def test_a_status_is_an_exit_code(stories: Callable[[str], object]) -> None:
    with pytest.raises(ScenarioMistakes, match="255"):
        stories(STORY.replace("status: 3", "status: 300"))

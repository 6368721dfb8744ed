"""Stepping: where it stops, what it shows, what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from fake_device import FakeDevice

from harness.options import RunOptions
from harness.runner import Run
from harness.scenario import Story
from harness.stepper import Stepper, Stopped

STORY = """
story: Mira reads.
server: {books: [moby-dick.epub]}
steps:
  - open: moby-dick.epub
  - read: {pages: 4, every: 25 s}
  - close book
"""
Stories = Callable[[str], list[Story]]


@dataclass
class Hook:
    plugin: str = "shelfsync"
    handler: str = "onCloseDocument"


class HookingDevice(FakeDevice):
    def close_book(self) -> None:
        if self.on_hook is not None:
            self.on_hook(Hook())
        super().close_book()


def told(stories: Stories, *lines: str) -> tuple[list[str], Run]:
    said: list[str] = []
    answers = iter(lines)

    def ask(prompt: str) -> str:
        line = next(answers, "continue")
        said.append(prompt + line)
        return line

    run = Run(stories(STORY)[0], RunOptions(), make=HookingDevice)
    stepper = Stepper(ask, said.append)
    stepper.attach(run.world)
    run.execute()
    return said, run


def test_it_stops_before_each_step_and_at_each_handler(stories: Stories) -> None:
    said, run = told(stories, "next", "", "next", "next")
    assert [line.split("  ")[1] for line in said if line.startswith("──")] == [
        "open: moby-dick.epub", "read: {pages: 4, every: 25 s}", "close book",
    ]  # fmt: skip
    assert said.count("hook> next") == 1
    assert run.failures == []


def test_continue_goes_to_the_end(stories: Stories) -> None:
    said, _ = told(stories, "continue")
    assert sum(line.startswith("──") for line in said) == 1


def test_hooks_can_be_switched_off(stories: Stories) -> None:
    said, _ = told(stories, "hooks off", "next", "next", "next")
    assert not any(line.startswith("hook>") for line in said)


def test_views(stories: Stories) -> None:
    said, _ = told(stories, "next", "screen", "queue", "requests", "timers", "server", "trace", "where", "help")
    text = "\n".join(said)
    assert "[ReaderUI]" in text
    assert "sessions: 0 in settings/shelfsync.sqlite3" in text
    assert "0 requests" in text
    assert "nothing is scheduled" in text
    assert "0 sessions on the server" in text
    assert "step.started" in text
    assert "moby-dick.epub page 1 of 100, Wi-Fi on" in text
    assert "steps: boot, clear faults" in text


def test_any_step_can_be_done_at_the_prompt(stories: Stories) -> None:
    said, run = told(
        stories, "next", "turn pages: 7", "lua 1 + 1", "do wait: 1 min", "opne: x", "expect: {book: {page: 2}}"
    )
    text = "\n".join(said)
    assert run.world.actors["reader"].history.readings[0].last_page == 12
    assert "'opne' is not a step; did you mean 'open'?" in text
    assert "book: expected page 2; saw 8" in text


def test_inside_a_handler_one_may_only_look(stories: Stories) -> None:
    said, _ = told(stories, "next", "next", "next", "turn pages: 7", "queue", "next")
    at = said.index("hook> turn pages: 7")
    assert said[at + 1].startswith("inside a handler one may only look")
    assert said[at + 3].startswith("sessions: 0")


def test_quit_leaves(stories: Stories) -> None:
    with pytest.raises(Stopped):
        told(stories, "quit")

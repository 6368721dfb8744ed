"""What the reader sees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import Field, field_validator

from fake_koreader.trace import Event
from harness.expectations.verdict import Verdict
from harness.scenario import OneOrMore, Words, expectation
from harness.scenario.words import CountRange, Duration
from harness.world import World


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Screen(Words):
    """Texts that are on the screen now, or are not. Texts are compared without regard to case, and may be parts."""

    shorthand = "shows"
    shows: list[str] = Field(default=[], description="texts that must be there")
    lacks: list[str] = Field(default=[], description="texts that must not be there")
    windows: CountRange | None = Field(default=None, description="how many windows lie on one another")

    _lists = field_validator("shows", "lacks", mode="before")(_listed)


class Notified(Words):
    """Messages that were shown at any time: notifications, information, questions."""

    shorthand = "text"
    text: str = Field(description="words that were in it")
    times: CountRange | None = Field(default=None, description="how often; at least once by default")
    in_the_last: Duration | None = None


class NotifiedWords(OneOrMore):
    """One message or several."""

    all: list[Notified]


@expectation("screen")
def screen(words: Screen, world: World) -> Iterator[Verdict]:
    """What is on the screen now."""
    windows = world.actor.device.screen() if world.actor.device.alive else []
    texts = [text for window in windows for text in window.texts]
    whole = "\n".join(texts).lower()
    near = tuple(f"{window.kind}: {' · '.join(window.texts)[:200]}" for window in windows)
    for text in words.shows:
        ok = text.lower() in whole
        yield Verdict(ok, "screen", f"'{text}'", "it" if ok else "no such text", () if ok else near)
    for text in words.lacks:
        ok = text.lower() not in whole
        yield Verdict(ok, "screen", f"no '{text}'", "none" if ok else "it", () if ok else near)
    if words.windows is not None:
        yield Verdict(words.windows.holds(len(windows)), "screen", f"{words.windows} windows", str(len(windows)), near)


@expectation("message")
def message(words: NotifiedWords, world: World) -> Iterator[Verdict]:
    """A message that was shown at some time, however long ago it went away."""
    shown = shown_messages(world)
    now = world.actor.device.clock.monotonic
    for wanted in words.all:
        recent = [event for event in shown if wanted.in_the_last is None or now - event.at <= wanted.in_the_last * 1e6]
        count = sum(wanted.text.lower() in message_text(event).lower() for event in recent)
        ok = wanted.times.holds(count) if wanted.times is not None else count > 0
        near = () if ok else tuple(f"{event.at / 1e6:.1f}s {message_text(event)[:160]}" for event in recent[-5:])
        expected = f"'{wanted.text}' {wanted.times or 'at least once'}"
        yield Verdict(ok, "message", expected, f"{count} times" if count != 1 else "once", near)


_PAGES = ("readerui", "filemanager")


def shown_messages(world: World) -> list[Event]:
    """The windows with texts that were shown on the present device, the book and the file manager left out."""
    name = world.actor.name
    return [
        event
        for event in world.trace.of("window.shown")
        if event.device == name and event.fields.get("window") not in _PAGES
    ]


def message_text(event: Event) -> str:
    """The texts of a shown window in one line."""
    return f"{event.fields.get('window', '?')}: {event.fields.get('texts', '')}"

"""Where the reader is in the open book."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from harness.expectations.verdict import Verdict
from harness.scenario import Words, expectation
from harness.scenario.words import CountRange, PercentRange
from harness.world import World


class Book(Words):
    """What is open, and where. 'book: none' says that nothing is."""

    shorthand = "name"
    name: str | None = Field(default=None, description="the file name of the open book; 'none' when nothing is open")
    page: CountRange | None = None
    pages: CountRange | None = Field(default=None, description="how many pages it has")
    percent: PercentRange | None = None


@expectation("book")
def book(words: Book, world: World) -> Iterator[Verdict]:
    """Which book is open, and at which page."""
    actor = world.actor
    page = actor.device.page() if actor.device.alive and not actor.asleep else None
    shown = actor.book if page is not None else "none"
    if words.name is not None:
        yield Verdict(words.name == shown, "book", words.name, str(shown))
    if words.page is not None:
        yield Verdict(words.page.holds(page), "book", f"page {words.page}", str(page))
    if words.pages is not None:
        count = actor.device.pages()
        yield Verdict(words.pages.holds(count), "book", f"{words.pages} pages", str(count))
    if words.percent is not None:
        percent = actor.device.percent()
        seen = f"{percent:.1f} %" if percent is not None else "none"
        yield Verdict(words.percent.holds(percent), "book", str(words.percent), seen)

"""Steps of somebody who reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from harness.scenario import Doubt, Surroundings, Words, step
from harness.scenario.words import Duration, Percent
from harness.world import World


class Nothing(Words):
    """Takes nothing."""


class Open(Words):
    """Which book to open."""

    shorthand = "book"
    book: str = Field(description="the book's file name")

    def doubts(self, around: Surroundings) -> Iterator[Doubt]:
        if not self.book.startswith("/"):
            yield Doubt(("book",), self.book, around.books, "a book that can be found")


class Read(Words):
    """How much to read: so many pages, or for so long."""

    shorthand = "pages"
    pages: int | None = Field(default=None, ge=1, le=100_000, description="how many pages to turn")
    for_: Duration | None = Field(default=None, description="how long to go on, instead of 'pages'")
    every: Duration = Field(default=30.0, gt=0, description="how long each page takes")

    @field_validator("pages", mode="before")
    @classmethod
    def _in_words(cls, value: object) -> object:
        if isinstance(value, str) and value.split()[-1:] in (["pages"], ["page"]):
            return value.split()[0]
        return value

    @model_validator(mode="after")
    def _one_of_both(self) -> Read:
        if (self.pages is None) == (self.for_ is None):
            raise PydanticCustomError("two_kinds", "say either how many 'pages' or 'for' how long")
        return self

    @property
    def turns(self) -> int:
        """How many page turns that makes."""
        return self.pages if self.pages is not None else max(1, round((self.for_ or 0.0) / self.every))


class GoTo(Words):
    """Where in the book to go."""

    shorthand = "page"
    page: int | None = Field(default=None, ge=1)
    percent: Percent | None = None

    @model_validator(mode="before")
    @classmethod
    def _percent_alone(cls, value: object) -> object:
        if isinstance(value, str) and value.strip().endswith("%"):
            return {"percent": value}
        return value

    @model_validator(mode="after")
    def _one_of_both(self) -> GoTo:
        if (self.page is None) == (self.percent is None):
            raise PydanticCustomError("two_kinds", "say either a 'page' or a 'percent'")
        return self


class MarkAs(Words):
    """The status to give the open book."""

    shorthand = "status"
    status: Literal["reading", "abandoned", "complete"]


class Rate(Words):
    """How many stars to give the open book."""

    shorthand = "stars"
    stars: int = Field(ge=1, le=5)


def need_book(world: World) -> None:
    world.actor.need_running()
    if world.actor.device.page() is None:
        world.fail("no book is open", expected="`open` one first")


@step("open")
def open_book(words: Open, world: World) -> None:
    """Open a book; another one that is open is closed first, as KOReader does."""
    world.actor.need_running()
    world.actor.open(words.book)


@step("switch to")
def switch_to(words: Open, world: World) -> None:
    """Go from the open book straight to another one."""
    need_book(world)
    world.actor.open(words.book)


@step("close book")
def close_book(words: Nothing, world: World) -> None:
    """Close the book and be back among the files."""
    world.actor.need_running()
    world.actor.close()


@step("read")
def read(words: Read, world: World) -> None:
    """Turn pages one by one, with time for each."""
    need_book(world)
    world.actor.device.turn_pages(words.turns, words.every)
    world.actor.turned(words.turns)


class TurnPages(Words):
    """How many pages to turn at once; negative numbers turn back."""

    shorthand = "pages"
    pages: int
    every: Duration = Field(default=0.5, ge=0)


@step("turn pages")
def turn_pages(words: TurnPages, world: World) -> None:
    """Leaf through pages quickly, forwards or (with a negative number) backwards."""
    need_book(world)
    world.actor.device.turn_pages(words.pages, words.every)
    world.actor.turned(abs(words.pages))


@step("go to")
def go_to(words: GoTo, world: World) -> None:
    """Jump to a page or a percentage of the book."""
    need_book(world)
    if words.page is not None:
        world.actor.device.go_to_page(words.page)
    elif words.percent is not None:
        world.actor.device.go_to_percent(words.percent)
    world.actor.turned(1)


@step("toggle bookmark")
def toggle_bookmark(words: Nothing, world: World) -> None:
    """Set or take away the bookmark of the present page."""
    need_book(world)
    world.actor.device.toggle_bookmark()


@step("mark as")
def mark_as(words: MarkAs, world: World) -> None:
    """Mark the open book as reading, abandoned or complete."""
    need_book(world)
    world.actor.device.set_status(words.status)


@step("rate")
def rate(words: Rate, world: World) -> None:
    """Give the open book one to five stars."""
    need_book(world)
    world.actor.device.set_rating(words.stars)

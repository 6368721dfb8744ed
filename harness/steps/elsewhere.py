"""A step about reading and marking elsewhere: in BookOrbit's web reader, or on a Kobo that syncs with BookOrbit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from fake_koreader.books.reflowable import ReflowableBook
from fake_koreader.books.registry import open_book
from harness import bundled
from harness.scenario import Doubt, Surroundings, Words, step
from harness.scenario.words import Percent
from harness.world import World

_ACTS = ("percent", "highlight", "edit", "delete", "status", "rating")


class Elsewhere(Words):
    """Who reads or marks a book, where, and what they do; one thing at a time."""

    book: str
    reader: Literal["web", "kobo"] = "web"
    user: str | None = Field(default=None, description="the first user of the server by default")
    percent: Percent | None = Field(default=None, description="read on to there")
    highlight: str | None = Field(default=None, description="highlight these words of the book")
    edit: str | None = Field(default=None, description="change the highlight with these words")
    delete: str | None = Field(default=None, description="delete the highlight with these words")
    status: str | None = Field(default=None, description="reading, read, abandoned, …, as BookOrbit has them")
    rating: float | None = Field(default=None, ge=0, le=5)
    note: str | None = Field(default=None, description="with highlight or edit")
    color: str | None = Field(default=None, description="with highlight or edit")

    @model_validator(mode="after")
    def _one_thing(self) -> Elsewhere:
        if sum(getattr(self, act) is not None for act in _ACTS) != 1:
            raise PydanticCustomError("one_thing", f"say one thing that happens: {', '.join(_ACTS)}")
        return self

    def doubts(self, around: Surroundings) -> Iterator[Doubt]:
        yield Doubt(("book",), self.book, around.books, "a book that can be found")


def _find(world: World, user: str, number: int, text: str) -> int:
    rows = world.backend.bookorbit_records("annotations", user)
    found = [int(row["id"]) for row in rows if row["book_id"] == number and text in str(row["text"])]
    if not found:
        world.fail(f"no highlight on the server has '{text}' in it")
    return found[0]


def _place(world: World, file: Path, text: str) -> dict[str, Any]:
    with file.open("rb") as stream:
        book = open_book(file.name, stream)
        found = book.find(text, ignore_case=False, limit=1) if isinstance(book, ReflowableBook) else []
    if not found:
        world.fail(f"'{text}' is not in {file.name}")
    return {"pos0": found[0].start, "pos1": found[0].end, "text": found[0].text}


@step("elsewhere")
def elsewhere(words: Elsewhere, world: World) -> None:
    """Somebody reads or marks a book in BookOrbit's web reader, or on a Kobo that syncs with it."""
    file = bundled.find_book(words.book, world.story.path.parent)
    if file is None:
        raise FileNotFoundError(words.book)
    user = words.user or world.story.scenario.server.users[0].name
    number, backend = world.backend.book_number(file), world.backend
    looks = {name: value for name, value in (("note", words.note), ("color", words.color)) if value is not None}
    if words.percent is not None:
        backend.bookorbit("set_progress", user=user, book_id=number, progress=words.percent / 100, source=words.reader)
    elif words.highlight is not None:
        place = _place(world, file, words.highlight)
        backend.bookorbit("add_annotation", user=user, book_id=number, source=words.reader, **place, **looks)
    elif words.edit is not None:
        backend.bookorbit("edit_annotation", annotation_id=_find(world, user, number, words.edit), **looks)
    elif words.delete is not None:
        backend.bookorbit("delete_annotation", annotation_id=_find(world, user, number, words.delete))
    elif words.status is not None:
        backend.bookorbit("set_status", user=user, book_id=number, status=words.status)
    else:
        backend.bookorbit("set_rating", user=user, book_id=number, rating=words.rating)

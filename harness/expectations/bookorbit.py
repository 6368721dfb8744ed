"""What BookOrbit has of a reader's books: places, highlights, states, and the figures of its settings page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from harness.expectations.verdict import Verdict
from harness.scenario import Words
from harness.scenario.words import CountRange, PercentRange
from harness.world import World

_FIGURES = {
    "matched_books": "matchedBooks", "reading_events": "pageStatEvents", "trashed": "trashedAnnotations",
    "pending_deletes": "pendingDeletes", "failed_positions": "failedPositions", "unmatched_books": "unmatchedBooks",
}  # fmt: skip


class OrbitHighlight(Words):
    """A highlight as the server must have it; what is not said may be anything."""

    shorthand = "text"
    text: str
    note: str | None = Field(default=None, description="the note, or a part of it; none: there is no note")
    color: str | None = None
    style: str | None = None
    origin: str | None = None

    def fits(self, row: dict[str, Any]) -> bool:
        """Whether a record is the one that is meant."""
        note = str(row["note"] or "")
        return (
            self.text in str(row["text"])
            and (self.note is None or (note == "" if self.note == "none" else self.note in note))
            and all(wanted is None or wanted == row[name]
                    for name, wanted in (("color", self.color), ("style", self.style), ("origin", self.origin)))
        )  # fmt: skip


class OrbitBook(Words):
    """Where a book stands; what is not said may be anything."""

    book: str
    percent: PercentRange | None = None
    device: str | None = Field(default=None, description="who told the newest place")
    status: str | None = None
    rating: float | None = None
    review: str | None = None


class BookOrbitWords(Words):
    """BookOrbit's side. A list of highlights must be all there are."""

    user: str | None = None
    books: list[OrbitBook] = []
    highlights: list[OrbitHighlight] | None = None
    bookmarks: CountRange | None = None
    matched_books: CountRange | None = None
    reading_events: CountRange | None = None
    trashed: CountRange | None = None
    pending_deletes: CountRange | None = None
    failed_positions: CountRange | None = None
    unmatched_books: CountRange | None = None


def judge_bookorbit(words: BookOrbitWords, world: World) -> Iterator[Verdict]:
    """Whether BookOrbit has what it must have."""
    user = words.user or world.story.scenario.server.users[0].name
    yield from _books(words.books, user, world)
    if words.highlights is not None:
        yield from _highlights(words.highlights, world.backend.bookorbit_records("annotations", user))
    if words.bookmarks is not None:
        seen = len(world.backend.bookorbit_records("bookmarks", user))
        yield Verdict(words.bookmarks.holds(seen), "server", f"bookorbit bookmarks: {words.bookmarks}", str(seen))
    wanted = {name: getattr(words, name) for name in _FIGURES if getattr(words, name) is not None}
    if wanted:
        totals: Any = world.backend.bookorbit_records("sync_status", user)
        for name, count in wanted.items():
            value = totals["pluginTotals"][_FIGURES[name]]
            yield Verdict(count.holds(value), "server", f"bookorbit {name.replace('_', ' ')}: {count}", str(value))


def _highlights(wanted: list[OrbitHighlight], rows: list[dict[str, Any]]) -> Iterator[Verdict]:
    rest = list(rows)
    for words in wanted:
        fitting = [row for row in rest if words.fits(row)]
        near = () if fitting else tuple(_shown(row) for row in rest[:5])
        described = ", ".join(f"{name} {value}" for name, value in words.model_dump(exclude_none=True).items())
        yield Verdict(bool(fitting), "server", f"bookorbit highlight: {described}", f"{len(fitting)} like it", near)
        rest = [row for row in rest if row is not fitting[0]] if fitting else rest
    extra = tuple(map(_shown, rest[:5]))
    yield Verdict(not rest, "server", "no other bookorbit highlights", f"{len(rest)} more", extra)


def _shown(row: dict[str, Any]) -> str:
    return ", ".join(f"{name} {row[name]}" for name in ("text", "note", "color", "style", "origin") if row.get(name))


def _books(wanted: list[OrbitBook], user: str, world: World) -> Iterator[Verdict]:
    numbers = {str(book.get("file_name")): int(book["id"]) for book in world.backend.records("books")}
    places = {row["book_id"]: row for row in world.backend.bookorbit_records("progress", user)} if wanted else {}
    states = {row["book_id"]: row for row in world.backend.bookorbit_records("states", user)} if wanted else {}
    for words in wanted:
        place, state = places.get(numbers.get(words.book, 0), {}), states.get(numbers.get(words.book, 0), {})
        if words.percent is not None:
            seen = place.get("progress")
            percent = None if seen is None else seen * 100
            yield Verdict(words.percent.holds(percent), "server", f"{words.book} in bookorbit: percent {words.percent}",
                          f"{percent}")  # fmt: skip
        for name, value, has in (
            ("device", words.device, place.get("device")), ("status", words.status, state.get("status")),
            ("rating", words.rating, state.get("rating")), ("review", words.review, state.get("review")),
        ):  # fmt: skip
            if value is not None:
                yield Verdict(value == has, "server", f"{words.book} in bookorbit: {name} {value}", f"{has}")

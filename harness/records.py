"""What the server recorded of reading, in the terms of a story: file names, seconds, percentages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from harness.server.instants import parse_instant

if TYPE_CHECKING:
    from harness.world import World


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One session on the server. Times in epoch seconds, progress in per cent."""

    number: int
    user: str
    book: str
    fingerprint: str
    start: float
    end: float
    seconds: float
    start_percent: float | None
    end_percent: float | None
    start_location: str | None
    end_location: str | None
    book_type: str | None

    def __str__(self) -> str:
        began = datetime.fromtimestamp(self.start, timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
        progress = f"{_text(self.start_percent)} to {_text(self.end_percent)} %"
        places = f"at {self.start_location} to {self.end_location}"
        return f"#{self.number} {self.user}, {self.book}, {began} UTC, {self.seconds:g} s, {progress}, {places}"


def _text(number: float | None) -> str:
    return "?" if number is None else f"{number:.1f}"


def session_records(world: World) -> list[SessionRecord]:
    """All sessions on the server, in the order in which they arrived."""
    books = {int(book["id"]): book for book in world.backend.records("books")}
    return [_record(row, books.get(int(row["book_id"]), {})) for row in world.backend.records("sessions")]


def _record(row: dict[str, Any], book: dict[str, Any]) -> SessionRecord:
    return SessionRecord(
        number=int(row["id"]),
        user=str(row["user"]),
        book=str(book.get("file_name") or row.get("book_title") or f"book {row['book_id']}"),
        fingerprint=str(book.get("hash") or ""),
        start=parse_instant(row["start"]) / 1e6,
        end=parse_instant(row["end"]) / 1e6,
        seconds=float(row["duration_seconds"]),
        start_percent=row.get("start_progress"),
        end_percent=row.get("end_progress"),
        start_location=row.get("start_location"),
        end_location=row.get("end_location"),
        book_type=row.get("book_type"),
    )


@dataclass(frozen=True, slots=True)
class PositionRecord:
    """Where the server believes a reader to be in a book: progress in per cent, and a place in some notation."""

    user: str
    book: str
    percent: float
    location: str | None
    device: str | None

    def __str__(self) -> str:
        return f"{self.user}, {self.book}, {self.percent:.1f} % at {self.location}, by {self.device}"


def position_records(world: World) -> list[PositionRecord]:
    """Every place on the server: those of books, then those of documents that are known by a fingerprint."""
    books = world.backend.records("books")
    by_id = {int(book["id"]): str(book.get("file_name")) for book in books}
    by_hash = {str(book.get("hash")): str(book.get("file_name")) for book in books}
    places, progress = world.backend.records("positions"), world.backend.records("progress")
    named = [(by_id.get(int(row["book_id"]), f"book {row['book_id']}"), row) for row in places]
    named += [(by_hash.get(str(row["document"]), str(row["document"])), row) for row in progress]
    return [
        PositionRecord(str(row["user"]), name, float(row["percentage"]) * 100, row["progress"], row["device"])
        for name, row in named
    ]

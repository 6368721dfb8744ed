"""What a reader marks in a book: annotations, notes in the book, notes on the book page, bookmarks.

The first, second and fourth kind stand at a place (a CFI) and are unique there per user and book; a note on the
book page stands nowhere, and the same one can be stored any number of times.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from harness.server.instants import format_instant
from harness.server.store import Row, Store

ANNOTATION = "annotation"
BOOK_NOTE = "book note"
PAGE_NOTE = "page note"
BOOKMARK = "bookmark"
KINDS = (ANNOTATION, BOOK_NOTE, PAGE_NOTE, BOOKMARK)


class PlaceTaken(ValueError):
    """The user has such a mark at this place already."""


@dataclass(frozen=True)
class NewMark:
    """A mark of any kind; what a kind does not have stays None."""

    kind: str
    book_id: int
    cfi: str | None = None
    text: str | None = None
    note: str | None = None
    title: str | None = None
    color: str | None = None
    style: str | None = None


def add_mark(store: Store, user_id: int, mark: NewMark) -> Row:
    """Store a mark and return its record; `PlaceTaken` where there is one of its kind."""
    with store.transaction():
        if mark.cfi is not None and store.one(
            "SELECT 1 FROM marks WHERE user_id = ? AND book_id = ? AND kind = ? AND cfi = ?",
            (user_id, mark.book_id, mark.kind, mark.cfi),
        ):
            raise PlaceTaken(mark.cfi)
        now = store.now_us()
        number = store.fresh_id("marks")
        store.insert("marks", id=number, user_id=user_id, created_at=now, updated_at=now, **asdict(mark))
    return {"id": number, "user_id": user_id, "created_at": now, "updated_at": now, **asdict(mark)}


def find_mark(store: Store, user_id: int, kind: str, mark_id: int) -> Row | None:
    """A user's own mark, or None."""
    return store.one("SELECT * FROM marks WHERE id = ? AND user_id = ? AND kind = ?", (mark_id, user_id, kind))


def marks_of_book(store: Store, user_id: int, kind: str, book_id: int) -> list[Row]:
    """A user's marks of one kind in a book, oldest first."""
    return store.rows("SELECT * FROM marks WHERE user_id = ? AND kind = ? AND book_id = ? ORDER BY id",
                      (user_id, kind, book_id))


def change_mark(store: Store, mark: Row, **changes: str | None) -> Row:
    """Replace columns of a mark and return its new record."""
    columns: dict[str, str | int | None] = {**changes, "updated_at": store.now_us()}
    assignments = ", ".join(f"{name} = ?" for name in columns)
    with store.transaction():
        store.execute(f"UPDATE marks SET {assignments} WHERE id = ?", (*columns.values(), mark["id"]))
    return {**mark, **columns}


def remove_mark(store: Store, mark: Row) -> None:
    """Take a mark away."""
    with store.transaction():
        store.execute("DELETE FROM marks WHERE id = ?", (mark["id"],))


def list_marks(store: Store, kind: str, username: str | None = None, book_id: int | None = None) -> list[Row]:
    """Marks of one kind in the order they were stored, of one user or book where given, for people to read."""
    rows = store.rows(
        "SELECT marks.*, users.username AS user FROM marks JOIN users ON users.id = marks.user_id"
        " WHERE marks.kind = ?1 AND (?2 IS NULL OR users.username = ?2) AND (?3 IS NULL OR marks.book_id = ?3)"
        " ORDER BY marks.id", (kind, username, book_id),
    )
    for row in rows:
        del row["user_id"]
        row["created_at"] = format_instant(row["created_at"])
        row["updated_at"] = format_instant(row["updated_at"])
    return rows

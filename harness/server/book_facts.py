"""What a library says of a book beyond its title: series, place in it, kind. Books with these facts, as records."""

from __future__ import annotations

import json
from typing import Any

from harness.server.library import BOOK_TYPES
from harness.server.store import Row, Store
from harness.server.users import User

_SELECT = ("SELECT books.*, libraries.name AS library_name, book_facts.series AS series,"
           " book_facts.series_index AS series_index, book_facts.book_type AS kind FROM books"
           " JOIN libraries ON libraries.id = books.library_id LEFT JOIN book_facts ON book_facts.book_id = books.id")
_SEEN = (" (?1 OR books.library_id IN (SELECT library_id FROM library_access WHERE user_id = ?2))")
_FORMATS_OF_KIND = {"CBX": "comic"}


def set_facts(store: Store, book_id: int, *, series: str | None, series_index: float | None,
              book_type: str | None) -> None:
    """Say what series a book belongs to, where in it, and of what kind it is (`book`, `manga`, `light_novel`, …)."""
    with store.transaction():
        store.execute("INSERT INTO book_facts (book_id, series, series_index, book_type) VALUES (?, ?, ?, ?)"
                      " ON CONFLICT (book_id) DO UPDATE SET series = excluded.series,"
                      " series_index = excluded.series_index, book_type = excluded.book_type",
                      (book_id, series, series_index, book_type))


def books_with_facts(store: Store, user: User | None, where: str = "", *parameters: Any) -> list[Row]:
    """Books that `user` may see (None: all), oldest first; `where` is a condition whose marks start at `?3`."""
    everything = user is None or user.is_admin or user.all_libraries
    condition = f" AND ({where})" if where else ""
    rows = store.rows(f"{_SELECT} WHERE{_SEEN}{condition} ORDER BY books.id",
                      (int(everything), 0 if user is None else user.id, *parameters))
    return [_finished(row) for row in rows]


def book_with_facts(store: Store, book_id: int) -> Row | None:
    """One book, or None."""
    row = store.one(f"{_SELECT} WHERE books.id = ?", (book_id,))
    return None if row is None else _finished(row)


def _finished(row: Row) -> Row:
    row["author"] = ", ".join(json.loads(row["authors"])) or None
    return row


def files_of(store: Store, book_id: int) -> list[Row]:
    """A book's files: id, name, format (`epub`, `kepub.epub`, …), size_bytes, book_type."""
    rows = store.rows("SELECT id, name, extension, size_bytes, book_type FROM files WHERE book_id = ? ORDER BY id",
                      (book_id,))
    for row in rows:
        row["format"] = "kepub.epub" if row["name"].lower().endswith(".kepub.epub") else row["extension"]
    return rows


def kind_of(store: Store, row: Row) -> str | None:
    """The kind of a book: as it was said, `comic` for comics, else None."""
    if row["kind"]:
        kind: str = row["kind"]
        return kind
    for file in files_of(store, row["id"]):
        return _FORMATS_OF_KIND.get(BOOK_TYPES[file["extension"]])
    return None

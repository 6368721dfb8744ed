"""Books as the plugin's lists show them (specs/tome.md §1.7)."""

from __future__ import annotations

from typing import Any

from harness.server.book_facts import files_of, kind_of
from harness.server.context import has_quirk, store
from harness.server.store import Row
from harness.server.tome.states import state_of
from harness.server.users import User

NO_SERIES = "__unserialized__"
NO_AUTHOR = "__unknown__"
KIND = "book"
"""The kind of a book that has none: a plugin puts it into a path."""


def book_json(row: Row, user: User) -> dict[str, Any]:
    """One book of a list; `row` comes from `books_with_facts`."""
    shown: dict[str, Any] = {
        "id": row["id"], "title": row["title"], "series_index": row["series_index"], "author": row["author"],
        "book_type": kind_json(row), "status": state_of(user.id, row["id"])["status"] or "unread",
        "files": files_json(row["id"]),
    }
    if series_of(row) is not None:
        shown["series"] = row["series"]
    return shown


def kind_json(row: Row) -> str | None:
    """The kind of a book; None where there is none only with the quirk `tome.null-fields`."""
    return kind_of(store(), row) or (None if has_quirk("tome.null-fields") else KIND)


def files_json(book_id: int) -> list[dict[str, Any]]:
    """A book's files. The size is what a download has, unless `tome.file-size-differs`."""
    factor = 10 if has_quirk("tome.file-size-differs") else 1
    return [{"id": file["id"], "format": file["format"], "file_size": file["size_bytes"] * factor}
            for file in files_of(store(), book_id)]


def series_of(row: Row) -> str | None:
    """The series of a book; a name of nothing is none, unless `tome.nameless-series`."""
    series: str | None = row["series"]
    return series if series or has_quirk("tome.nameless-series") else None


def in_series_order(rows: list[Row]) -> list[Row]:
    """By place in the series, those without one last, then by title."""
    return sorted(rows, key=lambda row: (
        row["series_index"] is None, row["series_index"] or 0, row["title"], row["id"]))

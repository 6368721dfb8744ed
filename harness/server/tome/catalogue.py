"""The lists to browse on a device: series, authors, shelves, search (specs/tome.md §1.6, §1.7, §1.15)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from harness.server import shelves
from harness.server.book_facts import book_with_facts, books_with_facts
from harness.server.context import has_quirk, store
from harness.server.store import Row
from harness.server.tome.asking import device_user, query_number, query_text, visible_book
from harness.server.tome.errors import not_found
from harness.server.tome.file_names import like
from harness.server.tome.replies import reply
from harness.server.tome.represent import NO_AUTHOR, NO_SERIES, book_json, in_series_order, kind_json, series_of

HITS_MAX = 50

blueprint = Blueprint("tome_catalogue", __name__, url_prefix="/api/tome-sync")


@blueprint.get("/series")
def all_series() -> Response:
    """Every series by name, then one entry for the books without one."""
    user = device_user()
    groups = _groups([(series_of(row), row) for row in books_with_facts(store(), user)])
    shown = [_series_json(name, rows) for name, rows in groups if name is not None]
    loose = [row for name, rows in groups if name is None for row in rows]
    if loose:
        shown.append({"name": NO_SERIES, "book_count": len(loose), "first_book_id": min(row["id"] for row in loose)})
    return reply(shown)


def _groups(named: list[tuple[str | None, Row]]) -> list[tuple[str | None, list[Row]]]:
    found: dict[str | None, list[Row]] = {}
    for name, row in named:
        found.setdefault(name, []).append(row)
    return sorted(found.items(), key=lambda pair: (pair[0] is None, (pair[0] or "").encode("utf-8")))


def _series_json(name: str, rows: list[Row]) -> dict[str, Any]:
    first = in_series_order(rows)[0]
    shown = {"name": name, "book_count": len(rows), "first_book_id": first["id"]}
    if first["author"] is not None:
        shown["author"] = first["author"]
    return shown


@blueprint.get("/series/<book_id>")
def one_series(book_id: str) -> Response:
    """All books of the series of a book, or all that have none."""
    user = device_user()
    member = book_with_facts(store(), visible_book(user, book_id)["id"])
    if member is None:
        raise not_found("Book")
    name = series_of(member) or None
    rows = in_series_order([row for row in books_with_facts(store(), user) if _is_of(row, name)])
    kind = kind_json(rows[0]) if rows else None
    return reply({"series_name": name or NO_SERIES, "book_type": kind or "book",
                  "books": [book_json(row, user) for row in rows]})


def _is_of(row: Row, name: str | None) -> bool:
    series = series_of(row)
    return series == name if name is not None else series is None


@blueprint.get("/authors")
def authors() -> Response:
    """Every author by name; books without one come last."""
    user = device_user()
    groups = _groups([(row["author"], row) for row in books_with_facts(store(), user)])
    return reply([{"name": name or NO_AUTHOR, "book_count": len(rows)} for name, rows in groups])


@blueprint.get("/author-books")
def author_books() -> Response:
    """The books of `?author=`; nobody of that name has none."""
    user = device_user()
    author = query_text("author")
    wanted = None if author == NO_AUTHOR else author
    rows = [row for row in books_with_facts(store(), user) if row["author"] == wanted]
    rows.sort(key=lambda row: (row["series"] or "", row["series_index"] or 0, row["title"], row["id"]))
    return reply({"author": author, "books": [book_json(row, user) for row in rows]})


@blueprint.get("/search")
def search() -> Response:
    """Books that have every word of `?q=` in title, author or series."""
    user = device_user()
    query = query_text("q")
    terms = query.split()
    rows = [row for row in books_with_facts(store(), user) if terms and all(_has(row, term) for term in terms)]
    return reply({"query": query, "total": len(rows), "books": [book_json(row, user) for row in rows[:HITS_MAX]]})


def _has(row: Row, term: str) -> bool:
    texts = (row["title"], row["author"] or "", row["series"] or "")
    if has_quirk("tome.like-wildcards"):
        return any(like(f"%{term}%", text) for text in texts)
    return any(term.casefold() in text.casefold() for text in texts)


@blueprint.get("/shelves")
def all_shelves() -> Response:
    """The asker's shelves."""
    user = device_user()
    rows = store().rows("SELECT id, name FROM shelves WHERE user_id = ? ORDER BY id", (user.id,))
    seen = {row["id"] for row in books_with_facts(store(), user)}
    return reply([{"id": row["id"], "name": row["name"], "book_count": len(seen & _on_shelf(row["id"]))}
                  for row in rows])


@blueprint.get("/shelf-books")
def shelf_books() -> Response:
    """The books on the asker's shelf `?shelf_id=`."""
    user = device_user()
    shelf = store().one("SELECT id, name FROM shelves WHERE id = ? AND user_id = ?",
                        (query_number("shelf_id"), user.id))
    if shelf is None:
        raise not_found("Shelf")
    wanted = _on_shelf(shelf["id"])
    rows = [row for row in books_with_facts(store(), user) if row["id"] in wanted]
    return reply({"shelf": shelf["name"], "unsupported_filters": [],
                  "books": [book_json(row, user) for row in rows]})


def _on_shelf(shelf_id: int) -> set[int]:
    return {row["id"] for row in shelves.books_on_shelf(store(), shelf_id)}

"""Pages for people: the books of each reader, and the reading history of a book."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, render_template, request

from harness.server import library, sessions
from harness.server.context import store
from harness.server.instants import format_local, parse_instant

blueprint = Blueprint("web", __name__)


@blueprint.get("/")
def overview() -> str:
    """Every book, and for each reader how far and how long it was read."""
    history = sessions.list_sessions(store())
    readers = [row["username"] for row in store().rows("SELECT username FROM users ORDER BY id")]
    books = store().rows("SELECT * FROM books ORDER BY title, id")
    shelf = [
        {"name": name, "books": [_summary(book, name, history) for book in books]} for name in readers
    ]
    return render_template("overview.html", readers=shelf)


@blueprint.get("/books/<int:book_id>")
def history(book_id: int) -> str | tuple[str, int]:
    """The reading history of a book, latest first."""
    if book_id > 2**63 - 1 or (book := library.book_by_id(store(), book_id)) is None:
        return render_template("missing.html", path=request.path), 404
    found = sessions.list_sessions(store(), book_id=book_id)
    found.sort(key=lambda row: (row["start"], row["id"]), reverse=True)
    return render_template("history.html", book=book, authors=authors_text(book["authors"]),
                           file=library.primary_file(store(), book_id), sessions=found)


def _summary(book: dict[str, Any], reader: str, history: list[dict[str, Any]]) -> dict[str, Any]:
    own = [row for row in history if row["user"] == reader and row["book_id"] == book["id"]]
    latest = max(own, key=lambda row: (row["end"], row["id"]), default=None)
    return {
        "id": book["id"], "title": book["title"], "authors": authors_text(book["authors"]), "count": len(own),
        "seconds": sum(row["duration_seconds"] for row in own),
        "progress": None if latest is None else latest["end_progress"],
        "last": None if latest is None else latest["end"],
    }


def authors_text(stored: str) -> str:
    """The authors of a book, as people write them."""
    return ", ".join(json.loads(stored))


@blueprint.app_template_filter("percent")
def percent_text(value: float | None) -> str:
    """`16.75 %`, two decimals at most, or a dash."""
    if value is None:
        return "–"
    return f"{value:.2f}".rstrip("0").rstrip(".") + " %"


@blueprint.app_template_filter("duration")
def duration_text(seconds: int) -> str:
    """`1 h 5 min 9 s`, without the parts that are nothing."""
    sign, seconds = ("−", -seconds) if seconds < 0 else ("", seconds)
    hours, rest = divmod(seconds, 3600)
    parts = [(hours, "h"), (rest // 60, "min"), (rest % 60, "s")]
    return sign + (" ".join(f"{amount} {unit}" for amount, unit in parts if amount) or "0 s")


@blueprint.app_template_filter("moment")
def moment_text(instant: str | None) -> str:
    """`2026-03-01 19:00:04`, in UTC."""
    return "–" if instant is None else format_local(parse_instant(instant)).replace("T", " ")

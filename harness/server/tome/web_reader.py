"""Tome's reader in the browser: what it saves, and where it opens a book (specs/tome.md §1.15, §2.2; seeds).

A web reader counts in percent and in CFIs, a device in fractions and in XPointers; the server keeps fractions, and
opens by CFI only where the last locator is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response

from harness.server import positions
from harness.server.book_facts import files_of
from harness.server.context import has_quirk, store
from harness.server.positions import Place
from harness.server.tome import bodies
from harness.server.tome.asking import body, visible_book, web_user
from harness.server.tome.moments import optional_stamp, stamp
from harness.server.tome.opinions import set_status
from harness.server.tome.reading import clamped, in_scale
from harness.server.tome.replies import reply
from harness.server.tome.states import advance, change, state_of

DEVICE = "web"
CFI = "epubcfi("

blueprint = Blueprint("tome_web_reader", __name__, url_prefix="/api/books")


@dataclass(frozen=True)
class Opening:
    """Where the web reader opens a book: at a CFI, else at a fraction of the book."""

    cfi: str | None
    fraction: float


@blueprint.get("/<book_id>/status")
def get_status(book_id: str) -> Response:
    """What is known of the asker and a book."""
    user = web_user()
    return reply(status_json(user.id, visible_book(user, book_id)["id"]))


@blueprint.put("/<book_id>/status")
def put_status(book_id: str) -> Response:
    """What the web reader saves: a status, a place, or both."""
    user = web_user()
    number = visible_book(user, book_id)["id"]
    said = body(bodies.WebSave)
    save(user.id, number, said.progress_pct, said.cfi, said.status)
    return reply(status_json(user.id, number))


@blueprint.get("/<book_id>/position-history")
def position_history(book_id: str) -> Response:
    """The place of the asker, and those before it, latest first."""
    user = web_user()
    number = visible_book(user, book_id)["id"]
    row = positions.position_of(store(), user.id, number)
    current = None if row is None else {"percentage": row["percentage"], "progress": row["progress"],
                                        "device": row["device"], "updated_at": stamp(row["updated_at"])}
    return reply({"current": current, "history": [
        {**entry, "created_at": stamp(entry["created_at"])}
        for entry in positions.history_of(store(), user.id, number)]})


def status_json(user_id: int, book_id: int) -> dict[str, Any]:
    """Status, progress (a fraction), rating and review."""
    state = state_of(user_id, book_id)
    return {"book_id": book_id, "status": state["status"] or "unread", "progress_pct": state["progress"],
            "cfi": opening(user_id, book_id).cfi, "rating": state["rating"], "review": state["review"],
            "updated_at": optional_stamp(state["updated_at"])}


def opening(user_id: int, book_id: int) -> Opening:
    """Where the web reader would open a book now."""
    row = positions.position_of(store(), user_id, book_id)
    if row is None:
        return Opening(None, 0.0)
    locator = row["progress"] or ""
    return Opening(locator if locator.startswith(CFI) else None, row["percentage"])


def open_book(user_id: int, book_id: int) -> Opening:
    """Open a book on the web; a careless reader saves that it is at the beginning before it goes to its place."""
    at = opening(user_id, book_id)
    if has_quirk("tome.web-zero-on-open"):
        save(user_id, book_id, 0.0, None, None)
    return at


def turn_to(user_id: int, book_id: int, page: int, pages: int) -> None:
    """Show page `page` (1 to `pages`) of a comic on the web and save it; the last one finishes it."""
    at = page - 1 if has_quirk("tome.comic-zero-based") and _is_comic(book_id) else page
    save(user_id, book_id, at / pages, None, None)


def _is_comic(book_id: int) -> bool:
    return any(file["book_type"] == "CBX" for file in files_of(store(), book_id))


def save(user_id: int, book_id: int, progress: float | None, cfi: str | None, status: str | None) -> None:
    """Store what the web reader says. Above 1, `progress` is a percentage; None keeps what is known."""
    fraction = None if progress is None else _fraction(progress)
    with store().transaction():
        if fraction is not None or cfi is not None:
            _save_place(user_id, book_id, fraction, cfi)
        if status in ("unread", "read"):
            set_status(user_id, book_id, status, whole=True)
        elif status is not None:
            change(user_id, book_id, status=status, **({} if fraction is None else {"progress": fraction}))
        elif fraction is not None:
            advance(user_id, book_id, fraction, monotonic=False, may_finish=in_scale(fraction))


def _fraction(progress: float) -> float:
    if has_quirk("tome.web-percent"):
        return max(0.0, progress)
    return clamped(progress / 100 if progress > 1 else progress)


def _save_place(user_id: int, book_id: int, fraction: float | None, cfi: str | None) -> None:
    old = positions.position_of(store(), user_id, book_id) or {"percentage": 0.0, "progress": None}
    if fraction is None:
        fraction = old["percentage"]
    locator = cfi if cfi is not None else old["progress"]
    positions.set_position(store(), user_id, book_id, Place(fraction, locator, DEVICE))

"""Books that a reader sends to their device from the web (specs/tome.md §1.14)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from harness.server.book_facts import book_with_facts
from harness.server.context import store
from harness.server.library import book_by_id
from harness.server.settings import INBOX, is_on
from harness.server.store import Row
from harness.server.tome import bodies
from harness.server.tome.asking import body, device_user, path_number, sees, web_user
from harness.server.tome.errors import TomeError, not_found
from harness.server.tome.replies import reply
from harness.server.tome.represent import files_json, kind_json, series_of
from harness.server.users import User

blueprint = Blueprint("tome_inbox", __name__, url_prefix="/api")


def _switched_on() -> None:
    if not is_on(store(), INBOX):
        raise TomeError(404, "Send to KOReader is disabled")


@blueprint.get("/tome-sync/inbox")
def waiting() -> Response:
    """What waits for the asker's device, oldest first; 404 where the feature is off."""
    user = device_user()
    _switched_on()
    rows = store().rows("SELECT id, book_id, file_id FROM inbox WHERE user_id = ? AND delivered_at IS NULL ORDER BY id",
                        (user.id,))
    items = [item for item in (_item_json(row) for row in rows) if item is not None]
    return reply({"count": len(items), "items": items})


def _item_json(row: Row) -> dict[str, Any] | None:
    book = book_with_facts(store(), row["book_id"])
    if book is None:
        return None
    return {"id": row["id"], "book_id": book["id"], "title": book["title"], "series": series_of(book),
            "series_index": book["series_index"], "author": book["author"], "book_type": kind_json(book) or "book",
            "pinned_file_id": row["file_id"], "files": files_json(book["id"])}


@blueprint.post("/tome-sync/inbox/<item_id>/delivered")
def delivered(item_id: str) -> Response:
    """The device has the book. Saying so again changes nothing."""
    user = device_user()
    _switched_on()
    number = path_number(item_id, "item_id")
    if store().one("SELECT 1 FROM inbox WHERE id = ? AND user_id = ?", (number, user.id)) is None:
        raise not_found("Inbox item")
    with store().transaction():
        store().execute("UPDATE inbox SET delivered_at = coalesce(delivered_at, ?) WHERE id = ?",
                        (store().now_us(), number))
    return reply({"ok": True})


@blueprint.post("/send-to-device/koreader")
def send() -> Response:
    """Put 1 to 50 books into the asker's inbox; one that waits there already, or is not to be seen, is skipped."""
    user = web_user()
    _switched_on()
    wanted = body(bodies.Queue).book_ids
    queued = sum(queue_book(user, number) for number in wanted)
    return reply({"queued": queued, "skipped": len(wanted) - queued})


def queue_book(user: User, book_id: int, file_id: int | None = None) -> bool:
    """Put a book into a user's inbox; False when it waits there, or is not the user's to see."""
    row = book_by_id(store(), book_id)
    if row is None or not sees(user, row):
        return False
    with store().transaction():
        if store().one("SELECT 1 FROM inbox WHERE user_id = ? AND book_id = ? AND delivered_at IS NULL",
                       (user.id, book_id)):
            return False
        store().insert("inbox", id=store().fresh_id("inbox"), user_id=user.id, book_id=book_id, file_id=file_id,
                       queued_at=store().now_us())
    return True

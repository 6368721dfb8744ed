"""BookLore's endpoints for KOReader's own progress sync (specs/booklore.md §1.6, 20)."""

from __future__ import annotations

import math

from flask import Blueprint, Response

from harness.server import library, progress, reading_states, users
from harness.server.booklore.asking import body_fields, koreader_user
from harness.server.booklore.errors import Invalid, KosyncError, NotFound, Unauthorized
from harness.server.context import store
from harness.server.progress import Progress
from harness.server.replies import json_reply
from harness.server.store import Row
from harness.server.users import User

DEVICE = "BookLore"
READ_PERCENT = 99.5
READING_PERCENT = 0.25

blueprint = Blueprint("booklore_kosync", __name__, url_prefix="/api/koreader")


@blueprint.post("/users/create")
def create_user() -> Response:
    """Accounts are made in BookLore, never from a device."""
    raise KosyncError("User registration via Koreader is disabled")


@blueprint.get("/syncs/progress/<document>")
def get_progress(document: str) -> Response:
    """Where the asker is in a book; two different 404s for no such book and no such place."""
    user = _syncing_user()
    _book(document)
    row = progress.progress_of(store(), user.id, document)
    if row is None:
        raise NotFound("No progress found for user and book")
    return json_reply({
        "timestamp": row["updated_at"] // 1_000_000, "document": document, "progress": row["progress"],
        "percentage": row["percentage"], "device": DEVICE, "device_id": DEVICE,
    })


@blueprint.put("/syncs/progress")
def put_progress() -> Response:
    """Store where the asker is, and what that says about having read the book."""
    user = _syncing_user()
    fields = body_fields()
    document = fields.text("document", required=True) or ""
    place = fields.text("progress") or ""
    device, device_id = fields.text("device"), fields.text("device_id")
    percentage = _fraction(fields.text("percentage"))
    fields.check()
    row = _book(document)
    with store().transaction():
        progress.set_progress(store(), user.id, Progress(document, place, percentage, device, device_id))
        reading_states.set_state(store(), user.id, row["id"], "status", status_of(percentage))
    return json_reply({"status": "progress updated"})


def status_of(percentage: float) -> str:
    """BookLore's read status at a fraction of a book."""
    percent = percentage * 100
    if percent >= READ_PERCENT:
        return "READ"
    return "READING" if percent >= READING_PERCENT else "UNREAD"


def _syncing_user() -> User:
    user = koreader_user()
    account = users.koreader_user(store(), user.id)
    if account is None or not account["sync_enabled"]:
        raise Unauthorized("Sync is disabled for this user")
    return user


def _book(document: str) -> Row:
    rows = library.books_by_hash(store(), document)
    if not rows:
        raise NotFound(f"Book not found for hash {document}")
    return rows[0]


def _fraction(text: str | None) -> float:
    try:
        value = float(text or 0)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Invalid(["percentage: must be a number"])
    return value

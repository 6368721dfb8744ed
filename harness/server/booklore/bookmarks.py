"""Bookmarks (specs/booklore.md §1.6, 14)."""

from __future__ import annotations

from flask import Blueprint, Response

from harness.server import marks
from harness.server.booklore.asking import bearer_user, body_fields, visible_book
from harness.server.booklore.errors import Conflict
from harness.server.booklore.represent import bookmark_json
from harness.server.context import store
from harness.server.marks import BOOKMARK, NewMark
from harness.server.replies import json_reply

blueprint = Blueprint("booklore_bookmarks", __name__, url_prefix="/api/v1/bookmarks")


@blueprint.post("")
def create() -> Response:
    """Store a bookmark; 409 where the asker has one at this place."""
    user = bearer_user()
    fields = body_fields()
    book_id = fields.integer("bookId", required=True)
    cfi = fields.text("cfi", required=True, chars_max=1000)
    title = fields.text("title", chars_max=255)
    fields.check()
    row = visible_book(user, book_id or 0)
    try:
        stored = marks.add_mark(store(), user.id, NewMark(BOOKMARK, row["id"], cfi=cfi, title=title))
    except marks.PlaceTaken:
        raise Conflict("Bookmark already exists at this location") from None
    return json_reply(bookmark_json(stored))

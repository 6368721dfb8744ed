"""Bookmarks (specs/booklore.md §1.6, 14; listing and deleting as the stock server has them)."""

from __future__ import annotations

from flask import Blueprint, Response

from harness.server import marks
from harness.server.booklore.asking import bearer_user, body_fields, own_mark, path_number, visible_book
from harness.server.booklore.errors import Conflict, NotFound
from harness.server.booklore.represent import bookmark_json
from harness.server.context import store
from harness.server.marks import BOOKMARK, NewMark
from harness.server.replies import json_reply
from harness.server.store import Row

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


@blueprint.get("/book/<book_id>")
def of_book(book_id: str) -> Response:
    """The asker's bookmarks in a book."""
    user = bearer_user()
    rows = marks.marks_of_book(store(), user.id, BOOKMARK, path_number(book_id))
    return json_reply([bookmark_json(row) for row in rows])


@blueprint.put("/<mark_id>")
def change(mark_id: str) -> Response:
    """Give a bookmark another title."""
    row = _own(mark_id)
    fields = body_fields()
    title = fields.text("title", chars_max=255)
    fields.check()
    return json_reply(bookmark_json(marks.change_mark(store(), row, title=title)))


@blueprint.delete("/<mark_id>")
def remove(mark_id: str) -> Response:
    """Take a bookmark away."""
    marks.remove_mark(store(), _own(mark_id))
    return Response(status=204)


def _own(mark_id: str) -> Row:
    return own_mark(mark_id, BOOKMARK, NotFound(f"Bookmark not found with ID: {mark_id}"))

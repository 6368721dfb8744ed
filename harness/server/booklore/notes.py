"""Notes: in the book, at a place (v2), and on the book's page (v1) (specs/booklore.md §1.6, 12 and 13)."""

from __future__ import annotations

from flask import Blueprint, Response

from harness.server import marks
from harness.server.booklore.asking import bearer_user, body_fields, path_number, visible_book
from harness.server.booklore.errors import Conflict, DataConflict, NotFound
from harness.server.booklore.represent import book_note_json, page_note_json
from harness.server.context import store
from harness.server.marks import BOOK_NOTE, PAGE_NOTE, NewMark
from harness.server.replies import json_reply
from harness.server.store import Row
from harness.server.users import User

TITLE_CHARS_MAX = 255

blueprint = Blueprint("booklore_notes", __name__)


@blueprint.post("/api/v2/book-notes")
def create_in_book() -> Response:
    """Store a note in the book; 409 where the asker has one at this place."""
    user = bearer_user()
    fields = body_fields()
    book_id = fields.integer("bookId", required=True)
    cfi = fields.text("cfi", required=True, chars_max=1000)
    note = fields.text("noteContent", required=True)
    text = fields.text("selectedText", chars_max=5000)
    title = fields.text("chapterTitle", chars_max=500)
    color = fields.text("color")
    fields.check()
    row = visible_book(user, book_id or 0)
    try:
        stored = marks.add_mark(store(), user.id, NewMark(
            BOOK_NOTE, row["id"], cfi=cfi, text=text, note=note, title=title, color=color or "#FFC107",
        ))
    except marks.PlaceTaken:
        raise Conflict("Note already exists at this location") from None
    return json_reply(book_note_json(stored))


@blueprint.get("/api/v2/book-notes/book/<book_id>")
def in_book(book_id: str) -> Response:
    """The asker's notes in a book."""
    user = bearer_user()
    rows = marks.marks_of_book(store(), user.id, BOOK_NOTE, path_number(book_id))
    return json_reply([book_note_json(row) for row in rows])


@blueprint.get("/api/v2/book-notes/<mark_id>")
def show_in_book(mark_id: str) -> Response:
    """One note in a book."""
    return json_reply(book_note_json(_own(bearer_user(), path_number(mark_id), BOOK_NOTE)))


@blueprint.put("/api/v2/book-notes/<mark_id>")
def change_in_book(mark_id: str) -> Response:
    """Change text, colour or chapter of a note in a book; what is not given stays."""
    row = _own(bearer_user(), path_number(mark_id), BOOK_NOTE)
    fields = body_fields()
    note = fields.text("noteContent", blank=False)
    color = fields.text("color")
    title = fields.text("chapterTitle", chars_max=500)
    fields.check()
    given = {name: value for name, value in (("note", note), ("color", color), ("title", title)) if value is not None}
    return json_reply(book_note_json(marks.change_mark(store(), row, **given)))


@blueprint.delete("/api/v2/book-notes/<mark_id>")
def remove_in_book(mark_id: str) -> Response:
    """Take a note out of a book."""
    marks.remove_mark(store(), _own(bearer_user(), path_number(mark_id), BOOK_NOTE))
    return Response(status=204)


@blueprint.post("/api/v1/book-notes")
def create_on_page() -> Response:
    """Store a note on the book's page, or change the one whose `id` is given. Nothing is deduplicated."""
    user = bearer_user()
    fields = body_fields()
    book_id = fields.integer("bookId", required=True)
    note = fields.text("content", required=True, blank=False)
    title = fields.text("title")
    mark_id = fields.integer("id")
    fields.check()
    if title is not None and len(title) > TITLE_CHARS_MAX:
        raise DataConflict
    row = visible_book(user, book_id or 0)
    if mark_id is not None:
        stored = marks.change_mark(store(), _own(user, mark_id), title=title, note=note)
    else:
        stored = marks.add_mark(store(), user.id, NewMark(PAGE_NOTE, row["id"], note=note, title=title))
    return json_reply(page_note_json(stored))


@blueprint.get("/api/v1/book-notes/book/<book_id>")
def of_page(book_id: str) -> Response:
    """The asker's notes on a book's page."""
    user = bearer_user()
    rows = marks.marks_of_book(store(), user.id, PAGE_NOTE, path_number(book_id))
    return json_reply([page_note_json(row) for row in rows])


@blueprint.delete("/api/v1/book-notes/<mark_id>")
def remove_from_page(mark_id: str) -> Response:
    """Take a note off a book's page."""
    user = bearer_user()
    marks.remove_mark(store(), _own(user, path_number(mark_id)))
    return Response(status=204)


def _own(user: User, mark_id: int, kind: str = PAGE_NOTE) -> Row:
    row = marks.find_mark(store(), user.id, kind, mark_id)
    if row is None:
        raise NotFound(f"Note not found with ID: {mark_id}")
    return row

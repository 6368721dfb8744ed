"""Highlights (specs/booklore.md §1.6, 11). A missing book or annotation is 500, as on the stock server."""

from __future__ import annotations

import re

from flask import Blueprint, Response

from harness.server import library, marks
from harness.server.booklore.asking import bearer_user, body_fields, own_mark, path_number, visible_book
from harness.server.booklore.errors import Conflict, Unexpected
from harness.server.booklore.represent import annotation_json
from harness.server.context import store
from harness.server.fields import Fields
from harness.server.marks import ANNOTATION, NewMark
from harness.server.replies import json_reply
from harness.server.store import Row

STYLES = ("highlight", "underline", "strikethrough", "squiggly")
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")

blueprint = Blueprint("booklore_annotations", __name__, url_prefix="/api/v1/annotations")


@blueprint.post("")
def create() -> Response:
    """Store a highlight; 409 where the asker has one at this place."""
    user = bearer_user()
    fields = body_fields()
    book_id = fields.integer("bookId", required=True)
    cfi = fields.text("cfi", required=True, chars_max=1000)
    text = fields.text("text", required=True, chars_max=5000)
    title = fields.text("chapterTitle", chars_max=500)
    note, color, style = _looks(fields)
    fields.check()
    if library.book_by_id(store(), book_id or 0) is None:
        raise Unexpected
    visible_book(user, book_id or 0)
    try:
        row = marks.add_mark(store(), user.id, NewMark(
            ANNOTATION, book_id or 0, cfi=cfi, text=text, note=note, title=title, color=color or "#FFFF00",
            style=style or "highlight",
        ))
    except marks.PlaceTaken:
        raise Conflict("Annotation already exists at this location") from None
    return json_reply(annotation_json(row))


@blueprint.get("/book/<book_id>")
def of_book(book_id: str) -> Response:
    """The asker's highlights in a book."""
    user = bearer_user()
    rows = marks.marks_of_book(store(), user.id, ANNOTATION, path_number(book_id))
    return json_reply([annotation_json(row) for row in rows])


@blueprint.get("/<mark_id>")
def show(mark_id: str) -> Response:
    """One highlight."""
    return json_reply(annotation_json(_own(mark_id)))


@blueprint.put("/<mark_id>")
def change(mark_id: str) -> Response:
    """Change colour, style or note of a highlight; what is not given stays."""
    row = _own(mark_id)
    fields = body_fields()
    note, color, style = _looks(fields)
    fields.check()
    given = {name: value for name, value in (("note", note), ("color", color), ("style", style)) if value is not None}
    return json_reply(annotation_json(marks.change_mark(store(), row, **given)))


@blueprint.delete("/<mark_id>")
def remove(mark_id: str) -> Response:
    """Take a highlight away."""
    marks.remove_mark(store(), _own(mark_id))
    return Response(status=204)


def _own(mark_id: str) -> Row:
    return own_mark(mark_id, ANNOTATION, Unexpected())


def _looks(fields: Fields) -> tuple[str | None, str | None, str | None]:
    """Note, colour and style, checked."""
    note = fields.text("note", chars_max=5000)
    color = fields.text("color")
    style = fields.text("style")
    if color is not None and not _COLOR.fullmatch(color):
        fields.complain("color", "must be a hex colour such as #FFC107")
    if style is not None and style not in STYLES:
        fields.complain("style", f"must be one of {', '.join(STYLES)}")
    return note, color, style

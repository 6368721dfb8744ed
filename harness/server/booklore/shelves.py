"""Shelves and what stands on them (specs/booklore.md §1.6, 15, 16 and 18)."""

from __future__ import annotations

from flask import Blueprint, Response

from harness.server import library, shelves
from harness.server.booklore.asking import bearer_user, body_fields, path_number, visible_book
from harness.server.booklore.errors import Conflict, Forbidden, NotFound, Unauthorized
from harness.server.booklore.represent import book_json, shelf_json
from harness.server.context import has_quirk, store
from harness.server.replies import json_reply
from harness.server.users import User

ICON_TYPES = ("PRIME_NG", "CUSTOM_SVG")

blueprint = Blueprint("booklore_shelves", __name__, url_prefix="/api/v1")


@blueprint.get("/shelves")
def readable() -> Response:
    """The asker's own shelves and the public ones."""
    user = bearer_user()
    return json_reply([shelf_json(row) for row in shelves.readable_shelves(store(), user.id)])


@blueprint.post("/shelves")
def create() -> Response:
    """A new shelf: 201, or 409 when the asker has one of that name."""
    user = bearer_user()
    fields = body_fields()
    name = fields.text("name", required=True, blank=False, chars_max=255) or ""
    icon = fields.text("icon")
    icon_type = fields.word("iconType", ICON_TYPES)
    public = fields.flag("publicShelf")
    fields.check()
    if public and not user.is_admin and has_quirk("booklore.public-shelf-admins-only"):
        raise Forbidden("Only admins can create public shelves")
    try:
        row = shelves.add_shelf(store(), user.id, name, icon=icon, icon_type=icon_type, public=public)
    except shelves.ShelfExists:
        raise Conflict(f"Shelf already exists: {name}") from None
    return json_reply(shelf_json(row), 201)


@blueprint.get("/shelves/<shelf_id>/books")
def books(shelf_id: str) -> Response:
    """The books on a shelf that the asker may see; 403 for another user's own shelf."""
    user = bearer_user()
    number = path_number(shelf_id)
    shelf = shelves.find_shelf(store(), number)
    if shelf is None:
        raise NotFound(f"Shelf not found with ID: {number}")
    if shelf["user_id"] != user.id and not shelf["public"]:
        raise Forbidden("You do not have access to this shelf")
    rows = shelves.books_on_shelf(store(), number)
    return json_reply([book_json(row, user) for row in rows if library.may_see(store(), user, row["library_id"])])


@blueprint.post("/books/shelves")
def move() -> Response:
    """Put books on shelves and take them off shelves of the asker's own; another's is 401."""
    user = bearer_user()
    fields = body_fields()
    book_ids = fields.integers("bookIds", required=True)
    onto = fields.integers("shelvesToAssign")
    off = fields.integers("shelvesToUnassign")
    fields.check()
    for shelf_id in (*onto, *off):
        _refuse_foreign(user, shelf_id)
    rows = [visible_book(user, number) for number in book_ids]
    shelves.move_books(store(), book_ids, onto, off)
    return json_reply([book_json(row, user) for row in rows])


def _refuse_foreign(user: User, shelf_id: int) -> None:
    shelf = shelves.find_shelf(store(), shelf_id)
    if shelf is None:
        raise NotFound(f"Shelf not found with ID: {shelf_id}")
    if shelf["user_id"] != user.id:
        raise Unauthorized("You do not have access to this shelf")

"""Books: by number, by fingerprint, by title or ISBN, several at once (specs/booklore.md §1.6, 7 to 9; §1.7)."""

from __future__ import annotations

from flask import Blueprint, Response, request

from harness.server import library
from harness.server.booklore.asking import bearer_user, path_number, visible_book
from harness.server.booklore.errors import BadRequest, Unexpected
from harness.server.booklore.koreader import WEB_APP, book_of_hash
from harness.server.booklore.represent import book_json, hit_json
from harness.server.context import is_stock, store
from harness.server.replies import json_reply

HITS_MAX = 20

blueprint = Blueprint("booklore_books", __name__, url_prefix="/api/v1/books")


@blueprint.get("")
def all_books() -> Response:
    """Every book the asker may see."""
    user = bearer_user()
    return json_reply([book_json(row, user) for row in library.visible_books(store(), user)])


@blueprint.get("/<book_id>")
def one(book_id: str) -> Response:
    """One book."""
    user = bearer_user()
    return json_reply(book_json(visible_book(user, path_number(book_id)), user))


@blueprint.get("/batch")
def several() -> Response:
    """The books of `?ids=1,2` that exist and may be seen, in the order asked."""
    user = bearer_user()
    wanted = [path_number(part) for part in request.args.get("ids", "").split(",") if part]
    rows = {row["id"]: row for row in library.visible_books(store(), user)}
    return json_reply([book_json(rows[number], user) for number in wanted if number in rows])


@blueprint.get("/by-hash/<fingerprint>")
def by_hash(fingerprint: str) -> Response:
    """The book with this fingerprint; stock answers its web application instead."""
    user = bearer_user()
    if is_stock():
        return Response(WEB_APP, content_type="text/html")
    found = visible_book(user, book_of_hash(fingerprint)["id"])
    return json_reply({**book_json(found, user), "currentHash": fingerprint})


@blueprint.get("/search")
def search() -> Response:
    """Books by `?isbn=` or by `?title=`, best first; stock takes "search" for a book's number."""
    user = bearer_user()
    if is_stock():
        raise Unexpected
    isbn, title = request.args.get("isbn", ""), request.args.get("title", "")
    if isbn.strip():
        hits = library.search_by_isbn(store(), user, isbn)
    elif title.strip():
        hits = library.search_by_title(store(), user, title)
    else:
        raise BadRequest("Either title or isbn is required")
    limit = path_number(request.args.get("limit", str(HITS_MAX)))
    return json_reply([hit_json(row, score) for row, score in hits[: max(0, min(limit, HITS_MAX))]])

"""Who is asking, and about what: credentials, numbers in paths, and the book they mean.

Two schemes (specs/booklore.md §1.2): x-auth with a KOReader account, under /api/koreader and, unless the stock
server is played, for reading sessions; bearer with a BookLore account everywhere else.
"""

from __future__ import annotations

from typing import Any

from flask import request

from harness.server import library, marks, tokens, users
from harness.server.booklore.errors import COMPLAINTS, AccessDenied, Forbidden, NotFound, TokenRefused, Unexpected
from harness.server.context import is_stock, remember_user, store
from harness.server.fields import INT64_MAX, Fields, parse_object
from harness.server.store import Row
from harness.server.users import User


def bearer_user() -> User:
    """The owner of the access token; no token is 403, a bad one 401 with an empty body."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise AccessDenied
    user_id = tokens.user_id_of(store(), token.strip(), "access")
    user = None if user_id is None else users.user_by_id(store(), user_id)
    if user is None:
        raise TokenRefused
    return remember_user(user)


def own_mark(mark_id: str, kind: str, missing: Exception) -> Row:
    """The asker's own mark of that kind whose number is in the path; `missing` is raised where there is none."""
    row = marks.find_mark(store(), bearer_user().id, kind, path_number(mark_id))
    if row is None:
        raise missing
    return row


def koreader_user() -> User:
    """The BookLore user linked to the KOReader account of the x-auth headers; 403 for bad or missing ones."""
    name = request.headers.get("x-auth-user", "").encode("latin-1", "replace").decode("utf-8", "replace")
    user = users.check_koreader_key(store(), name, request.headers.get("x-auth-key", ""))
    if user is None:
        raise AccessDenied
    return remember_user(user)


def session_user() -> User:
    """The owner of the sessions in a request: by bearer token, or by x-auth unless the server is stock."""
    if is_stock() or "Authorization" in request.headers:
        return bearer_user()
    return koreader_user()


def body_fields() -> Fields:
    """The fields of the request's JSON object."""
    return Fields(parse_object(request.get_data(), COMPLAINTS), COMPLAINTS)


def body_values() -> dict[str, Any]:
    """The request's JSON object as it is."""
    return parse_object(request.get_data(), COMPLAINTS)


def path_number(text: str) -> int:
    """A number in a path; anything else is an error the server does not foresee (500)."""
    if not (text.isascii() and text.lstrip("-").isdigit() and len(text) <= 20) or abs(int(text)) > INT64_MAX:
        raise Unexpected
    return int(text)


def query_number(name: str, default: int) -> int:
    """A number in the query."""
    return path_number(request.args.get(name, str(default)))


def book(book_id: int) -> Row:
    """The book's record, or 404."""
    row = library.book_by_id(store(), book_id)
    if row is None:
        raise NotFound(f"Book not found with ID: {book_id}")
    return row


def visible_book(user: User, book_id: int) -> Row:
    """The book's record, 404 when there is none, 403 when its library is closed to the user."""
    row = book(book_id)
    if not library.may_see(store(), user, row["library_id"]):
        raise Forbidden(f"You do not have access to book {book_id}")
    return row

"""What a device asks with its KOReader account, and how a user sets that account up.

x-auth: the connection test and the lookup by fingerprint (§1.6, 1 and 2). The lookup shows books of every
library: whether the fork checks access there is not known, and posting a session checks it where it must.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from harness.server import library, users
from harness.server.booklore.asking import bearer_user, body_fields, koreader_user
from harness.server.booklore.errors import Conflict, NotFound, Unexpected
from harness.server.booklore.represent import hash_json
from harness.server.context import has_quirk, is_stock, store
from harness.server.replies import json_reply
from harness.server.store import Row

WEB_APP = "<!doctype html><html><head><title>BookLore</title></head><body><app-root></app-root></body></html>"
"""What a stock server answers to a GET it does not know: its web application."""

blueprint = Blueprint("booklore_koreader", __name__)


@blueprint.get("/api/koreader/users/auth")
def authorize() -> Response:
    """The connection test; good even while sync is switched off for the user."""
    koreader_user()
    name = request.headers["x-auth-user"].encode("latin-1", "replace").decode("utf-8", "replace")
    return json_reply({"username": name})


@blueprint.get("/api/koreader/books/by-hash/<fingerprint>")
def by_hash(fingerprint: str) -> Response:
    """The book with this fingerprint; stock answers its web application instead."""
    koreader_user()
    if is_stock():
        return Response(WEB_APP, content_type="text/html")
    return json_reply(hash_json(book_of_hash(fingerprint), fingerprint))


def book_of_hash(fingerprint: str) -> Row:
    """The oldest book of that fingerprint, or 404."""
    rows = library.books_by_hash(store(), fingerprint)
    if not rows:
        raise NotFound(f"Book not found for hash {fingerprint}")
    if len(rows) > 1 and has_quirk("booklore.duplicate-hash-500"):
        raise Unexpected
    return rows[0]


@blueprint.put("/api/v1/koreader-users/me")
def set_account() -> Response:
    """Create or replace the asker's KOReader account. Its sync starts switched off."""
    user = bearer_user()
    fields = body_fields()
    name = fields.text("username", required=True, blank=False) or ""
    password = fields.text("password", required=True, blank=False) or ""
    fields.check()
    try:
        users.set_koreader_user(store(), user.id, name, password)
    except users.NameTaken:
        raise Conflict(f"Username already exists: {name}") from None
    return _account(user.id)


@blueprint.get("/api/v1/koreader-users/me")
def show_account() -> Response:
    """The asker's KOReader account."""
    return _account(bearer_user().id)


def _account(user_id: int) -> Response:
    row = users.koreader_user(store(), user_id)
    if row is None:
        raise NotFound("KOReader user not found")
    return json_reply({"username": row["username"], "syncEnabled": bool(row["sync_enabled"]),
                       "syncWithBooklore": bool(row["sync_with_booklore"])})


@blueprint.patch("/api/v1/koreader-users/me/sync")
def toggle_sync() -> Response:
    """Switch kosync on or off: `?enabled=true`."""
    return _toggle("sync_enabled")


@blueprint.patch("/api/v1/koreader-users/me/sync-progress-with-booklore")
def toggle_booklore() -> Response:
    """Let kosync progress count in the web reader too: `?enabled=true`."""
    return _toggle("sync_with_booklore")


def _toggle(flag: str) -> Response:
    user = bearer_user()
    if not users.set_koreader_flag(store(), user.id, flag, request.args.get("enabled") == "true"):
        raise NotFound("KOReader user not found")
    return Response(status=204)

"""Accounts, keys and pairing (specs/tome.md §1.9, §1.10, §1.15)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from harness.server import api_keys, users
from harness.server.context import remember_user, store
from harness.server.tome import bodies, logins
from harness.server.tome.asking import body, path_number, web_user
from harness.server.tome.errors import NotLoggedIn, TomeError, not_found
from harness.server.tome.moments import optional_stamp, stamp
from harness.server.tome.replies import reply
from harness.server.users import User

VERSION = "2.3.0"
"""The version of the Tome server whose protocol this is."""

blueprint = Blueprint("tome_account", __name__, url_prefix="/api")


@blueprint.get("/health")
def health() -> Response:
    """The server is there; this says nothing of a key."""
    return reply({"status": "ok", "version": VERSION})


@blueprint.get("/auth/setup-needed")
def setup_needed() -> Response:
    """Whether nobody has an account yet."""
    return reply({"setup_needed": store().count("users") == 0})


@blueprint.post("/auth/setup")
def setup() -> Response:
    """Make the first account, which is an admin's."""
    said = body(bodies.Setup)
    if store().count("users"):
        raise TomeError(409, "Setup already completed")
    return reply(_user_json(users.add_user(store(), said.username, said.password, is_admin=True)), 201)


@blueprint.post("/auth/login")
def login() -> Response:
    """A password against a token."""
    said = body(bodies.Login)
    user = users.check_login(store(), said.username, said.password)
    if user is None or user.disabled:
        raise NotLoggedIn("Incorrect username or password")
    return reply({"access_token": logins.log_in(store(), remember_user(user)), "token_type": "bearer"})


@blueprint.get("/auth/me")
def me() -> Response:
    """Who is asking."""
    return reply(_user_json(web_user()))


def _user_json(user: User) -> dict[str, Any]:
    return {"id": user.id, "username": user.username, "is_admin": user.is_admin, "is_active": not user.disabled}


@blueprint.get("/plugin/api-keys")
def list_keys() -> Response:
    """The asker's keys, of which only the beginning is shown."""
    rows = api_keys.keys_of(store(), web_user().id)
    return reply([{"id": row["id"], "label": row["label"], "key_preview": row["preview"] + "…",
                   "created_at": stamp(row["created_at"]), "last_used_at": optional_stamp(row["last_used_at"])}
                  for row in rows])


@blueprint.post("/plugin/api-keys")
def create_key() -> Response:
    """Make a key. This answer is the only one that shows it."""
    user = web_user()
    key = api_keys.create_key(store(), user.id, body(bodies.KeyLabel, optional=True).label)
    return reply({"id": key.id, "label": key.label, "key": key.key, "created_at": stamp(key.created_at)}, 201)


@blueprint.delete("/plugin/api-keys/<key_id>")
def revoke_key(key_id: str) -> Response:
    """Take a key back, from this moment on."""
    user = web_user()
    if not api_keys.revoke_key(store(), user.id, path_number(key_id, "key_id")):
        raise not_found("API key")
    return Response(status=204)


@blueprint.post("/auth/quick-connect/initiate")
def begin() -> Response:
    """A code for a device to show."""
    body(bodies.Nothing, optional=True)
    pairing = logins.begin_pairing(store())
    return reply({"code": pairing.code, "poll_token": pairing.poll_token, "expires_at": stamp(pairing.expires_at)})


@blueprint.post("/auth/quick-connect/authorize")
def authorize() -> Response:
    """Accept a code that a device shows."""
    user = web_user()
    logins.accept_pairing(store(), user, body(bodies.Code).code)
    return reply({"status": "authorized"})


@blueprint.post("/auth/quick-connect/poll")
def poll() -> Response:
    """Whether the code was accepted; the token comes with the first yes, and never again."""
    said = body(bodies.Poll)
    token = logins.poll_pairing(store(), said.code, said.poll_token)
    if token is None:
        return reply({"status": "pending"})
    return reply({"status": "authorized", "access_token": token, "token_type": "bearer"})

"""Accounts: made from a device, tried, given another key, removed.

The key is what a device makes of the password (its MD5); for the server it is the password, and kept as a hash.
"""

from __future__ import annotations

from flask import Blueprint, Response

from harness.server import users
from harness.server.context import store
from harness.server.kosync import errors
from harness.server.kosync.asking import asker, body, check_version, is_name, name_and_key
from harness.server.kosync.errors import KosyncError
from harness.server.passwords import check_password
from harness.server.replies import json_reply
from harness.server.settings import REGISTRATION, is_on

blueprint = Blueprint("kosync_accounts", __name__)
blueprint.before_request(check_version)


def healthcheck() -> Response:
    """The server is there."""
    check_version()
    return json_reply({"state": "OK"})


@blueprint.post("/users/create")
def create() -> Response:
    """Make an account; 402 when the name is taken, or accounts are not made from devices."""
    if not is_on(store(), REGISTRATION):
        raise KosyncError(*errors.NO_REGISTRATION)
    said = body()
    name, key = said.get("username"), said.get("password")
    if not is_name(name) or not isinstance(key, str) or not key:
        raise KosyncError(*errors.INVALID)
    name = str(name)
    with store().transaction():
        if users.find_user(store(), name) is not None or _has_account(name):
            raise KosyncError(*errors.NAME_TAKEN)
        user = users.add_user(store(), name, _no_password(name), can_download=False, all_libraries=False)
        users.set_koreader_key(store(), user.id, name, key)
    return json_reply({"username": name}, 201)


def _has_account(name: str) -> bool:
    return store().one("SELECT 1 FROM koreader_users WHERE username = ?", (name,)) is not None


def _no_password(name: str) -> str:
    """The password of an account that was made from a device: nobody knows it, and it marks the account."""
    return store().salt(f"kosync account:{name}").hex()


@blueprint.get("/users/auth")
def authorize() -> Response:
    """Whether name and key are good."""
    asker()
    return json_reply({"authorized": "OK"})


@blueprint.put("/users/password")
def change_key() -> Response:
    """Give the account another key; its places stay."""
    user = asker()
    key = body().get("password")
    if not isinstance(key, str) or not key:
        raise KosyncError(*errors.INVALID)
    users.set_koreader_key(store(), user.id, name_and_key()[0], key)
    return json_reply({"updated": True})


@blueprint.delete("/users/me")
def remove() -> Response:
    """Remove the account and its places. A reader who has more than this account stays a reader."""
    name = name_and_key()[0]
    if is_name(name) and name_and_key()[1] and not _has_account(name):
        raise KosyncError(*errors.NO_ACCOUNT)
    user = asker()
    with store().transaction():
        store().execute("DELETE FROM progress WHERE user_id = ?", (user.id,))
        store().execute("DELETE FROM koreader_users WHERE user_id = ?", (user.id,))
        row = store().one("SELECT password FROM users WHERE id = ?", (user.id,))
        if row is not None and check_password(_no_password(user.username), row["password"]):
            store().execute("DELETE FROM users WHERE id = ?", (user.id,))
    return json_reply({"deleted": True})

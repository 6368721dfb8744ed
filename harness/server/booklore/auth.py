"""Login and refresh (specs/booklore.md §1.6, 6). Any x-auth headers that come along are ignored."""

from __future__ import annotations

from flask import Blueprint, Response, request

from harness.server import tokens, users
from harness.server.booklore.asking import body_fields
from harness.server.booklore.errors import BadRequest, DataConflict, Forbidden, TooManyLogins, Unauthorized
from harness.server.context import remember_user, store
from harness.server.replies import json_reply
from harness.server.settings import LOCAL_LOGIN, is_on
from harness.server.users import User

blueprint = Blueprint("booklore_auth", __name__, url_prefix="/api/v1/auth")


@blueprint.post("/login")
def login() -> Response:
    """Password against a pair of tokens; a wrong one is 400, five of them are 429 for a quarter of an hour."""
    fields = body_fields()
    username = fields.text("username", required=True, blank=False) or ""
    password = fields.text("password", required=True, blank=False) or ""
    fields.check()
    if not is_on(store(), LOCAL_LOGIN):
        raise Forbidden("Local login is disabled. Please log in with OIDC.")
    address = request.remote_addr or ""
    if users.is_locked(store(), address, username):
        raise TooManyLogins
    user = users.check_login(store(), username, password)
    if user is None:
        users.note_failure(store(), address, username)
        raise BadRequest("Invalid credentials")
    users.forget_failures(store(), address, username)
    return _pair(remember_user(user))


@blueprint.post("/refresh")
def refresh() -> Response:
    """A new pair for a refresh token, which is good once."""
    fields = body_fields()
    token = fields.text("refreshToken", required=True, blank=False) or ""
    fields.check()
    user_id = tokens.user_id_of(store(), token, "refresh")
    user = None if user_id is None else users.user_by_id(store(), user_id)
    if user is None:
        raise Unauthorized("Invalid or expired refresh token")
    reply = _pair(remember_user(user))
    tokens.revoke(store(), token)
    return reply


def _pair(user: User) -> Response:
    try:
        pair = tokens.issue(store(), user)
    except tokens.TokenCollision:
        raise DataConflict from None
    return json_reply({
        "accessToken": pair.access, "refreshToken": pair.refresh,
        "isDefaultPassword": "true" if user.default_password else "false",
    })

"""Who is asking, in which version of the protocol, and what the body says."""

from __future__ import annotations

import json
import re
from typing import Any

from flask import request

from harness.server import users
from harness.server.context import has_quirk, remember_user, store
from harness.server.kosync import errors
from harness.server.kosync.errors import KosyncError
from harness.server.users import User

_ACCEPT = re.compile(r"application/vnd\.koreader\.v([0-9]+).*\+json")


def check_version() -> None:
    """412 unless the request asks for version 1 in its Accept header."""
    if has_quirk("kosync.any-accept"):
        return
    accept = request.headers.get("Accept")
    if accept is None:
        raise KosyncError(*errors.NO_ACCEPT)
    match = _ACCEPT.fullmatch(accept)
    if match is None:
        raise KosyncError(*errors.BAD_ACCEPT)
    if match[1] != "1":
        raise KosyncError(*errors.OTHER_VERSION)


def name_and_key() -> tuple[str, str]:
    """The two headers of an account; empty where they are missing."""
    name = request.headers.get("x-auth-user", "").encode("latin-1", "replace").decode("utf-8", "replace")
    return name, request.headers.get("x-auth-key", "")


def asker() -> User:
    """The owner of the account in the headers, or 401."""
    name, key = name_and_key()
    user = users.check_koreader_key(store(), name, key) if is_name(name) and key else None
    if user is None or user.disabled:
        raise KosyncError(*errors.UNAUTHORIZED)
    return remember_user(user)


def is_name(value: Any) -> bool:
    """Whether something can name an account or a document: a text, not empty, without a colon."""
    return isinstance(value, str) and value != "" and ":" not in value


def body() -> dict[str, Any]:
    """The request's JSON object; none at all is an empty one. Its media type does not matter."""
    raw = request.get_data()
    if not raw.strip():
        return {}
    try:
        value = json.loads(raw.decode("utf-8"))
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise KosyncError(*errors.NO_JSON) from None
    if not isinstance(value, dict):
        raise KosyncError(*errors.NO_OBJECT)
    return value

"""Who is asking and about what: keys and logins, numbers, bodies, the book that is meant (specs/tome.md §1.1)."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from harness.server import api_keys, library, tokens, users
from harness.server.context import has_quirk, remember_user, store
from harness.server.fields import INT64_MAX
from harness.server.store import Row
from harness.server.tome.errors import Invalid, NotLoggedIn, TomeError, not_found, problem
from harness.server.users import User

Body = TypeVar("Body", bound=BaseModel)

LOGIN = "tome"
"""The kind of Tome's login tokens in the store."""


def device_user() -> User:
    """The owner of the plugin's key; 401 with what is wrong."""
    return key_owner()[0]


def key_owner() -> tuple[User, str]:
    """The owner of the plugin's key, and the key."""
    header = request.headers.get("Authorization")
    if header is None and has_quirk("tome.missing-header-422"):
        raise Invalid([problem("missing", ["header", "authorization"], "Field required")])
    scheme, _, key = (header or "").partition(" ")
    if (scheme if has_quirk("tome.missing-header-422") else scheme.capitalize()) != "Bearer":
        raise TomeError(401, "Bearer token required")
    user = api_keys.owner_of(store(), key.strip())
    if user is None:
        raise TomeError(401, "Invalid API key")
    if user.disabled:
        raise TomeError(401, "User not found or inactive")
    return remember_user(user), key.strip()


def web_user() -> User:
    """Who has logged in; a plugin's key is no login."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise NotLoggedIn("Not authenticated")
    user_id = tokens.user_id_of(store(), token.strip(), LOGIN)
    user = None if user_id is None else users.user_by_id(store(), user_id)
    if user is None or user.disabled:
        raise NotLoggedIn("Could not validate credentials")
    return remember_user(user)


def path_number(text: str, name: str = "book_id") -> int:
    """A number in a path; 422 for anything else. One too large for any record is 0, which none has."""
    if re.fullmatch(r"[+-]?[0-9]+", text, re.ASCII) is None:
        raise Invalid([problem("int_parsing", ["path", name], _NO_INTEGER, text)])
    return _bounded(text)


def query_text(name: str) -> str:
    """A text in the query that must be there; it may be empty."""
    value = request.args.get(name)
    if value is None:
        raise Invalid([problem("missing", ["query", name], "Field required")])
    return value


def query_number(name: str) -> int:
    """A number in the query that must be there."""
    text = query_text(name)
    if re.fullmatch(r"[+-]?[0-9]+", text, re.ASCII) is None:
        raise Invalid([problem("int_parsing", ["query", name], _NO_INTEGER, text)])
    return _bounded(text)


_NO_INTEGER = "Input should be a valid integer, unable to parse string as an integer"


def _bounded(text: str) -> int:
    number = int(text) if len(text) <= 20 else INT64_MAX + 1
    return number if abs(number) <= INT64_MAX else 0


def body(model: type[Body], *, optional: bool = False) -> Body:
    """The request's JSON object as `model`; 422 with a list of what is wrong. `optional` takes no body, or `[]`."""
    raw = request.get_data()
    if optional and raw.strip() in (b"", b"[]", b"null"):
        return model()
    if not raw:
        raise Invalid([problem("missing", ["body"], "Field required")])
    if not request.is_json:
        text = raw.decode("utf-8", "replace")
        raise Invalid([problem("model_attributes_type", ["body"], _NO_OBJECT, text)])
    try:
        return model.model_validate(_parse(raw))
    except ValidationError as error:
        raise Invalid([
            problem(entry["type"], ["body", *entry["loc"]], entry["msg"], entry["input"])
            for entry in error.errors(include_url=False, include_context=False)
        ]) from None


_NO_OBJECT = "Input should be a valid dictionary or object to extract fields from"


def _parse(raw: bytes) -> Any:
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        at = error.pos if isinstance(error, json.JSONDecodeError) else 0
        raise Invalid([problem("json_invalid", ["body", at], "JSON decode error", {})]) from None
    return value


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def sees(user: User, row: Row) -> bool:
    """Whether a user has access to a book."""
    return library.may_see(store(), user, row["library_id"])


def book_of(user: User, text: str) -> Row:
    """The book of a number in the path, or 404; one that the user may not see is one that is not there."""
    row = library.book_by_id(store(), path_number(text))
    if row is None or not (sees(user, row) or has_quirk("tome.visibility-gaps")):
        raise not_found("Book")
    return row


def visible_book(user: User, text: str) -> Row:
    """The same where a Tome server always looks who may see the book."""
    row = library.book_by_id(store(), path_number(text))
    if row is None or not sees(user, row):
        raise not_found("Book")
    return row

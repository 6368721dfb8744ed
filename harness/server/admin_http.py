"""The admin API: `harness.server.admin.Admin` over HTTP, under /admin, with the header `X-Admin-Token`.

Bodies are JSON objects whose fields are the arguments of the method; bytes travel as base64 in
`content_base64` (and as the values of `assets_base64`).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from typing import Any

from flask import Blueprint, Response, current_app, request

from harness.server.admin import Admin, AdminError
from harness.server.bookorbit.admin import ACTIONS as BOOKORBIT_ACTIONS
from harness.server.bookorbit.admin import LISTS as BOOKORBIT_LISTS
from harness.server.bookorbit.admin import OrbitAdmin, OrbitAdminError
from harness.server.context import check_quirks, store
from harness.server.replies import json_reply

LISTS_BY_READER = ("sessions", "ratings", "annotations", "notes", "bookmarks")
LISTS = ("books", "shelves", "requests", "unknown_endpoints", "progress")

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.before_request
def check_token() -> Response | None:
    """Refuse whoever does not have the token."""
    token = request.headers.get("X-Admin-Token", "")
    if hmac.compare_digest(token.encode("utf-8"), str(current_app.config["ADMIN_TOKEN"]).encode("utf-8")):
        return None
    return json_reply({"error": "X-Admin-Token is missing or wrong"}, 403)


@blueprint.errorhandler(AdminError)
def refuse(error: AdminError) -> Response:
    """What cannot be done is 400 with the reason."""
    return json_reply({"error": str(error)}, 400)


def _admin() -> Admin:
    return Admin(store())


def _arguments() -> dict[str, Any]:
    try:
        values = json.loads(request.get_data() or b"{}")
    except ValueError as error:
        raise AdminError(f"the body is no JSON: {error}") from error
    if not isinstance(values, dict):
        raise AdminError("the body must be a JSON object")
    return values


def _bytes(text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, TypeError, ValueError) as error:
        raise AdminError(f"not base64: {error}") from error


def _call(method: str, *fixed: Any, **arguments: Any) -> Any:
    try:
        return getattr(_admin(), method)(*fixed, **arguments)
    except TypeError as error:
        raise AdminError(f"{method}: {error}") from error


def _number(name: str) -> int | None:
    text = request.args.get(name)
    if text is None:
        return None
    if not text.isdecimal():
        raise AdminError(f"{name} must be a number, not {text!r}")
    return int(text)


@blueprint.get("/<name>")
def listing(name: str) -> Response:
    """A list of the server's records; some take `?user=` and `?book=`."""
    method = name.replace("-", "_")
    if method in LISTS_BY_READER:
        return json_reply(_call(method, request.args.get("user"), _number("book")))
    if method in LISTS:
        return json_reply(_call(method))
    known = ", ".join(sorted(LISTS_BY_READER + LISTS)).replace("_", "-")
    raise AdminError(f"no such list: {name}; known are {known}")


@blueprint.post("/users")
def add_user() -> Response:
    """Add a user."""
    return json_reply({"id": _call("add_user", **_arguments())}, 201)


@blueprint.post("/books")
def add_book() -> Response:
    """Add a book."""
    arguments = _arguments()
    if "content_base64" in arguments:
        arguments["content"] = _bytes(arguments.pop("content_base64"))
    return json_reply({"id": _call("add_book", **arguments)}, 201)


@blueprint.delete("/books/<int:book_id>")
def remove_book(book_id: int) -> Response:
    """Remove a book."""
    _call("remove_book", book_id)
    return Response(status=204)


@blueprint.post("/books/<int:book_id>/facts")
def set_facts(book_id: int) -> Response:
    """Say what series a book belongs to."""
    _call("set_facts", book_id, **_arguments())
    return Response(status=204)


@blueprint.post("/books/<int:book_id>/hash")
def set_hash(book_id: int) -> Response:
    """Change a book's fingerprint."""
    _call("set_hash", book_id, **_arguments())
    return Response(status=204)


@blueprint.post("/shelves")
def add_shelf() -> Response:
    """Add a shelf."""
    return json_reply({"id": _call("add_shelf", **_arguments())}, 201)


@blueprint.post("/shelves/<int:shelf_id>/public")
def set_shelf_public(shelf_id: int) -> Response:
    """Show a shelf to everybody, or not."""
    _call("set_shelf_public", shelf_id, **_arguments())
    return Response(status=204)


@blueprint.post("/users/<name>/expire-tokens")
def expire_tokens(name: str) -> Response:
    """Let a user's tokens expire."""
    return json_reply({"expired": _call("expire_tokens", name)})


@blueprint.post("/users/<name>/password")
def set_password(name: str) -> Response:
    """Give a user another password."""
    _call("set_password", name, **_arguments())
    return Response(status=204)


@blueprint.post("/users/<name>/sync")
def set_sync(name: str) -> Response:
    """Switch KOReader's sync for a user."""
    _call("set_sync", name, **_arguments())
    return Response(status=204)


@blueprint.post("/users/<name>/download")
def set_download(name: str) -> Response:
    """Give or take a user's right to download."""
    _call("set_download", name, **_arguments())
    return Response(status=204)


@blueprint.post("/local-login")
def set_local_login() -> Response:
    """Allow logins with a password, or refuse them."""
    _call("set_local_login", **_arguments())
    return Response(status=204)


@blueprint.post("/releases")
def set_release() -> Response:
    """Make a release the latest one."""
    arguments = _arguments()
    encoded = arguments.pop("assets_base64", {})
    if not isinstance(encoded, dict):
        raise AdminError("assets_base64 must be an object of names and base64 texts")
    _call("set_release", assets={name: _bytes(text) for name, text in encoded.items()}, **arguments)
    return Response(status=204)


@blueprint.post("/quirks")
def set_quirks() -> Response:
    """Switch exactly these misbehaviours on: `{"quirks": [...]}`."""
    try:
        current_app.config["QUIRKS"] = check_quirks(_arguments().get("quirks", []))
    except (TypeError, ValueError) as error:
        raise AdminError(str(error)) from error
    return Response(status=204)


@blueprint.get("/bookorbit/<name>")
def bookorbit_listing(name: str) -> Response:
    """A list of BookOrbit's records of a user: `?user=`."""
    method = name.replace("-", "_")
    if method not in BOOKORBIT_LISTS:
        raise AdminError(f"no such list: {name}; known are {', '.join(BOOKORBIT_LISTS)}")
    return json_reply(_bookorbit(method, request.args.get("user")))


@blueprint.post("/bookorbit/<name>")
def bookorbit_action(name: str) -> Response:
    """What the web reader, a Kobo or the administrator of BookOrbit does: the body holds the arguments."""
    method = name.replace("-", "_")
    if method not in BOOKORBIT_ACTIONS:
        raise AdminError(f"no such action: {name}; known are {', '.join(BOOKORBIT_ACTIONS)}")
    number = _bookorbit(method, **_arguments())
    return Response(status=204) if number is None else json_reply({"id": number}, 201)


def _bookorbit(method: str, *fixed: Any, **arguments: Any) -> Any:
    try:
        return getattr(OrbitAdmin(store()), method)(*fixed, **arguments)
    except TypeError as error:
        raise AdminError(f"{method}: {error}") from error
    except OrbitAdminError as error:
        raise AdminError(str(error)) from error


@blueprint.get("/tome/<name>")
def tome_listing(name: str) -> Response:
    """A list of Tome's records: `?user=` and `?book=`."""
    from harness.server.tome.admin import LISTS as TOME_LISTS

    method = name.replace("-", "_")
    if method not in TOME_LISTS:
        raise AdminError(f"no such list: {name}; known are {', '.join(TOME_LISTS)}")
    return json_reply(_tome(method, request.args.get("user"), _number("book")))


@blueprint.post("/tome/<name>")
def tome_action(name: str) -> Response:
    """What a reader does on the web, or the administrator of Tome does: the body holds the arguments."""
    from harness.server.tome.admin import ACTIONS as TOME_ACTIONS

    method = name.replace("-", "_")
    if method not in TOME_ACTIONS:
        raise AdminError(f"no such action: {name}; known are {', '.join(TOME_ACTIONS)}")
    arguments = _arguments()
    if "content_base64" in arguments:
        arguments["content"] = _bytes(arguments.pop("content_base64"))
    result = _tome(method, **arguments)
    return Response(status=204) if result is None else json_reply({"result": result})


def _tome(method: str, *fixed: Any, **arguments: Any) -> Any:
    from harness.server.tome.admin import TomeAdmin

    try:
        return getattr(TomeAdmin(current_app), method)(*fixed, **arguments)
    except TypeError as error:
        raise AdminError(f"{method}: {error}") from error


@blueprint.post("/reset")
def reset() -> Response:
    """Forget everything."""
    _call("reset")
    return Response(status=204)

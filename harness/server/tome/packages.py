"""The plugin, already configured, and its updates (specs/tome.md §1.10).

What is packed is our own plugin. TomeSync itself is not ours to give: its version is told, so that it does not look
for a newer one, and its text is served where somebody has put one in (`TomeAdmin.set_implementation`).
"""

from __future__ import annotations

import re

from flask import Blueprint, Response, current_app, request

from harness.server import api_keys
from harness.server.context import has_quirk, store
from harness.server.plugin_package import lua_text, package, plugin_files, raw_text
from harness.server.store import Row
from harness.server.tome.asking import key_owner, web_user
from harness.server.tome.errors import TomeError
from harness.server.tome.replies import reply

BUILD = 41
SEMVER = "1.14.0"
IMPLEMENTATION = "tomesync"
_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?")

blueprint = Blueprint("tome_packages", __name__, url_prefix="/api/plugin")


@blueprint.get("/koreader")
def download() -> Response:
    """The plugin with the server's address and a new key in it; keys of earlier packages stay good."""
    user = web_user()
    address = origin()
    files = plugin_files()
    if not files:
        raise TomeError(404, "There is no plugin here to make a package of")
    key = api_keys.create_key(store(), user.id)
    values = {"server_kind": "tome", "server_url": address, "api_key": key.key, "username": user.username}
    content = package(files, values, escape=not has_quirk("tome.unescaped-baking"))
    response = Response(content, content_type="application/zip")
    response.headers["Content-Disposition"] = "attachment; filename=shelfsync.koplugin.zip"
    return response


def origin() -> str:
    """Where a device reaches this server: as asked for, as configured, or as this request came in."""
    asked = request.args.get("server_url") or current_app.config.get("PUBLIC_URL") or _request_origin()
    address = str(asked).rstrip("/")
    if not has_quirk("tome.unescaped-baking") and _ORIGIN.fullmatch(address) is None:
        raise TomeError(400, "server_url must be an http or https address")
    return address


def _request_origin() -> str:
    forwarded = request.headers.get("X-Forwarded-Proto", "").partition(",")[0].strip().lower()
    scheme = forwarded if forwarded in ("http", "https") else request.scheme
    return f"{scheme}://{request.host}"


@blueprint.get("/version")
def version() -> Response:
    """The version of TomeSync that this server goes with."""
    row = _implementation()
    build, semver = (BUILD, SEMVER) if row is None else (row["build"], row["semver"])
    return reply({"version": str(build), "build": build, "semver": semver})


@blueprint.get("/main-impl.lua")
def implementation() -> Response:
    """The text that was put in, with address, key and name for its three marks."""
    user, key = key_owner()
    row = _implementation()
    if row is None:
        raise TomeError(404, "This server has no text of TomeSync to update to")
    quote = raw_text if has_quirk("tome.unescaped-baking") else lua_text
    text: str = row["template"]
    marks = {"@SERVER_URL@": quote(origin()), "@API_KEY@": quote(key), "@USERNAME@": quote(user.username)}
    baked = re.sub("|".join(marks), lambda match: marks[match[0]], text)
    return Response(baked, content_type="text/plain; charset=utf-8")


def _implementation() -> Row | None:
    return store().one("SELECT * FROM plugin_texts WHERE name = ?", (IMPLEMENTATION,))

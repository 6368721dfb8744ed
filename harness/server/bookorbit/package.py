"""The plugin as a zip: plain for updates, or with a user's account baked in (specs/bookorbit.md §1.13, §1.15).

The plugin's files are those that `OrbitAdmin.set_plugin` put into the store. What goes into the Lua of a package is
escaped byte by byte, so that no name or address can end its string.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from flask import Response

from harness.server.bookorbit.errors import Unavailable, request_id
from harness.server.context import store
from harness.server.store import Store

FOLDER = "bookorbit.koplugin"
PROVISION = "bookorbit_provision.lua"
UNKNOWN = "unknown"
_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?", re.ASCII)
_VERSION = re.compile(r"""\bversion\s*=\s*["'](\d{1,9}\.\d{1,9}\.\d{1,9})["']""", re.IGNORECASE | re.ASCII)
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .:/_-[]")


def plugin_files(store: Store) -> dict[str, bytes]:
    """The files of the plugin by their paths within its folder; empty when the server has none."""
    rows = store.rows("SELECT path, content FROM orbit_plugin_files ORDER BY path")
    return {row["path"]: row["content"] for row in rows}


def plugin_version(store: Store) -> str:
    """The version that the plugin's main.lua states, or "unknown"."""
    row = store.one("SELECT content FROM orbit_plugin_files WHERE path = 'main.lua'")
    found = None if row is None else _VERSION.search(row["content"].decode("utf-8", "replace"))
    return UNKNOWN if found is None else found[1]


def older(version: str | None, limit: tuple[int, int, int]) -> bool:
    """Whether a plugin's version is below `limit`, or no version at all."""
    found = re.fullmatch(r"(\d{1,9})\.(\d{1,9})\.(\d{1,9})", version or "", re.ASCII)
    return found is None or (int(found[1]), int(found[2]), int(found[3])) < limit


def is_origin(text: str) -> bool:
    """Whether a text is scheme, host and port of a web address and nothing else."""
    found = _ORIGIN.fullmatch(text)
    port = re.search(r":(\d{1,5})$", text)
    return found is not None and (port is None or 1 <= int(port[1]) <= 65_535)


def lua_string(text: str) -> str:
    """A Lua string literal of `text`; every byte that is not plain is written as its number."""
    return '"' + "".join(chr(byte) if byte in _PLAIN else f"\\{byte:03d}" for byte in text.encode("utf-8")) + '"'


def provision(origin: str, username: str, key: str, generated_at: str) -> bytes:
    """The Lua file that configures the plugin when it starts for the first time."""
    fields = {"server_url": origin, "username": username, "userkey": key, "generated_at": generated_at}
    lines = [f"    {name} = {lua_string(value)}," for name, value in fields.items()]
    return "\n".join(["return {", *lines, "}", ""]).encode("ascii")


def zip_of(files: dict[str, bytes]) -> bytes:
    """The plugin's folder as a zip; the same files make the same bytes."""
    if not files:
        raise Unavailable
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{FOLDER}/{path}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def zip_reply(extra: dict[str, bytes] | None = None) -> Response:
    """The plugin as a download, with extra files where given; 503 when the server has no plugin."""
    files = plugin_files(store())
    content = zip_of({**files, **(extra or {})} if files else {})
    return Response(content, content_type="application/zip", headers={
        "Content-Disposition": f'attachment; filename="{FOLDER}.zip"', "Cache-Control": "no-store",
        "X-Request-Id": request_id()})

"""A zip of our plugin with an address and a key in it, for a reader to unpack and forget about.

What a server or a reader may choose (names, addresses) gets into Lua as a quoted text and nothing else.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

PLUGIN = "shelfsync.koplugin"
PROVISION = "shelfsync_provision.lua"
"""The file of the package that holds what the server has to say; it returns a table of texts."""

_HERE = Path(__file__).resolve().parent.parent
_PLACES = (_HERE.parent / "plugin_lua", _HERE / "bundled" / "plugin_lua")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def plugin_files(folder: Path | None = None) -> dict[str, bytes]:
    """The plugin's files by their path within it; empty where the plugin is not installed beside the server."""
    places = (folder,) if folder is not None else tuple(place / PLUGIN for place in _PLACES)
    for place in places:
        if place.is_dir():
            return {path.relative_to(place).as_posix(): path.read_bytes()
                    for path in sorted(place.rglob("*")) if path.is_file()}
    return {}


def lua_text(value: str) -> str:
    r"""`value` as a Lua string literal: whatever is not a plain sign becomes `\ddd`."""
    signs = [chr(byte) if 0x20 <= byte < 0x7F and byte not in b'"\\' else f"\\{byte:03d}"
             for byte in value.encode("utf-8", "surrogateescape")]
    return '"' + "".join(signs) + '"'


def raw_text(value: str) -> str:
    """`value` between quotes as it is, which is how a server gets itself injected."""
    return f'"{value}"'


def provision(values: Mapping[str, str], *, escape: bool = True) -> str:
    """A Lua file that returns `values`; `escape=False` puts them in as they are."""
    quote = lua_text if escape else raw_text
    lines = "".join(f"    {name} = {quote(value)},\n" for name, value in values.items())
    return f"-- Written by the server that made this package.\nreturn {{\n{lines}}}\n"


def package(files: Mapping[str, bytes], values: Mapping[str, str], *, escape: bool = True) -> bytes:
    """The zip: the plugin's folder with `files`, and what the server says beside `main.lua`. Same input, same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        content = {**files, PROVISION: provision(values, escape=escape).encode("utf-8", "surrogateescape")}
        for name in sorted(content):
            entry = zipfile.ZipInfo(f"{PLUGIN}/{name}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content[name])
    return buffer.getvalue()

"""Finding Lua files on the emulated disk for `require`, and keeping what was compiled.

Compiled code is kept per process of the host by the content of the file and its chunk name, so a second
device of the same run compiles nothing again.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Protocol

_LUA = Path(__file__).parent / "lua"

_kept: dict[tuple[bytes, bytes], bytes] = {}


class FileReader(Protocol):
    """What `require` needs of a disk: a whole file by its device path, or None."""

    def read_or_none(self, path: bytes) -> bytes | None: ...


@cache
def _known_modules() -> frozenset[bytes]:
    text = (_LUA / "known_modules.txt").read_bytes()
    return frozenset(line for line in text.split(b"\n") if line and not line.startswith(b"#"))


@cache
def _known_members() -> dict[bytes, bytes]:
    text = (_LUA / "known_members.txt").read_bytes()
    rows = (line.partition(b" ") for line in text.split(b"\n") if line and not line.startswith(b"#"))
    return {module: names for module, _, names in rows}


class ModulesHost:
    """`host.modules`: the search for Lua files and the store of compiled code."""

    def __init__(self, disk: FileReader, base_prefix: bytes = b"common/") -> None:
        self._disk = disk
        self._base_prefix = base_prefix

    def find(self, name: bytes, path: bytes) -> tuple[bytes, bytes | None, bool]:
        """(path, source, is base) of a module along ``package.path``, or (the message for require, None, False)."""
        inside = name.replace(b".", b"/")
        tried = []
        for template in path.split(b";"):
            candidate = template.replace(b"?", inside)
            source = self._disk.read_or_none(candidate)
            if source is not None:
                return candidate, source, candidate.startswith(self._base_prefix)
            tried.append(b"\n\tno file '" + candidate + b"'")
        return b"".join(tried), None, False

    def find_compiled(self, name: bytes, path: bytes) -> tuple[bytes, bytes | None, bool, bool]:
        """As `find`, with the compiled code instead of the source where it is kept; and whether it is."""
        found, source, is_base = self.find(name, path)
        code = _kept.get((source, b"@" + found)) if source is not None else None
        return (found, source, is_base, False) if code is None else (found, code, is_base, True)

    def known(self, name: bytes) -> bool:
        """Whether KOReader has a module of that name, by the spelling that ``require`` was given."""
        return name in _known_modules()

    def members(self, name: bytes) -> bytes | None:
        """Functions that KOReader's module of that name has and ours may not have, with spaces between them."""
        return _known_members().get(name)

    def exists(self, path: bytes) -> bool:
        """True when a file can be read at ``path``."""
        return self._disk.read_or_none(path) is not None

    def read(self, path: bytes | None) -> bytes | tuple[None, bytes]:
        """A file's bytes, or None and LuaJIT's message."""
        source = self._disk.read_or_none(path) if path is not None else None
        if source is None:
            return None, b"cannot open " + (path or b"stdin") + b": No such file or directory"
        return source

    def bytecode(self, source: bytes, chunk_name: bytes) -> bytes | None:
        """What `keep` kept for this source under this name."""
        return _kept.get((source, chunk_name))

    def keep(self, source: bytes, chunk_name: bytes, code: bytes) -> None:
        """Keep compiled code for the next device that loads the same file."""
        _kept[(source, chunk_name)] = code

"""What the disk is made of: inodes, the bytes behind them, and the changes that no sync has covered yet."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import BinaryIO

FILE, DIRECTORY, LINK = "file", "directory", "link"
WHOLE_MAX = 1 << 20


@dataclass(frozen=True, slots=True)
class Change:
    """One write or truncation of a file, with what is needed to take it back.

    ``old`` is what stood at ``offset`` before (for a truncation the tail that was cut off), ``size`` the
    file's size before, ``new`` what was written; ``to`` is the size a truncation asked for, None for a write.
    """

    number: int
    at: int
    offset: int
    old: bytes
    size: int
    new: bytes
    to: int | None = None


class HostContent:
    """A file of the host, by reference: small ones are read once, large ones are sought in."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.size = os.stat(path).st_size
        self._whole: bytes | None = None
        self._stream: BinaryIO | None = None

    def read(self, offset: int, size: int) -> bytes:
        """At most ``size`` bytes from ``offset``."""
        if self._whole is None and self.size <= WHOLE_MAX:
            with open(self.path, "rb") as stream:
                self._whole = stream.read()
        if self._whole is not None:
            return self._whole[offset : offset + size]
        if self._stream is None:
            self._stream = open(self.path, "rb")  # noqa: SIM115  (kept open for as long as the disk refers to it)
        self._stream.seek(offset)
        return self._stream.read(size)

    def __del__(self) -> None:
        if self._stream is not None:
            self._stream.close()


@dataclass(slots=True)
class Inode:
    """A file, a directory or a symbolic link. Times are wall microseconds.

    ``owner`` is the token of the disk that may change this object; a fork gives both disks new tokens, so each
    copies an inode before changing it. ``data_shared`` says that the bytes are still another inode's.
    """

    number: int
    kind: str
    permissions: int
    time: int
    owner: object
    nlink: int = 0
    atime: int = 0
    mtime: int = 0
    ctime: int = 0
    data: bytearray = field(default_factory=bytearray)
    data_shared: bool = False
    source: HostContent | None = None
    target: bytes = b""
    entries: dict[bytes, int] = field(default_factory=dict)
    parent: int = 0
    host_directory: str | None = None
    changes: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.mtime:
            self.atime = self.mtime = self.ctime = self.time

    def copy(self, owner: object) -> Inode:
        """The same inode for another disk; the bytes are shared until one of them writes."""
        return replace(self, owner=owner, data_shared=True, entries=dict(self.entries), changes=list(self.changes))

    @property
    def size(self) -> int:
        """Bytes of content (of a link: of its target; of a directory: one block)."""
        if self.kind == FILE:
            return self.source.size if self.source else len(self.data)
        return len(self.target) if self.kind == LINK else 4096

    @property
    def occupied(self) -> int:
        """Bytes of the disk's room that it takes: none while it only refers to a host file."""
        return 0 if self.source or self.kind != FILE else len(self.data)

    def read(self, offset: int, size: int) -> bytes:
        """At most ``size`` bytes from ``offset``."""
        if self.source:
            return self.source.read(offset, size)
        return bytes(self.data[offset : offset + size])

    def own_data(self) -> bytearray:
        """The bytes, private to this inode from now on; a host file is replaced by a copy in memory."""
        if self.source:
            self.data = bytearray(self.source.read(0, self.source.size))
            self.source = None
        elif self.data_shared:
            self.data = bytearray(self.data)
        self.data_shared = False
        return self.data

    def put(self, offset: int, new: bytes) -> bytes:
        """Write ``new`` at ``offset`` (a gap becomes zeros); returns what it replaced."""
        data = self.own_data()
        if offset > len(data):
            data.extend(bytes(offset - len(data)))
        old = bytes(data[offset : offset + len(new)])
        data[offset : offset + len(new)] = new
        return old

    def resize(self, size: int) -> bytes:
        """Cut or extend with zeros; returns the tail that was cut off."""
        data = self.own_data()
        tail = bytes(data[size:])
        if size <= len(data):
            del data[size:]
        else:
            data.extend(bytes(size - len(data)))
        return tail

"""The tree of a disk: inodes by number, paths that lead to them, host files mounted by reference.

Paths are bytes as the device gives them (text is taken as UTF-8), absolute or relative to ``cwd``.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from fake_koreader.clock import SECOND, Clock
from fake_koreader.storage import errors
from fake_koreader.storage.errors import DiskError
from fake_koreader.storage.inode import DIRECTORY, FILE, LINK, HostContent, Inode

MOUNT_TIME = 1_767_225_600 * SECOND
LINKS_MAX, NAME_MAX = 40, 255

AnyPath = bytes | str


@dataclass(slots=True)
class Place:
    """Where a path leads: its directory, its last name, and the inode there (None: nothing yet)."""

    parent: Inode
    name: bytes
    inode: Inode | None
    must_be_directory: bool = False


def as_bytes(path: AnyPath) -> bytes:
    """The path as the device's kernel sees it."""
    return path.encode("utf-8") if isinstance(path, str) else path


class Tree:
    """Inodes and names, without operations: looking never changes anything. Methods raise ``DiskError``."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.cwd = b"/"
        self.opened: dict[int, int] = {}
        self._orphans: set[int] = set()
        self._owner = object()
        self._inodes: dict[int, Inode] = {}
        self._last_number = 0
        # Directories by their path, as long as no directory or link has changed its name: most paths
        # that a device asks for differ in their last name only.
        self._directories: dict[bytes, int] = {}
        root = self._new_inode(DIRECTORY, 0o755)
        root.parent, root.nlink = root.number, 1
        self._orphans.discard(root.number)
        self._root = root.number

    def inode(self, number: int) -> Inode:
        """The inode with this number, for reading."""
        return self._inodes[number]

    def inode_numbers(self) -> list[int]:
        """All inode numbers, in the order of their making."""
        return sorted(self._inodes)

    def own(self, number: int) -> Inode:
        """The inode with this number, for changing: this disk's alone."""
        inode = self._inodes[number]
        if inode.owner is not self._owner:
            inode = self._inodes[number] = inode.copy(self._owner)
        return inode

    def _new_inode(self, kind: str, permissions: int, time: int | None = None) -> Inode:
        self._last_number += 1
        inode = Inode(self._last_number, kind, permissions, self.clock.wall if time is None else time, self._owner)
        self._inodes[inode.number] = inode
        self._orphans.add(inode.number)
        return inode

    def entries(self, directory: Inode) -> dict[bytes, int]:
        """Names and inode numbers in a directory; a mounted one is looked into on first use."""
        host = directory.host_directory
        if host is not None:
            directory = self.own(directory.number)
            directory.host_directory = None
            with os.scandir(host) as found:
                for entry in sorted(found, key=lambda entry: entry.name):
                    if entry.is_dir() or entry.is_file():
                        self._reference(directory, os.fsencode(entry.name), entry.path, entry.is_dir())
        return directory.entries

    def _reference(self, directory: Inode, name: bytes, host_path: str, is_directory: bool) -> None:
        if is_directory:
            inode = self._new_inode(DIRECTORY, 0o755, MOUNT_TIME)
            inode.parent, inode.host_directory = directory.number, host_path
        else:
            inode = self._new_inode(FILE, 0o644, MOUNT_TIME)
            inode.source = HostContent(host_path)
        directory.entries[name] = inode.number
        inode.nlink = 1
        self._orphans.discard(inode.number)

    def locate(self, path: AnyPath, follow: bool = True) -> Place:
        """Where a path leads. All but its last name must exist. DiskError: ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG."""
        path = as_bytes(path)
        if not path:
            raise DiskError(errors.ENOENT)
        full = path if path.startswith(b"/") else self.cwd + b"/" + path
        directory, _, last = full.rpartition(b"/")
        known = self._directories.get(directory)
        if known is not None and last not in (b"", b".", b"..") and len(last) <= NAME_MAX:
            parent = self._inodes[known]
            number = self.entries(parent).get(last)
            inode = None if number is None else self._inodes[number]
            if inode is None or inode.kind != LINK or not follow:
                return Place(parent, last, inode)
        return self._walk(path, full, directory, follow)

    def _walk(self, path: bytes, full: bytes, directory: bytes, follow: bool) -> Place:
        budget = LINKS_MAX
        here, names = self._inodes[self._root], [part for part in reversed(full.split(b"/")) if part not in (b"", b".")]
        slash = path.endswith((b"/", b"/."))
        while names:
            name = names.pop()
            if here.kind != DIRECTORY:
                raise DiskError(errors.ENOTDIR)
            if len(name) > NAME_MAX:
                raise DiskError(errors.ENAMETOOLONG)
            number = here.parent if name == b".." else self.entries(here).get(name)
            inode = None if number is None else self._inodes[number]
            if inode is not None and inode.kind == LINK and (names or follow or slash):
                budget -= 1
                if not budget:
                    raise DiskError(errors.ELOOP)
                if inode.target.startswith(b"/"):
                    here = self._inodes[self._root]
                names.extend(part for part in reversed(inode.target.split(b"/")) if part not in (b"", b"."))
                if not names:
                    return Place(here, b".", here)
                continue
            if not names:
                if budget == LINKS_MAX and full == directory + b"/" + name and b".." not in directory:
                    self._directories[directory] = here.number
                return Place(here, name, inode, slash)
            if inode is None:
                raise DiskError(errors.ENOENT)
            here = inode
        return Place(here, b".", here)

    def find(self, path: AnyPath, follow: bool = True) -> Inode:
        """The inode at a path. DiskError when there is none."""
        place = self.locate(path, follow)
        if place.inode is None:
            raise DiskError(errors.ENOENT)
        if place.must_be_directory and place.inode.kind != DIRECTORY:
            raise DiskError(errors.ENOTDIR)
        return place.inode

    def exists(self, path: AnyPath) -> bool:
        """Is there a file or directory at this path (links followed)?"""
        try:
            self.find(path)
        except DiskError:
            return False
        return True

    def realpath(self, path: AnyPath) -> bytes:
        """The absolute path without links, dots or double slashes."""
        place = self.locate(path)
        if place.inode is None:
            raise DiskError(errors.ENOENT)
        if place.inode.kind == DIRECTORY:
            return self.path_of(place.inode)
        return self.path_of(place.parent).rstrip(b"/") + b"/" + place.name

    def path_of(self, directory: Inode) -> bytes:
        """The absolute path of a directory."""
        parts: list[bytes] = []
        while directory.number != self._root:
            parent = self._inodes[directory.parent]
            parts.append(next(name for name, number in parent.entries.items() if number == directory.number))
            directory = parent
        return b"/" + b"/".join(reversed(parts))

    def chdir(self, path: AnyPath) -> None:
        """Change the directory that relative paths begin at."""
        if self.find(path).kind != DIRECTORY:
            raise DiskError(errors.ENOTDIR)
        self.cwd = self.realpath(path)

    def list(self, path: AnyPath) -> list[bytes]:
        """The names in a directory, sorted, without dots."""
        directory = self.find(path)
        if directory.kind != DIRECTORY:
            raise DiskError(errors.ENOTDIR)
        return sorted(self.entries(directory))

    def link_count(self, inode: Inode) -> int:
        """How many names an inode has; a directory also counts its own dot and its children's."""
        if inode.kind != DIRECTORY:
            return inode.nlink
        return 2 + sum(self._inodes[child].kind == DIRECTORY for child in self.entries(inode).values())

    def set_entry(self, directory_number: int, name: bytes, number: int | None) -> None:
        """Point a directory entry at an inode, or at nothing; link counts and times follow."""
        directory = self.own(directory_number)
        before = directory.entries.pop(name, None)
        if any(other is not None and self._inodes[other].kind != FILE for other in (before, number)):
            self._directories.clear()
        if before is not None:
            old = self.own(before)
            old.nlink -= 1
            old.ctime = self.clock.wall
            if old.nlink == 0:
                self._orphans.add(before)
        if number is not None:
            inode = self.own(number)
            inode.nlink += 1
            inode.ctime = self.clock.wall
            directory.entries[name] = number
            if inode.kind == DIRECTORY:
                inode.parent = directory_number
            self._orphans.discard(number)
        directory.mtime = directory.ctime = self.clock.wall

"""A device's disk, in memory. Whatever changes it is a numbered operation (``operations.py``).

Everything here acts on the kernel's side of a device: a program's own buffers are in ``files.py``, and what a
crash leaves of the disk is decided in ``crash.py``. Two things are kept for that: for each file the changes that no
sync has covered, and in order the changes of names. Both grow durable by themselves after ``WRITEBACK``, as Linux's
dirty pages do.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fake_koreader.clock import SECOND, Clock
from fake_koreader.storage import errors
from fake_koreader.storage.errors import DiskError
from fake_koreader.storage.inode import DIRECTORY, FILE, LINK, Change, Inode
from fake_koreader.storage.operations import Crashed, CrashPoint, Operation, PowerLost, ProcessKilled
from fake_koreader.storage.tree import AnyPath, Tree, as_bytes

WRITEBACK = 30 * SECOND
CAPACITY = 4 << 30

Entry = tuple[int, bytes, int | None, int | None]


@dataclass(frozen=True, slots=True)
class NameChange:
    """One operation on directory entries, with what takes it back: (directory, name, inode before, inode after)."""

    number: int
    at: int
    entries: tuple[Entry, ...]


class Disk(Tree):
    """A disk and its kernel cache. Methods raise ``DiskError``; a crash point raises ``Crashed``.

    ``on_operation`` hears of each operation once it has happened. ``free`` is the room left in bytes;
    ``read_only`` makes the kernel refuse every change. After a crash ``dead`` holds it, and every further
    operation raises it again, until ``crash.restart`` has decided what is left.
    """

    def __init__(self, clock: Clock, seed: int, on_operation: Callable[[Operation], None] | None = None) -> None:
        super().__init__(clock)
        self.seed = seed
        self.random = random.Random(seed)
        self.on_operation = on_operation
        self.operations = 0
        self.capacity = self.free = CAPACITY
        self.read_only = False
        self.dead: Crashed | None = None
        self.name_changes: list[NameChange] = []
        self._crash_points: dict[int, CrashPoint] = {}
        self._dirty: set[int] = set()

    def crash_at(self, point: CrashPoint) -> None:
        """Break off at an operation that has not happened yet."""
        if point.number <= self.operations:
            raise ValueError(f"operation {point.number} has already happened (now at {self.operations})")
        self._crash_points[point.number] = point

    def _operate(self, operation: Operation, action: Callable[[int], None]) -> None:
        self.check_alive()
        if self.read_only:
            raise DiskError(errors.EROFS)
        self.operations = operation.number
        point = self._crash_points.pop(operation.number, None) if self._crash_points else None
        if point and point.moment != "after" and not (point.moment == "torn" and operation.kind == "write"):
            self._die(point, operation)
        action(operation.number)
        if self.on_operation:
            self.on_operation(operation)
        if point:
            self._die(point, operation)

    def _die(self, point: CrashPoint, operation: Operation) -> None:
        self.dead = PowerLost(point, operation) if point.kind == "power" else ProcessKilled(point, operation)
        raise self.dead

    def check_alive(self) -> None:
        """Raise the crash again when there has been one: a dead process does nothing more."""
        if self.dead:
            raise self.dead

    def write(self, number: int, offset: int, data: bytes, path: AnyPath) -> int:
        """Write into a file's cache; returns the bytes written. ``path`` is only for the report. DiskError: ENOSPC."""
        inode = self.own(number)
        growth = max(inode.size, offset + len(data)) - inode.occupied
        if growth > self.free:
            raise DiskError(errors.ENOSPC)
        point = self._crash_points.get(self.operations + 1)
        if point and point.moment == "torn":
            data = data[: self.random.randrange(len(data) + 1)]
        operation = Operation(self.operations + 1, "write", as_bytes(path), offset, len(data))

        def change(operation_number: int) -> None:
            size, occupied = inode.size, inode.occupied
            old = inode.put(offset, data)
            self.free -= inode.occupied - occupied
            self._changed(inode, Change(operation_number, self.clock.boot, offset, old, size, data))

        self._operate(operation, change)
        return len(data)

    def truncate(self, number: int, size: int, path: AnyPath) -> None:
        """Cut a file off, or extend it with zeros."""
        inode = self.own(number)
        if size - inode.occupied > self.free:
            raise DiskError(errors.ENOSPC)

        def change(operation_number: int) -> None:
            before, occupied = inode.size, inode.occupied
            tail = inode.resize(size)
            self.free -= size - occupied
            self._changed(inode, Change(operation_number, self.clock.boot, size, tail, before, b"", size))

        self._operate(Operation(self.operations + 1, "truncate", as_bytes(path), size), change)

    def _changed(self, inode: Inode, change: Change) -> None:
        inode.mtime = inode.ctime = self.clock.wall
        written_back = 0
        while written_back < len(inode.changes) and change.at - inode.changes[written_back].at > WRITEBACK:
            written_back += 1
        del inode.changes[:written_back]
        inode.changes.append(change)
        self._dirty.add(inode.number)

    def fsync(self, number: int, path: AnyPath) -> None:
        """Make a file's content durable, and with it (as ext4's journal does) every earlier change of names."""

        def settle(_: int) -> None:
            if number in self._dirty:
                self.own(number).changes = []
                self._dirty.discard(number)
            self._settle_names()

        self._operate(Operation(self.operations + 1, "fsync", as_bytes(path)), settle)

    def sync(self) -> None:
        """Make everything durable (sync(2); Linux does so before it suspends)."""

        def settle(_: int) -> None:
            self.forget_changes()

        self._operate(Operation(self.operations + 1, "sync", b"/"), settle)

    def forget_changes(self) -> None:
        """What stands now is what the medium holds."""
        for number in sorted(self._dirty):
            if number in self._inodes:
                self.own(number).changes = []
        self._dirty.clear()
        self._settle_names()

    def dirty(self) -> list[int]:
        """Inodes with content that no sync has covered."""
        return sorted(self._dirty)

    def _settle_names(self) -> None:
        self.name_changes.clear()
        for number in sorted(self._orphans):
            if not self.opened.get(number):
                self._orphans.discard(number)
                self._dirty.discard(number)
                self.free += self._inodes.pop(number).occupied

    def open_file(self, path: AnyPath, create: bool = False, exclusive: bool = False, permissions: int = 0o644) -> int:
        """The number of the file at a path, made when missing if ``create``. Directories are found too."""
        place = self.locate(path)
        if place.inode is not None:
            if create and exclusive:
                raise DiskError(errors.EEXIST)
            if place.must_be_directory and place.inode.kind != DIRECTORY:
                raise DiskError(errors.ENOTDIR)
            return place.inode.number
        if not create:
            raise DiskError(errors.ENOENT)
        if place.must_be_directory:
            raise DiskError(errors.EISDIR)
        self._refuse_when_stopped()
        inode = self._new_inode(FILE, permissions)
        self._change_names("create", path, ((place.parent.number, place.name, None, inode.number),))
        return inode.number

    def mkdir(self, path: AnyPath, permissions: int = 0o755) -> None:
        """Make one directory."""
        place = self.locate(path, follow=False)
        if place.inode is not None:
            raise DiskError(errors.EEXIST)
        self._refuse_when_stopped()
        inode = self._new_inode(DIRECTORY, permissions)
        self._change_names("mkdir", path, ((place.parent.number, place.name, None, inode.number),))

    def symlink(self, target: AnyPath, path: AnyPath) -> None:
        """Make a symbolic link at ``path``."""
        place = self.locate(path, follow=False)
        if place.inode is not None:
            raise DiskError(errors.EEXIST)
        self._refuse_when_stopped()
        inode = self._new_inode(LINK, 0o777)
        inode.target = as_bytes(target)
        self._change_names("symlink", path, ((place.parent.number, place.name, None, inode.number),), inode.target)

    def link(self, old: AnyPath, new: AnyPath) -> None:
        """Give a file one more name."""
        inode, place = self.find(old, follow=False), self.locate(new, follow=False)
        if inode.kind == DIRECTORY:
            raise DiskError(errors.EPERM)
        if place.inode is not None:
            raise DiskError(errors.EEXIST)
        self._change_names("link", old, ((place.parent.number, place.name, None, inode.number),), as_bytes(new))

    def rmdir(self, path: AnyPath) -> None:
        """Remove an empty directory."""
        place = self.locate(path, follow=False)
        if place.inode is None:
            raise DiskError(errors.ENOENT)
        if place.inode.kind != DIRECTORY:
            raise DiskError(errors.ENOTDIR)
        if place.name in (b".", b".."):
            raise DiskError(errors.EINVAL if place.name == b"." else errors.ENOTEMPTY)
        if self.entries(place.inode):
            raise DiskError(errors.ENOTEMPTY)
        self._change_names("rmdir", path, ((place.parent.number, place.name, place.inode.number, None),))

    def unlink(self, path: AnyPath) -> None:
        """Remove a file's name; its content goes with its last name and last handle."""
        place = self.locate(path, follow=False)
        if place.inode is None:
            raise DiskError(errors.ENOENT)
        if place.inode.kind == DIRECTORY:
            raise DiskError(errors.EISDIR)
        if place.must_be_directory:
            raise DiskError(errors.ENOTDIR)
        self._change_names("remove", path, ((place.parent.number, place.name, place.inode.number, None),))

    def remove(self, path: AnyPath) -> None:
        """Remove a file or an empty directory, as C's remove does."""
        if self.find(path, follow=False).kind == DIRECTORY:
            self.rmdir(path)
        else:
            self.unlink(path)

    def rename(self, old: AnyPath, new: AnyPath) -> None:
        """Move a name, replacing a file (or an empty directory) of the new name in the same step."""
        source, target = self.locate(old, follow=False), self.locate(new, follow=False)
        if source.inode is None:
            raise DiskError(errors.ENOENT)
        moved = source.inode
        if moved.kind != DIRECTORY and (source.must_be_directory or target.must_be_directory):
            raise DiskError(errors.ENOTDIR)
        if target.inode is not None:
            if target.inode.number == moved.number:
                return
            if moved.kind == DIRECTORY and target.inode.kind != DIRECTORY:
                raise DiskError(errors.ENOTDIR)
            if moved.kind != DIRECTORY and target.inode.kind == DIRECTORY:
                raise DiskError(errors.EISDIR)
            if target.inode.kind == DIRECTORY and self.entries(target.inode):
                raise DiskError(errors.ENOTEMPTY)
        if moved.kind == DIRECTORY and self._is_within(target.parent, moved):
            raise DiskError(errors.EINVAL)
        replaced = target.inode.number if target.inode else None
        gone = (source.parent.number, source.name, moved.number, None)
        come = (target.parent.number, target.name, replaced, moved.number)
        self._change_names("rename", old, (gone, come), as_bytes(new))

    def _is_within(self, directory: Inode, ancestor: Inode) -> bool:
        while directory.number != ancestor.number:
            if directory.number == self._root:
                return False
            directory = self._inodes[directory.parent]
        return True

    def utime(self, path: AnyPath, atime: int, mtime: int) -> None:
        """Set the times of a file, in wall microseconds. Times survive every crash: nothing hangs on them."""
        inode = self.own(self.find(path).number)

        def change(_: int) -> None:
            inode.atime, inode.mtime, inode.ctime = atime, mtime, self.clock.wall

        self._operate(Operation(self.operations + 1, "utime", as_bytes(path)), change)

    def chmod(self, path: AnyPath, permissions: int) -> None:
        """Set the permission bits of a file. They survive every crash."""
        inode = self.own(self.find(path).number)

        def change(_: int) -> None:
            inode.permissions, inode.ctime = permissions, self.clock.wall

        self._operate(Operation(self.operations + 1, "chmod", as_bytes(path)), change)

    def _refuse_when_stopped(self) -> None:
        self.check_alive()
        if self.read_only:
            raise DiskError(errors.EROFS)

    def _change_names(self, kind: str, path: AnyPath, changes: tuple[Entry, ...], detail: bytes = b"") -> None:
        def change(number: int) -> None:
            for directory, name, _, after in changes:
                self.set_entry(directory, name, after)
            now = self.clock.boot
            if self.name_changes and now - self.name_changes[0].at > WRITEBACK:
                self.name_changes = [kept for kept in self.name_changes if now - kept.at <= WRITEBACK]
            self.name_changes.append(NameChange(number, now, changes))

        self._operate(Operation(self.operations + 1, kind, as_bytes(path), detail=detail), change)

    def release(self, number: int) -> None:
        """A handle on this inode was closed. Handles of a process that was killed have been forgotten already: Python
        may let go of one later, when a crash struck while SQLite was opening it."""
        if self.opened.get(number, 0) > 1:
            self.opened[number] -= 1
        else:
            self.opened.pop(number, None)

    # What the harness does from outside: no operations, durable at once

    def makedirs(self, path: AnyPath) -> None:
        """Make a directory and those above it, as far as they are missing."""
        here = b""
        for part in as_bytes(path).split(b"/"):
            here += part + b"/"
            if part and not self.exists(here):
                place = self.locate(here, follow=False)
                self.set_entry(place.parent.number, place.name, self._new_inode(DIRECTORY, 0o755).number)

    def add_file(self, path: AnyPath, data: bytes, mtime: int | None = None) -> None:
        """Put a file on the disk, directories included. ``mtime`` in wall microseconds (default: now)."""
        path = as_bytes(path)
        self.makedirs(path.rpartition(b"/")[0])
        place = self.locate(path)
        if place.inode is None:
            self.set_entry(place.parent.number, place.name, self._new_inode(FILE, 0o644).number)
            place = self.locate(path)
        assert place.inode is not None, "just made"
        if place.inode.kind == DIRECTORY:
            raise DiskError(errors.EISDIR)
        inode = self.own(place.inode.number)
        self.free += inode.occupied - len(data)
        inode.data, inode.source, inode.data_shared, inode.changes = bytearray(data), None, False, []
        inode.mtime = inode.atime = self.clock.wall if mtime is None else mtime
        self._dirty.discard(inode.number)

    def read_file(self, path: AnyPath) -> bytes:
        """The whole content of a file. DiskError when there is none, or it is a directory."""
        inode = self.find(path)
        if inode.kind == DIRECTORY:
            raise DiskError(errors.EISDIR)
        return inode.read(0, inode.size)

    def read_or_none(self, path: AnyPath) -> bytes | None:
        """The whole content of a file, or None when it cannot be read."""
        try:
            return self.read_file(path)
        except DiskError:
            return None

    def mount(self, path: AnyPath, host_path: str | Path) -> None:
        """Let a file or directory of the host appear at ``path``: by reference, read when it is used, never written.

        What the device writes there replaces the reference by a file in memory. Times are ``MOUNT_TIME``, modes fixed.
        FileNotFoundError when the host has no such file.
        """
        host_path = str(host_path)
        if not os.path.exists(host_path):
            raise FileNotFoundError(f"cannot mount {host_path}: there is no such file or directory")
        path = as_bytes(path).rstrip(b"/")
        self.makedirs(path.rpartition(b"/")[0])
        place = self.locate(path)
        if place.inode is not None:
            raise DiskError(errors.EEXIST)
        if os.path.isdir(host_path) or os.path.isfile(host_path):
            directory = self.own(place.parent.number)
            self._reference(directory, place.name, os.path.abspath(host_path), os.path.isdir(host_path))

    def export(self, host_directory: str | Path, path: AnyPath = b"/") -> None:
        """Write the tree below ``path`` out to a directory of the host; symbolic links become small text files."""
        target = os.fsencode(str(host_directory))
        os.makedirs(target, exist_ok=True)
        base = as_bytes(path).rstrip(b"/")
        for name in self.list(path):
            inode, where = self.find(base + b"/" + name, follow=False), os.path.join(target, name)
            if inode.kind == DIRECTORY:
                self.export(os.fsdecode(where), base + b"/" + name)
                continue
            with open(where, "wb") as stream:
                stream.write(b"link to " + inode.target if inode.kind == LINK else inode.read(0, inode.size))

    def fork(self, clock: Clock | None = None) -> Disk:
        """A second disk with the same content and history, sharing bytes until either writes. No handles are open."""
        twin = Disk(clock or self.clock, self.seed)
        twin.random.setstate(self.random.getstate())
        for name in ("operations", "cwd", "capacity", "free", "read_only", "dead", "_last_number", "_root"):
            setattr(twin, name, getattr(self, name))
        twin.name_changes, twin._inodes = list(self.name_changes), dict(self._inodes)
        twin._orphans, twin._dirty = set(self._orphans), set(self._dirty)
        twin._crash_points = dict(self._crash_points)
        self._owner, twin._owner = object(), object()
        return twin

    def __repr__(self) -> str:
        return f"<Disk {len(self._inodes)} inodes, {self.operations} operations{', dead' if self.dead else ''}>"

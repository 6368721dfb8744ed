"""SQLite's files on the emulated disk: an apsw VFS whose writes, syncs, truncations and deletions are disk operations.

Locks between the connections of a device are kept here, per inode, as POSIX locks would be. WAL needs memory that
connections share; apsw only passes that through to a VFS of SQLite's own, so each database borrows the shared memory
of an empty host file in a temporary directory. Nothing but the (volatile) WAL index ever lies there; on the device's
disk a file of zeros stands where a device has its ``-shm``. On hosts without such a VFS a request for WAL is answered
as SQLite answers on any file system that cannot do it: the journal mode stays what it was.
"""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import apsw

from fake_koreader.clock import SECOND
from fake_koreader.storage import errors
from fake_koreader.storage.disk import Disk
from fake_koreader.storage.errors import DiskError
from fake_koreader.storage.inode import DIRECTORY
from fake_koreader.storage.operations import Crashed

if TYPE_CHECKING:
    import tempfile

SHM_SIZE = 32768
SHARED_MEMORY_VFS = "unix-excl"
JULIAN_EPOCH_DAYS = 2440587.5
T = TypeVar("T")

_names = itertools.count(1)


class Locks:
    """Who holds which lock on one database file. Levels are SQLite's: shared, reserved, pending, exclusive."""

    def __init__(self) -> None:
        self.shared: set[int] = set()
        self.reserved: int | None = None
        self.pending: int | None = None

    def raise_to(self, level: int, holder: int) -> bool:
        """Take a lock; False when another holder is in the way (a pending lock is then kept)."""
        if level == apsw.SQLITE_LOCK_SHARED:
            if self.pending not in (None, holder):
                return False
            self.shared.add(holder)
            return True
        if self.reserved not in (None, holder) or self.pending not in (None, holder):
            return False
        if level == apsw.SQLITE_LOCK_RESERVED:
            self.reserved = holder
            return True
        self.pending = holder
        return self.shared <= {holder}

    def lower_to(self, level: int, holder: int) -> None:
        """Give up what lies above ``level``."""
        if self.reserved == holder:
            self.reserved = None
        if self.pending == holder:
            self.pending = None
        if level == apsw.SQLITE_LOCK_NONE:
            self.shared.discard(holder)


def _error(code: int, message: str = "disk I/O error") -> Exception:
    """What SQLite shall see as ``code``, in its own words."""
    error = apsw.exception_for(code)
    error.args = (message,)
    return error


class TemporaryFile(apsw.VFSFile):
    """A file that SQLite wants for itself: plain memory, no operations."""

    def __init__(self) -> None:
        self._data = bytearray()

    def xRead(self, amount: int, offset: int) -> bytes:
        """The bytes at ``offset``."""
        return bytes(self._data[offset : offset + amount])

    def xWrite(self, data: Any, offset: int) -> None:
        """Write."""
        if offset > len(self._data):
            self._data.extend(bytes(offset - len(self._data)))
        self._data[offset : offset + len(data)] = data

    def xTruncate(self, newsize: int) -> None:
        """Cut off."""
        del self._data[newsize:]

    def xFileSize(self) -> int:
        """Bytes."""
        return len(self._data)

    def xSync(self, flags: int) -> None:
        """Nothing to make durable."""

    def xClose(self) -> None:
        """Gone."""

    def xLock(self, level: int) -> None:
        """Nobody else can have it."""

    def xUnlock(self, level: int) -> None:
        """Nobody else can have it."""

    def xCheckReservedLock(self) -> bool:
        """Nobody else can have it."""
        return False

    def xFileControl(self, op: int, ptr: int) -> bool:
        """No controls."""
        return False

    def xSectorSize(self) -> int:
        """Bytes."""
        return 4096

    def xDeviceCharacteristics(self) -> int:
        """No promises."""
        return 0


class DeviceFile(apsw.VFSFile):
    """A database, journal or WAL on the disk; ``placeholder`` is the host file that lends a database its WAL index."""

    def __init__(self, vfs: DiskVFS, number: int, path: bytes, placeholder: str | None) -> None:
        self._vfs = vfs
        self._disk = vfs.disk
        self._number = number
        self._path = path
        self._holder = next(vfs.holders)
        self._locks = vfs.locks.setdefault(number, Locks())
        self._level: int = apsw.SQLITE_LOCK_NONE
        self._borrowed = placeholder is not None
        if placeholder is not None:
            flags = apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
            super().__init__(SHARED_MEMORY_VFS, placeholder, [flags, 0])
        opened = self._disk.opened
        opened[number] = opened.get(number, 0) + 1

    def _act(self, code: int, action: Callable[[], T]) -> T | None:
        if self._vfs.abandoned:
            return None
        try:
            return action()
        except DiskError as refused:
            if refused.number == errors.ENOSPC:
                raise _error(apsw.SQLITE_FULL, "database or disk is full") from None
            raise _error(code) from None
        except Crashed:
            raise _error(code) from None

    def xRead(self, amount: int, offset: int) -> bytes:
        """The bytes at ``offset``; fewer at the end of the file."""
        return self._disk.inode(self._number).read(offset, amount)

    def xWrite(self, data: Any, offset: int) -> None:
        """An operation of the disk."""
        written = bytes(data)
        self._act(apsw.SQLITE_IOERR_WRITE, lambda: self._disk.write(self._number, offset, written, self._path))

    def xTruncate(self, newsize: int) -> None:
        """An operation of the disk."""
        self._act(apsw.SQLITE_IOERR_TRUNCATE, lambda: self._disk.truncate(self._number, newsize, self._path))

    def xSync(self, flags: int) -> None:
        """An operation of the disk."""
        self._act(apsw.SQLITE_IOERR_FSYNC, lambda: self._disk.fsync(self._number, self._path))

    def xFileSize(self) -> int:
        """Bytes."""
        return self._disk.inode(self._number).size

    def xClose(self) -> None:
        """Give up the locks and the inode."""
        self.xUnlock(apsw.SQLITE_LOCK_NONE)
        self._disk.release(self._number)
        if self._borrowed:
            super().xClose()

    def xLock(self, level: int) -> None:
        """BusyError when another connection is in the way."""
        if level <= self._level:
            return
        if not self._locks.raise_to(level, self._holder):
            raise _error(apsw.SQLITE_BUSY, "database is locked")
        self._level = level

    def xUnlock(self, level: int) -> None:
        """Down to shared, or to none."""
        self._locks.lower_to(level, self._holder)
        self._level = min(self._level, level)

    def xCheckReservedLock(self) -> bool:
        """Does anybody intend to write?"""
        return self._locks.reserved is not None or self._locks.pending is not None

    def xFileControl(self, op: int, ptr: int) -> bool:
        """No controls: SQLite then does what it does by default."""
        return False

    def xSectorSize(self) -> int:
        """Bytes that the medium writes at once."""
        return 4096

    def xDeviceCharacteristics(self) -> int:
        """As SQLite takes any disk to be: a write never harms bytes beside it."""
        return apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE


class DiskVFS(apsw.VFS):
    """SQLite's view of one disk. ``abandoned`` cuts it off: the process that used it was killed."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.name = f"koharness-{next(_names)}"
        self.abandoned = False
        self.locks: dict[int, Locks] = {}
        self.holders = itertools.count(1)
        self._lent: tempfile.TemporaryDirectory[str] | None = None
        self._can_share = SHARED_MEMORY_VFS in apsw.vfs_names()
        super().__init__(self.name, "")

    def xFullPathname(self, name: str) -> str:
        """The absolute path with links resolved; what cannot be resolved fails when it is opened."""
        path = name.encode("utf-8")
        try:
            if self.disk.exists(path):
                return self.disk.realpath(path).decode("utf-8")
            place = self.disk.locate(path)
            parent = self.disk.path_of(place.parent).rstrip(b"/")
            return (parent + b"/" + place.name).decode("utf-8")
        except (DiskError, UnicodeDecodeError):
            return name if name.startswith("/") else f"{self.disk.cwd.decode('utf-8', 'replace')}/{name}"

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        """Open or make a file. CantOpenError when there is none, or it is a directory."""
        wanted = flags[0]
        flags[1] = wanted
        if name is None:
            return TemporaryFile()
        path = (name if isinstance(name, str) else name.filename()).encode("utf-8")
        if self.disk.read_only and wanted & apsw.SQLITE_OPEN_READWRITE:
            flags[1] = wanted & ~(apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE) | apsw.SQLITE_OPEN_READONLY
        try:
            number = self.disk.open_file(path, create=bool(flags[1] & apsw.SQLITE_OPEN_CREATE))
        except (DiskError, Crashed):
            raise _error(apsw.SQLITE_CANTOPEN, "unable to open database file") from None
        if self.disk.inode(number).kind == DIRECTORY:
            raise _error(apsw.SQLITE_CANTOPEN, "unable to open database file")
        if wanted & apsw.SQLITE_OPEN_WAL:
            self._show_shared_memory(path)
        lends = wanted & apsw.SQLITE_OPEN_MAIN_DB and self._can_share
        return DeviceFile(self, number, path, self._placeholder(number) if lends else None)

    def _placeholder(self, number: int) -> str:
        if self._lent is None:
            import tempfile

            self._lent = tempfile.TemporaryDirectory(prefix="koharness-wal-index-")
        return os.path.join(self._lent.name, str(number))

    def _show_shared_memory(self, wal_path: bytes) -> None:
        shm = wal_path.removesuffix(b"-wal") + b"-shm"
        if not self.disk.exists(shm):
            self.disk.add_file(shm, bytes(SHM_SIZE))

    def xDelete(self, filename: str, syncdir: bool) -> None:
        """Operations of the disk: the removal, and the directory's sync if asked for."""
        if self.abandoned:
            return
        path = filename.encode("utf-8")
        try:
            self.disk.unlink(path)
            if filename.endswith("-wal"):
                shm = self.disk.locate(path.removesuffix(b"-wal") + b"-shm")
                self.disk.set_entry(shm.parent.number, shm.name, None)
            if syncdir:
                directory = path.rpartition(b"/")[0] or b"/"
                self.disk.fsync(self.disk.find(directory).number, directory)
        except DiskError as refused:
            missing = refused.number == errors.ENOENT
            raise _error(apsw.SQLITE_IOERR_DELETE_NOENT if missing else apsw.SQLITE_IOERR_DELETE) from None
        except Crashed:
            raise _error(apsw.SQLITE_IOERR_DELETE) from None

    def xAccess(self, pathname: str, flags: int) -> bool:
        """Is there a file (an empty one counts as none), and may it be written?"""
        try:
            inode = self.disk.find(pathname.encode("utf-8"))
        except DiskError:
            return False
        return (inode.kind == DIRECTORY or inode.size > 0) if flags == apsw.SQLITE_ACCESS_EXISTS else True

    def xCurrentTime(self) -> float:
        """The device's wall clock as a Julian day."""
        return JULIAN_EPOCH_DAYS + self.disk.clock.wall / (86400 * SECOND)

    def xCurrentTimeInt64(self) -> int:
        """The device's wall clock in milliseconds of Julian days."""
        return int(JULIAN_EPOCH_DAYS * 86_400_000) + self.disk.clock.wall // 1000

    def xSleep(self, microseconds: int) -> int:
        """A busy timeout takes the device's time."""
        self.disk.clock.advance(microseconds)
        return microseconds

    def close(self) -> None:
        """Unregister. No connection may use it any more."""
        self.unregister()
        if self._lent is not None:
            self._lent.cleanup()
            self._lent = None


class SeedVFS(apsw.VFS):
    """The process's default VFS, unchanged but for one thing: SQLite's generator is seeded by us.

    SQLite keeps one generator for all connections and asks the default VFS for its seed. It decides the numbers of
    ``random()``, of journals and of WAL frames, hence bytes on the disk.
    """

    def __init__(self) -> None:
        self.seed = 0
        super().__init__("koharness-seed", "", makedefault=True)

    def xRandomness(self, numbytes: int) -> bytes:
        """Bytes that follow from ``seed``."""
        return random.Random(self.seed).randbytes(numbytes)


_seeds: list[SeedVFS] = []


def seed_generator(seed: int) -> None:
    """Start SQLite's random generator again from ``seed``."""
    if not _seeds:
        apsw.initialize()
        _seeds.append(SeedVFS())
    _seeds[0].seed = seed
    apsw.randomness(0)

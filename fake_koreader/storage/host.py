"""``host.storage``: what the Lua floor may ask of the disk.

Strings are bytes. A refusal is ``(None, message, errno)``, with Linux's words and without the path: the Lua side knows
how each of its functions words it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, cast

from fake_koreader.clock import SECOND
from fake_koreader.storage.disk import Disk
from fake_koreader.storage.errors import EINVAL, DiskError
from fake_koreader.storage.files import Files

Refusal = tuple[None, bytes, int]
P = ParamSpec("P")
T = TypeVar("T")
TableFrom = Callable[[list[bytes]], Any]


def _refusing(
    function: Callable[Concatenate[StorageHost, P], T],
) -> Callable[Concatenate[StorageHost, P], T | Refusal]:
    @wraps(function)
    def answer(self: StorageHost, *args: P.args, **kwargs: P.kwargs) -> T | Refusal:
        try:
            return function(self, *args, **kwargs)
        except DiskError as refused:
            return None, refused.message, refused.number

    return cast(Callable[Concatenate["StorageHost", P], T | Refusal], answer)


class StorageHost:
    """The host functions of storage; ``table_from`` makes a Lua array of a list."""

    def __init__(self, disk: Disk, files: Files, table_from: TableFrom) -> None:
        self._disk = disk
        self._files = files
        self._table_from = table_from

    # Handles

    @_refusing
    def open(self, path: bytes, mode: bytes) -> int:
        """fopen(path, mode): the id of a handle."""
        return self._files.open(path, mode)

    @_refusing
    def close(self, handle: int) -> Literal[True]:
        """Flush and close a handle."""
        self._files.close(handle)
        return True

    @_refusing
    def read(self, handle: int, size: int) -> bytes | None:
        """At most ``size`` bytes; nil at the end of the file (also for size 0)."""
        return self._files.get(handle).read(size)

    @_refusing
    def read_all(self, handle: int) -> bytes:
        """All that is left."""
        return self._files.get(handle).read_all()

    @_refusing
    def read_line(self, handle: int, keep_newline: bool) -> bytes | None:
        """The next line; nil at the end of the file."""
        return self._files.get(handle).read_line(keep_newline)

    @_refusing
    def read_number(self, handle: int) -> float | None:
        """The number that stands next, or nil."""
        return self._files.get(handle).read_number()

    @_refusing
    def write(self, handle: int, data: bytes) -> Literal[True]:
        """Write through the handle's buffer."""
        self._files.get(handle).write(data)
        return True

    @_refusing
    def seek(self, handle: int, whence: bytes, offset: int) -> int:
        """Move; whence is set, cur or end. The new position."""
        return self._files.get(handle).seek(whence, int(offset))

    @_refusing
    def flush(self, handle: int) -> Literal[True]:
        """Hand the buffer to the kernel."""
        self._files.get(handle).flush()
        return True

    @_refusing
    def set_buffer(self, handle: int, mode: bytes, size: int) -> Literal[True]:
        """setvbuf: mode no, full or line."""
        self._files.get(handle).set_buffer(mode, size)
        return True

    @_refusing
    def fsync(self, handle: int) -> Literal[True]:
        """fsync(2) of what the kernel has; the handle's own buffer is not flushed by it."""
        opened = self._files.get(handle)
        self._disk.fsync(opened.number, opened.path)
        return True

    @_refusing
    def truncate(self, handle: int, size: int) -> Literal[True]:
        """ftruncate(2)."""
        opened = self._files.get(handle)
        opened.flush()
        self._disk.truncate(opened.number, size, opened.path)
        return True

    # Paths

    @_refusing
    def read_file(self, path: bytes) -> bytes:
        """The whole content of a file."""
        self._disk.check_alive()
        return self._disk.read_file(path)

    @_refusing
    def fsync_path(self, path: bytes) -> Literal[True]:
        """fsync(2) of a file or directory by name."""
        self._disk.fsync(self._disk.find(path).number, path)
        return True

    @_refusing
    def sync(self) -> Literal[True]:
        """sync(2)."""
        self._disk.sync()
        return True

    @_refusing
    def stat(self, path: bytes, follow: bool) -> tuple[bytes, int, int, int, int, int, int, int, int]:
        """kind (file, directory, link), size, mtime, atime, ctime (whole seconds), inode, links, mode bits, blocks."""
        self._disk.check_alive()
        inode = self._disk.find(path, follow)
        times = inode.mtime // SECOND, inode.atime // SECOND, inode.ctime // SECOND
        links, blocks = self._disk.link_count(inode), (inode.size + 511) // 512
        return inode.kind.encode(), inode.size, *times, inode.number, links, inode.permissions, blocks

    @_refusing
    def list(self, path: bytes) -> Any:
        """A Lua array of the names in a directory, sorted, without dots."""
        self._disk.check_alive()
        return self._table_from(self._disk.list(path))

    @_refusing
    def mkdir(self, path: bytes) -> Literal[True]:
        """mkdir(2)."""
        self._disk.mkdir(path)
        return True

    @_refusing
    def rmdir(self, path: bytes) -> Literal[True]:
        """rmdir(2)."""
        self._disk.rmdir(path)
        return True

    @_refusing
    def rename(self, old: bytes, new: bytes) -> Literal[True]:
        """rename(2)."""
        self._disk.rename(old, new)
        return True

    @_refusing
    def remove(self, path: bytes) -> Literal[True]:
        """remove(3): a file, a link or an empty directory."""
        self._disk.remove(path)
        return True

    @_refusing
    def link(self, old: bytes, new: bytes) -> Literal[True]:
        """link(2): a second name for a file."""
        self._disk.link(old, new)
        return True

    @_refusing
    def symlink(self, target: bytes, path: bytes) -> Literal[True]:
        """symlink(2)."""
        self._disk.symlink(target, path)
        return True

    @_refusing
    def readlink(self, path: bytes) -> bytes:
        """The target of a symbolic link."""
        inode = self._disk.find(path, follow=False)
        if inode.kind != "link":
            raise DiskError(EINVAL)
        return inode.target

    @_refusing
    def chmod(self, path: bytes, mode: int) -> Literal[True]:
        """chmod(2)."""
        self._disk.chmod(path, mode)
        return True

    @_refusing
    def utime(self, path: bytes, atime: float | None, mtime: float | None) -> Literal[True]:
        """Set access and modification times, in seconds; nil means now."""
        now = self._disk.clock.wall
        seconds = [now if value is None else int(value // 1) * SECOND for value in (atime, mtime)]
        self._disk.utime(path, seconds[0], seconds[1])
        return True

    @_refusing
    def realpath(self, path: bytes) -> bytes:
        """The absolute path without links and dots."""
        return self._disk.realpath(path)

    @_refusing
    def chdir(self, path: bytes) -> Literal[True]:
        """chdir(2)."""
        self._disk.chdir(path)
        return True

    def cwd(self) -> bytes:
        """The current directory."""
        return self._disk.cwd

    @_refusing
    def statvfs(self, path: bytes) -> tuple[int, int]:
        """Capacity and free room of the disk that holds ``path``, in bytes."""
        self._disk.find(path)
        return self._disk.capacity, self._disk.free

    @_refusing
    def tmpname(self) -> bytes:
        """Make an empty temporary file; its path."""
        return self._files.temporary_name()

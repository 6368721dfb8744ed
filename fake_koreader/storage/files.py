"""A process's open files, with C's buffering between the program and the kernel.

What a program writes waits in a buffer of ``BUFFER`` bytes per handle (glibc's for a disk file) and reaches the kernel,
as operations of the disk, when the buffer overflows, on flush, seek, read and close. ``kill`` ends the process:
what still waits is lost, what the kernel has stays.
"""

from __future__ import annotations

import re

from fake_koreader.storage import errors
from fake_koreader.storage.disk import Disk
from fake_koreader.storage.errors import DiskError
from fake_koreader.storage.inode import DIRECTORY
from fake_koreader.storage.tree import AnyPath, as_bytes

BUFFER = 4096
LINE_CHUNK = 512
MODE = re.compile(rb"([rwa])(\+?b?|b\+)[ex]*\Z")
NUMBER = re.compile(
    rb"[+-]?(0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)(?:[pP][+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
)


class Handle:
    """An open file: where it stands, and what it has not yet handed to the kernel."""

    def __init__(self, disk: Disk, number: int, path: bytes, *, read: bool, write: bool, append: bool) -> None:
        self.disk, self.number, self.path = disk, number, path
        self.readable, self.writable, self.append = read, write, append
        self.position = 0
        self.limit = BUFFER
        self.by_line = False
        self.waiting = bytearray()

    def write(self, data: bytes) -> None:
        """Write at the current position, or at the end when appending."""
        if not self.writable:
            raise DiskError(errors.EBADF)
        room = self.limit - len(self.waiting)
        if len(data) < room:
            self.waiting += data
        else:
            direct = (len(data) - room) // self.limit * self.limit if self.limit else len(data)
            self.waiting += data[:room]
            self.flush()
            if direct:
                self._hand_over(data[room : room + direct])
            self.waiting += data[room + direct :]
        if self.by_line and b"\n" in data:
            self.flush()

    def flush(self) -> None:
        """Hand to the kernel what waits in the buffer. DiskError when the disk is full; what waited is then lost."""
        if self.waiting:
            data = bytes(self.waiting)
            self.waiting.clear()
            self._hand_over(data)

    def _hand_over(self, data: bytes) -> None:
        inode = self.disk.inode(self.number)
        if self.append:
            self.position = inode.size
        self.position += self.disk.write(self.number, self.position, data, self.path)

    def _ready_to_read(self) -> None:
        if not self.readable:
            raise DiskError(errors.EBADF)
        if self.disk.inode(self.number).kind == DIRECTORY:
            raise DiskError(errors.EISDIR)
        self.flush()

    def read(self, size: int) -> bytes | None:
        """Up to ``size`` bytes; None at the end of the file. ``read(0)`` asks only whether there is more."""
        self._ready_to_read()
        data = self.disk.inode(self.number).read(self.position, max(size, 1))
        if not data:
            return None
        if not size:
            return b""
        self.position += len(data)
        return data

    def read_all(self) -> bytes:
        """Everything to the end of the file, perhaps nothing."""
        self._ready_to_read()
        inode = self.disk.inode(self.number)
        data = inode.read(self.position, max(0, inode.size - self.position))
        self.position += len(data)
        return data

    def read_line(self, keep: bool) -> bytes | None:
        """The next line, with its newline if ``keep``; None at the end of the file.

        LuaJIT measures what fgets gave it by its first zero byte: such a line ends there and goes on with the next.
        """
        self._ready_to_read()
        line = bytearray()
        while physical := self._physical_line():
            part, zero, _ = physical.partition(b"\0")
            line += part
            if not zero and part.endswith(b"\n"):
                return bytes(line if keep else line[:-1])
        return bytes(line) or None

    def _physical_line(self) -> bytes:
        inode, parts, size = self.disk.inode(self.number), bytearray(), LINE_CHUNK
        while chunk := inode.read(self.position + len(parts), size):
            end = chunk.find(b"\n") + 1
            parts += chunk[:end] if end else chunk
            if end:
                break
            size *= 2
        self.position += len(parts)
        return bytes(parts)

    def read_number(self) -> float | None:
        """The number that stands next (decimal or hexadecimal, after white space), or None."""
        self._ready_to_read()
        inode = self.disk.inode(self.number)
        while (byte := inode.read(self.position, 1)) and byte in b" \t\n\v\f\r":
            self.position += 1
        found = NUMBER.match(inode.read(self.position, 200))
        if not found:
            return None
        self.position += found.end()
        text = found.group().decode("ascii")
        return float.fromhex(text) if "x" in text.lower() else float(text)

    def seek(self, whence: bytes, offset: int) -> int:
        """Move to ``offset`` from b"set", b"cur" or b"end"; returns the new position."""
        self.flush()
        base = {b"set": 0, b"cur": self.position, b"end": self.disk.inode(self.number).size}[whence]
        if base + offset < 0:
            raise DiskError(errors.EINVAL)
        self.position = base + offset
        return self.position

    def set_buffer(self, mode: bytes, size: int) -> None:
        """setvbuf: b"no", b"full" or b"line" buffering with ``size`` bytes."""
        self.flush()
        self.limit = 0 if mode == b"no" else max(1, size)
        self.by_line = mode == b"line"


class Files:
    """The open files of one emulated process, by id. Methods raise ``DiskError``."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.handles: dict[int, Handle] = {}
        self._last_id = 2

    def open(self, path: AnyPath, mode: bytes) -> int:
        """fopen: modes r w a, with + and b, e (close on exec) and x (must not exist) in any place."""
        found = MODE.match(mode)
        if not found:
            raise DiskError(errors.EINVAL)
        letter, plus = found.group(1), b"+" in mode
        disk, creating = self.disk, letter != b"r"
        disk.check_alive()
        number = disk.open_file(path, create=creating, exclusive=b"x" in mode)
        inode, name = disk.inode(number), as_bytes(path)
        if inode.kind == DIRECTORY and (creating or plus):
            raise DiskError(errors.EISDIR)
        if (creating or plus) and disk.read_only:
            raise DiskError(errors.EROFS)
        if letter == b"w" and inode.size:
            disk.truncate(number, 0, name)
        handle = Handle(disk, number, name, read=not creating or plus, write=creating or plus, append=letter == b"a")
        return self.adopt(handle)

    def adopt(self, handle: Handle) -> int:
        """Give a handle an id; its inode stays as long as it is open."""
        self._last_id += 1
        self.handles[self._last_id] = handle
        self.disk.opened[handle.number] = self.disk.opened.get(handle.number, 0) + 1
        return self._last_id

    def get(self, handle_id: int) -> Handle:
        """The handle with this id. DiskError EBADF when it is not open."""
        self.disk.check_alive()
        handle = self.handles.get(handle_id)
        if handle is None:
            raise DiskError(errors.EBADF)
        return handle

    def close(self, handle_id: int) -> None:
        """Flush and close; closed also when the flush fails."""
        handle = self.get(handle_id)
        try:
            handle.flush()
        finally:
            del self.handles[handle_id]
            self.disk.release(handle.number)

    def close_all(self) -> None:
        """An orderly exit: every file is flushed and closed, in the order of opening."""
        for handle_id in sorted(self.handles):
            self.close(handle_id)

    def kill(self) -> None:
        """The process ends at once: what waits in buffers is lost."""
        for handle in self.handles.values():
            self.disk.release(handle.number)
        self.handles.clear()

    def temporary_name(self) -> bytes:
        """Make an empty file /tmp/lua_XXXXXX whose name is drawn from the disk's seed; returns its path."""
        self.disk.makedirs(b"/tmp")
        letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        while True:
            path = b"/tmp/lua_" + "".join(self.disk.random.choices(letters, k=6)).encode("ascii")
            if not self.disk.exists(path):
                self.disk.open_file(path, create=True, permissions=0o600)
                return path

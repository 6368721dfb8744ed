"""What the kernel answers when it refuses: Linux's numbers and words, on any host."""

from __future__ import annotations

EPERM, ENOENT, EBADF, EEXIST, EXDEV, ENOTDIR, EISDIR, EINVAL = 1, 2, 9, 17, 18, 20, 21, 22
ENOSPC, ESPIPE, EROFS, EMLINK, ENAMETOOLONG, ENOSYS, ENOTEMPTY, ELOOP = 28, 29, 30, 31, 36, 38, 39, 40

MESSAGES = {
    EPERM: b"Operation not permitted",
    ENOENT: b"No such file or directory",
    EBADF: b"Bad file descriptor",
    EEXIST: b"File exists",
    EXDEV: b"Invalid cross-device link",
    ENOTDIR: b"Not a directory",
    EISDIR: b"Is a directory",
    EINVAL: b"Invalid argument",
    ENOSPC: b"No space left on device",
    ESPIPE: b"Illegal seek",
    EROFS: b"Read-only file system",
    EMLINK: b"Too many links",
    ENAMETOOLONG: b"File name too long",
    ENOSYS: b"Function not implemented",
    ENOTEMPTY: b"Directory not empty",
    ELOOP: b"Too many levels of symbolic links",
}


class DiskError(Exception):
    """The kernel refused: ``number`` is Linux's errno, ``message`` its strerror text."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.message = MESSAGES[number]
        super().__init__(f"{self.message.decode()} (errno {number})")

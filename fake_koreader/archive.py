"""Archives for the Lua side (what KOReader takes from libarchive): zip and tar, read and written in memory.

The Lua module reads and writes the file itself, so a torn or missing archive is the disk's doing and not ours.
Formats: zip (also epub, cbz), tar, tar.gz, tar.bz2, tar.xz. Others are refused with libarchive's own words.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from fake_koreader.later import Later

if TYPE_CHECKING:
    import bz2
    import gzip
    import lzma
    import tarfile
    import zipfile
else:
    bz2, gzip, lzma, tarfile, zipfile = (Later(name) for name in ("bz2", "gzip", "lzma", "tarfile", "zipfile"))

Failure = tuple[None, bytes]
UNREADABLE = b"Unrecognized archive format"
_DOS_FIRST, _DOS_LAST = 315_532_800, 4_354_819_198
# Tar writes plain and is compressed at the end: tarfile's own gzip header would hold the host's time.
_COMPRESSORS: dict[bytes, Callable[[bytes], bytes]] = {
    b"tar": bytes,
    b"tar.gz": lambda data: gzip.compress(data, mtime=0),
    b"tar.bz2": lambda data: bz2.compress(data),
    b"tar.xz": lambda data: lzma.compress(data),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One member: its name as stored (directories end in ``/``), its kind and its uncompressed size in bytes."""

    path: str
    mode: str
    size: int


@dataclass(slots=True)
class _Reading:
    entries: list[Entry]
    zip: zipfile.ZipFile | None = None
    tar: tarfile.TarFile | None = None
    members: list[tarfile.TarInfo] = field(default_factory=list)


@dataclass(slots=True)
class _Writing:
    buffer: io.BytesIO
    zip: zipfile.ZipFile | None = None
    tar: tarfile.TarFile | None = None
    compress: Callable[[bytes], bytes] = bytes
    stored: bool = False


def _tar_mode(member: tarfile.TarInfo) -> str:
    if member.isdir():
        return "directory"
    if member.issym() or member.islnk():
        return "link"
    return "file" if member.isreg() else "other"


def _dos_time(mtime: int) -> tuple[int, int, int, int, int, int]:
    """A zip's idea of a time: UTC, and nothing before 1980 or after 2107."""
    moment = datetime.fromtimestamp(min(max(int(mtime), _DOS_FIRST), _DOS_LAST), timezone.utc)
    return moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second


class ArchiveHost:
    """``host.archive``: numbered readers and writers."""

    def __init__(self) -> None:
        self._readers: dict[int, _Reading] = {}
        self._writers: dict[int, _Writing] = {}
        self._made = 0

    def open_reader(self, data: bytes) -> tuple[int, int] | Failure:
        """Read an archive's directory. Returns its number and how many entries it has."""
        try:
            reading = self._read_zip(data) if zipfile.is_zipfile(io.BytesIO(data)) else self._read_tar(data)
        except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, ValueError, zlib.error, lzma.LZMAError):
            return None, UNREADABLE
        self._made += 1
        self._readers[self._made] = reading
        return self._made, len(reading.entries)

    def entry(self, number: int, index: int) -> tuple[bytes, bytes, int] | None:
        """Path, mode and size of the entry at 1-based ``index``, or None past the end."""
        entries = self._readers[number].entries
        if not 1 <= index <= len(entries):
            return None
        entry = entries[int(index) - 1]
        return entry.path.encode("utf-8", "surrogateescape"), entry.mode.encode(), entry.size

    def extract(self, number: int, index: int) -> bytes | Failure:
        """The content of the entry at 1-based ``index``."""
        reading = self._readers[number]
        try:
            if reading.zip is not None:
                return reading.zip.read(reading.zip.infolist()[int(index) - 1])
            assert reading.tar is not None
            stream = reading.tar.extractfile(reading.members[int(index) - 1])
            return stream.read() if stream is not None else (None, b"not a file")
        except (zipfile.BadZipFile, tarfile.TarError, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
            return None, str(error).encode()

    def close_reader(self, number: int) -> None:
        """Forget a reader."""
        self._readers.pop(number, None)

    def open_writer(self, format_name: bytes) -> int | Failure:
        """Begin an archive: ``zip``, ``tar``, ``tar.gz``, ``tar.bz2`` or ``tar.xz``."""
        writing = _Writing(io.BytesIO())
        if format_name == b"zip":
            writing.zip = zipfile.ZipFile(writing.buffer, "w", zipfile.ZIP_DEFLATED)
        elif format_name in _COMPRESSORS:
            writing.tar = tarfile.open(fileobj=writing.buffer, mode="w")
            writing.compress = _COMPRESSORS[format_name]
        else:
            return None, b"No such format '" + format_name + b"'"
        self._made += 1
        self._writers[self._made] = writing
        return self._made

    def set_stored(self, number: int, stored: bool) -> bool:
        """Whether the next zip entries go in uncompressed. False for an archive that is not a zip."""
        writing = self._writers[number]
        writing.stored = stored
        return writing.zip is not None

    def add(self, number: int, name: bytes, content: bytes, mtime: int) -> bool:
        """Append a file (or, when the name ends in ``/``, a directory); ``mtime`` in seconds since the epoch."""
        writing = self._writers[number]
        path = name.decode("utf-8", "surrogateescape")
        if writing.zip is not None:
            info = zipfile.ZipInfo(path, date_time=_dos_time(mtime))
            info.compress_type = zipfile.ZIP_STORED if writing.stored else zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, wherever this runs
            info.external_attr = (0o40755 << 16 | 0x10) if path.endswith("/") else 0o100644 << 16
            writing.zip.writestr(info, content)
            return True
        assert writing.tar is not None
        member = tarfile.TarInfo(path)
        member.type = tarfile.DIRTYPE if path.endswith("/") else tarfile.REGTYPE
        member.mode = 0o755 if path.endswith("/") else 0o644
        member.size, member.mtime = len(content), int(mtime)
        writing.tar.addfile(member, io.BytesIO(content))
        return True

    def finish(self, number: int) -> bytes:
        """Close a writer and return the archive's bytes."""
        writing = self._writers.pop(number)
        if writing.zip is not None:
            writing.zip.close()
        if writing.tar is not None:
            writing.tar.close()
        return writing.compress(writing.buffer.getvalue())

    def deflate(self, data: bytes) -> bytes:
        """A zlib stream of ``data``."""
        return zlib.compress(data)

    def inflate(self, data: bytes, limit: int) -> bytes | Failure:
        """The data of a zlib stream, which must fit in ``limit`` bytes."""
        try:
            whole = zlib.decompress(data)
        except zlib.error as error:
            return None, str(error).encode()
        return whole if len(whole) <= limit else (None, b"the data are longer than expected")

    @staticmethod
    def _read_zip(data: bytes) -> _Reading:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = [
            Entry(info.filename, "directory" if info.is_dir() else "file", info.file_size)
            for info in archive.infolist()
        ]
        return _Reading(entries, zip=archive)

    @staticmethod
    def _read_tar(data: bytes) -> _Reading:
        archive = tarfile.open(fileobj=io.BytesIO(data), mode="r:*")
        members = archive.getmembers()
        entries = [
            Entry(member.name + "/" if member.isdir() else member.name, _tar_mode(member), member.size)
            for member in members
        ]
        return _Reading(entries, tar=archive, members=members)

"""ZIP and RAR archives with stored entries and one fixed date."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

DATE = (2000, 1, 1, 0, 0, 0)


def make_zip(entries: list[tuple[str, bytes]]) -> bytes:
    """A ZIP of ``(name, bytes)`` in the given order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name, DATE)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()


# RAR 4 (archive format 2.9), from its published description: a marker, an archive header, then one header and the
# data per file, and an end header. A header is CRC-16, type, flags, size; the CRC is half of the CRC-32 of the rest.
_RAR_MARK = b"Rar!\x1a\x07\x00"
_MAIN, _FILE, _END = 0x73, 0x74, 0x7B
_LONG_BLOCK, _SKIP_UNKNOWN = 0x8000, 0x4000
_UNIX, _VERSION, _STORED = 3, 20, 0x30


def _rar_header(kind: int, flags: int, body: bytes) -> bytes:
    rest = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest


def _dos_time() -> int:
    year, month, day, hour, minute, second = DATE
    return (year - 1980) << 25 | month << 21 | day << 16 | hour << 11 | minute << 5 | second // 2


def make_rar(entries: list[tuple[str, bytes]]) -> bytes:
    """A RAR 4 archive of ``(name, bytes)``; names are ASCII, entries stored, so that no tool is needed to read it."""
    parts = [_RAR_MARK, _rar_header(_MAIN, 0, bytes(6))]
    for name, data in entries:
        raw = name.encode("ascii").replace(b"/", b"\\")
        fixed = struct.pack(
            "<IIBIIBBHI",
            len(data),
            len(data),
            _UNIX,
            zlib.crc32(data),
            _dos_time(),
            _VERSION,
            _STORED,
            len(raw),
            0o100644,
        )
        parts.append(_rar_header(_FILE, _LONG_BLOCK, fixed + raw))
        parts.append(data)
    parts.append(_rar_header(_END, _SKIP_UNKNOWN, b""))
    return b"".join(parts)

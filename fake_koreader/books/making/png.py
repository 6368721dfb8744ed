"""Black and white PNG pictures, drawn with rectangles, discs and stripes."""

from __future__ import annotations

import struct
import zlib


class Picture:
    """A bitmap of one bit per pixel, white at first."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._rows = [bytearray(width) for _ in range(height)]

    def rectangle(self, left: int, top: int, width: int, height: int, *, black: bool = True) -> None:
        """Fill a rectangle; what lies outside of the picture is cut off."""
        for y in range(max(top, 0), min(top + height, self.height)):
            for x in range(max(left, 0), min(left + width, self.width)):
                self._rows[y][x] = black

    def disc(self, x: int, y: int, radius: int, *, black: bool = True) -> None:
        """Fill a disc around a point."""
        for dy in range(-radius, radius + 1):
            half = int((radius * radius - dy * dy) ** 0.5)
            self.rectangle(x - half, y + dy, 2 * half + 1, 1, black=black)

    def frame(self, inset: int, width: int) -> None:
        """Draw a frame inside of the edges."""
        inner_width, inner_height = self.width - 2 * inset, self.height - 2 * inset
        self.rectangle(inset, inset, inner_width, width)
        self.rectangle(inset, self.height - inset - width, inner_width, width)
        self.rectangle(inset, inset, width, inner_height)
        self.rectangle(self.width - inset - width, inset, width, inner_height)

    def png(self) -> bytes:
        """The PNG file."""
        raw = bytearray()
        for row in self._rows:
            raw.append(0)
            for start in range(0, self.width, 8):
                bits = 0
                for bit in range(8):
                    inside = start + bit < self.width
                    bits = bits << 1 | (not row[start + bit] if inside else 0)
                raw.append(bits)
        header = struct.pack(">IIBBBBB", self.width, self.height, 1, 0, 0, 0, 0)
        chunks = ((b"IHDR", header), (b"IDAT", stored_zlib(bytes(raw))), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def stored_zlib(data: bytes) -> bytes:
    """A zlib stream of uncompressed blocks (RFC 1950, RFC 1951 §3.2.4): no build of zlib has a say in its bytes."""
    blocks = [data[start : start + 0xFFFF] for start in range(0, len(data), 0xFFFF)] or [b""]
    out = bytearray(b"\x78\x01")
    for index, block in enumerate(blocks):
        out += struct.pack("<BHH", index == len(blocks) - 1, len(block), len(block) ^ 0xFFFF) + block
    return bytes(out) + struct.pack(">I", zlib.adler32(data))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

"""Pictures for the Lua side: their size, and the pixels of small PNG files; PNG files of blitbuffers.

No picture of another format is decoded, nor a large one: nobody looks at the screen, and what plugins compute with is
the size. Such a picture comes out grey.
"""

from __future__ import annotations

import struct
import zlib

from fake_koreader.books.making.png import stored_zlib
from fake_koreader.books.picture import picture_size

DECODED = 256 * 256
"""PNG files with at most so many pixels are decoded."""

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class PictureHost:
    """`host.picture`."""

    def size(self, data: bytes) -> tuple[int, int] | None:
        """Width and height in pixels of a PNG, JPEG, GIF, BMP, WebP or SVG picture; nil for anything else."""
        return picture_size(data) or _svg_size(data)

    def pixels(self, data: bytes) -> bytes | None:
        """Red, green, blue and alpha of each pixel, row by row; nil when the picture is not one that is decoded."""
        if not data.startswith(_SIGNATURE):
            return None
        try:
            return _decode(data)
        except (zlib.error, struct.error, IndexError, KeyError, ValueError):
            return None

    def png(self, width: float, height: float, rgba: bytes) -> bytes:
        """A PNG file of these pixels (four bytes each)."""
        across = int(width)
        rows = b"".join(b"\0" + rgba[4 * across * row : 4 * across * (row + 1)] for row in range(int(height)))
        header = struct.pack(">IIBBBBB", across, int(height), 8, 6, 0, 0, 0)
        return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", stored_zlib(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _svg_size(data: bytes) -> tuple[int, int] | None:
    head = data[:4096].decode("utf-8", "replace")
    if "<svg" not in head:
        return None
    tag = head[head.index("<svg") :].split(">", 1)[0].replace("'", '"')
    found = []
    for name in ("width", "height"):
        number = tag.partition(f' {name}="')[2].partition('"')[0].removesuffix("px")
        if not number.replace(".", "", 1).isdigit():
            break
        found.append(round(float(number)))
    if len(found) == 2:
        return found[0], found[1]
    box = tag.partition('viewBox="')[2].partition('"')[0].replace(",", " ").split()
    return (round(float(box[2])), round(float(box[3]))) if len(box) == 4 else (100, 100)


def _decode(data: bytes) -> bytes | None:
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", data[16:29])
    if depth != 8 or interlaced or width * height > DECODED:
        return None
    chunks: dict[bytes, bytes] = {}
    at = 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name = data[at + 4 : at + 8]
        chunks[name] = chunks.get(name, b"") + data[at + 8 : at + 8 + length]
        at += 12 + length
    channels = _CHANNELS[kind]
    raw = zlib.decompress(chunks[b"IDAT"])
    stride = width * channels
    before = bytes(stride)
    out = bytearray()
    for row in range(height):
        line = raw[row * (stride + 1) : (row + 1) * (stride + 1)]
        before = _unfiltered(line[0], line[1:], before, channels)
        out += _rgba(kind, before, chunks)
    return bytes(out)


def _unfiltered(kind: int, line: bytes, above: bytes, channels: int) -> bytes:
    """PNG's filters undone: none, left, up, average of both, and Paeth's choice."""
    if kind == 0:
        return line
    out = bytearray(line)
    for i in range(len(out)):
        left = out[i - channels] if i >= channels else 0
        up, corner = above[i], above[i - channels] if i >= channels else 0
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = up
        elif kind == 3:
            guess = (left + up) // 2
        else:
            estimate = left + up - corner
            guess = min((left, up, corner), key=lambda value: abs(estimate - value))
        out[i] = (out[i] + guess) & 255
    return bytes(out)


def _rgba(kind: int, line: bytes, chunks: dict[bytes, bytes]) -> bytes:
    if kind == 6:
        return line
    if kind == 2:
        return b"".join(line[i : i + 3] + b"\xff" for i in range(0, len(line), 3))
    if kind == 4:
        return b"".join(line[i : i + 1] * 3 + line[i + 1 : i + 2] for i in range(0, len(line), 2))
    if kind == 0:
        return b"".join(line[i : i + 1] * 3 + b"\xff" for i in range(len(line)))
    colors, alphas = chunks[b"PLTE"], chunks.get(b"tRNS", b"")
    return b"".join(colors[3 * i : 3 * i + 3] + (alphas[i : i + 1] or b"\xff") for i in line)

"""Sizes of pictures, and the PNG writer."""

from __future__ import annotations

import struct
import zlib

import pytest

from fake_koreader.books.making.png import Picture, stored_zlib
from fake_koreader.books.picture import picture_size

JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 7, 9) + bytes(8)
WEBP = b"RIFF\0\0\0\0WEBP"


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (Picture(12, 34).png(), (12, 34)),
        (b"GIF89a" + struct.pack("<HH", 3, 4), (3, 4)),
        (b"BM" + bytes(16) + struct.pack("<ii", 5, -6), (5, 6)),
        (JPEG, (9, 7)),
        (WEBP + b"VP8 " + bytes(10) + struct.pack("<HH", 11, 12), (11, 12)),
        (WEBP + b"VP8L" + bytes(5) + struct.pack("<I", 12 | 33 << 14), (13, 34)),
        (WEBP + b"VP8X" + bytes(8) + b"\x04\0\0\x05\0\0", (5, 6)),
        (b"", None),
        (b"\xff\xd8", None),
        (b"\xff\xd8\x00\x00" + bytes(20), None),
        (WEBP + b"????" + bytes(20), None),
        (b"text", None),
    ],
)
def test_sizes(data: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(data) == size


@pytest.mark.parametrize("length", [0, 1, 65535, 65536, 200000])
def test_stored_zlib_streams_unpack(length: int) -> None:
    data = bytes(range(256)) * (length // 256) + bytes(length % 256)
    assert zlib.decompress(stored_zlib(data)) == data


def test_the_pixels_of_a_png() -> None:
    picture = Picture(9, 2)
    picture.rectangle(-1, 0, 3, 1)
    picture.rectangle(8, 1, 5, 5)
    data = picture.png()
    start = data.index(b"IDAT")
    length = int.from_bytes(data[start - 4 : start], "big")
    assert zlib.decompress(data[start + 4 : start + 4 + length]) == b"\x00\x3f\x80\x00\xff\x00"

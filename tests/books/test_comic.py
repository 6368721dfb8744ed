"""CBZ and CBR."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from fake_koreader.books import BookError
from fake_koreader.books.comic import natural_key, open_cbr, open_cbz
from fake_koreader.books.making.archives import make_rar, make_zip
from fake_koreader.books.making.png import Picture

SMALL, WIDE = Picture(10, 20).png(), Picture(33, 5).png()


def test_pages_come_in_natural_order() -> None:
    names = ["Page10.png", "page9.png", "a/page1.png", "page2b.png", "page2a.png"]
    assert sorted(names, key=natural_key) == ["a/page1.png", "page2a.png", "page2b.png", "page9.png", "Page10.png"]


@pytest.mark.parametrize(("make", "open_it"), [(make_zip, open_cbz), (make_rar, open_cbr)])
def test_pages_of_an_archive(make, open_it) -> None:  # type: ignore[no-untyped-def]
    info = b"<?xml version='1.0'?><ComicInfo><Title>T</Title><Writer> W </Writer></ComicInfo>"
    entries = [("c/p10.png", WIDE), ("c/p9.PNG", SMALL), ("notes.txt", b"x"), ("ComicInfo.xml", info)]
    book = open_it(io.BytesIO(make(entries)))
    assert book.page_count == 2
    assert [book.page_size(page) for page in (1, 2)] == [(10, 20), (33, 5)]
    assert book.cover() == SMALL
    assert (book.toc, book.text_of_page(2), book.props.title) == ([], "", "")
    assert book.comic_info == {"Title": "T", "Writer": "W"}
    with pytest.raises(BookError, match="no page 3"):
        book.page_size(3)


def test_deflated_pages() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.png", SMALL)
        archive.writestr("__MACOSX/1.png", b"junk")
    book = open_cbz(out)
    assert (book.page_count, book.page_size(1), book.comic_info) == (1, (10, 20), {})


def test_compressed_rar_entries_are_refused_loudly() -> None:
    data = make_rar([("1.png", SMALL)])
    at = data.index(b"1.png") - 7
    assert data[at] == 0x30
    header = bytearray(data[20 : at + 12])
    header[at - 20] = 0x33
    import zlib

    header[:2] = struct.pack("<H", zlib.crc32(bytes(header[2:])) & 0xFFFF)
    book = open_cbr(io.BytesIO(data[:20] + bytes(header) + data[at + 12 :]))
    with pytest.raises(BookError, match="not emulated: compressed RAR entries"):
        book.page_size(1)


@pytest.mark.parametrize(
    ("open_it", "data", "message"),
    [
        (open_cbz, b"", "not a CBZ"),
        (open_cbz, b"nonsense", "not a CBZ"),
        (open_cbz, make_zip([]), "no pictures"),
        (open_cbz, make_zip([("a.txt", b"")]), "no pictures"),
        (open_cbr, b"", "not a CBR"),
        (open_cbr, b"nonsense", "not a CBR"),
        (open_cbr, make_rar([]), "no pictures"),
    ],
)
def test_damage_is_named(open_it, data: bytes, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BookError, match=message):
        open_it(io.BytesIO(data))


def test_a_page_that_is_no_picture() -> None:
    book = open_cbz(io.BytesIO(make_zip([("1.png", b"GIF8?")])))
    with pytest.raises(BookError, match="no picture that can be read"):
        book.page_size(1)


def test_a_damaged_page() -> None:
    data = bytearray(make_zip([("1.png", SMALL)]))
    data[60] ^= 255
    with pytest.raises(BookError, match="cannot be read"):
        open_cbz(io.BytesIO(bytes(data))).cover()

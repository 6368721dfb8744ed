"""``host.document`` with Python lists and dicts in the place of Lua tables."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from fake_koreader.books.fixture import paged_fixture, reflowable_fixture
from fake_koreader.books.host import DocumentHost

FILES = {
    b"/b/one.pdf": paged_fixture("One"),
    b"/b/two.epub": reflowable_fixture("Zw\u00f6lf"),
    b"/b/bad.epub": b"not a book",
    b"/b/bad.pdf": b"not a book",
    b"/b/\xff.txt": b"Name that is no text.",
    b"/b/x.zip": b"",
}
SCREEN = (1072, 1448, 300, 39, 100, 18, 27, 18, 45)


class Disk:
    def __init__(self) -> None:
        self.open_streams: list[BinaryIO] = []

    def open(self, path: bytes) -> BinaryIO:
        if path not in FILES:
            raise FileNotFoundError(2, "No such file or directory")
        stream = io.BytesIO(FILES[path])
        self.open_streams.append(stream)
        return stream


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def host(disk: Disk) -> DocumentHost:
    return DocumentHost(disk.open, lambda value: value)


@pytest.fixture
def book(host: DocumentHost) -> int:
    number = host.open(b"/b/two.epub")
    assert isinstance(number, int)
    assert host.load(number) is True
    host.render(number, *SCREEN)
    return number


def test_a_paged_book(host: DocumentHost) -> None:
    number = host.open(b"/b/one.pdf")
    assert isinstance(number, int)
    assert (host.kind(number), host.engine(number), host.page_count(number)) == (b"paged", b"mupdf", 30)
    assert host.page_size(number, 3) == (420.0, 595.0)
    assert host.toc(number)[1] == {b"title": b"Chapter 2", b"page": 11, b"depth": 1}
    assert host.props(number)[b"authors"] == b"A. Author"
    assert host.props(number)[b"series"] == b""
    text = host.page_text(number, 3)
    assert isinstance(text, bytes)
    assert text.startswith(b"This is page 3")
    assert host.page_text(number, 31) == (None, b"no page 31: the book has pages 1 to 30")
    assert host.cover(number) is None


def test_a_reflowable_book(host: DocumentHost, book: int) -> None:
    assert (host.kind(book), host.engine(book), host.page_count(book)) == (b"reflowable", b"crengine", 120)
    assert host.props(book)[b"title"] == "Zw\u00f6lf".encode()
    assert host.toc(book)[1] == {
        b"title": b"Chapter 2",
        b"page": 11,
        b"depth": 1,
        b"xpointer": b"/body/DocFragment[2]/body/h2.0",
    }
    place = host.page_xpointer(book, 60)
    assert isinstance(place, bytes)
    assert host.page_from_xpointer(book, place) == 60
    assert host.page_from_xpointer(book, b"/nowhere") is None
    assert (host.is_xpointer(book, place), host.is_xpointer(book, b"/nowhere")) == (True, False)
    assert host.compare(book, place, place) == 0
    assert host.compare(book, b"17", place) is None
    assert host.normalized(book, b"/body[1]/DocFragment[1]/body[1]") == b"/body/DocFragment[1]/body"
    assert host.normalized(book, b"17") is None
    top = host.pos_from_xpointer(book, place)
    assert top == host.pos_from_page(book, 60)
    assert isinstance(top, int)
    assert host.page_from_pos(book, top) == 60
    assert host.xpointer_from_pos(book, top) == place
    assert host.xpointer_at(book, 60, 0, 0) == place
    assert host.page_size(book, 1) == (1072.0, 1448.0)
    assert 0 < top < host.doc_height(book)


def test_texts_and_boxes(host: DocumentHost, book: int) -> None:
    (found,) = host.find(book, b"page 77,", False, 5, False)
    assert found[b"matched_text"] == b"page 77,"
    assert host.text_between(book, found[b"start"], found[b"end"]) == b"page 77,"
    (box,) = host.boxes(book, found[b"start"], found[b"end"])
    assert box[b"page"] == 77
    assert sorted(box) == [b"h", b"page", b"w", b"x", b"y"]
    paragraph = found[b"start"].partition(b"/text()")[0]
    text = host.text_at(book, paragraph)
    assert isinstance(text, bytes)
    assert text.startswith(b"This is page 77,")
    assert host.text_at(book, b"/nowhere") is None
    for failed in (
        host.text_between(book, b"/x", b"/y"),
        host.boxes(book, b"/x", b"/y"),
        host.find(book, b"(", False, 1, True),
    ):
        assert failed[0] is None
        assert isinstance(failed[1], bytes)


def test_rendering_with_floats_from_lua(host: DocumentHost, book: int) -> None:
    assert host.render(book, 600, 800, 167.0, 22.4, 100.0, 10, 10, 10, 20)[0] == 120  # type: ignore[arg-type]


def test_a_damaged_paged_book_does_not_open(host: DocumentHost) -> None:
    assert host.open(b"/b/bad.pdf") == (None, b"/b/bad.pdf: not a PDF: no %PDF- header")


def test_a_damaged_reflowable_book_opens_and_does_not_load(host: DocumentHost) -> None:
    number = host.open(b"/b/bad.epub")
    assert isinstance(number, int)
    failed = host.load(number)
    assert isinstance(failed, tuple)
    assert failed[0] is None
    assert failed[1].startswith(b"/b/bad.epub: not an EPUB")
    with pytest.raises(LookupError, match="before load"):
        host.props(number)
    assert host.close(number) is True


def test_missing_and_unknown_files(host: DocumentHost) -> None:
    for path in (b"/b/none.pdf", b"/b/none.epub", b"/b/x.zip"):
        failed = host.open(path)
        assert isinstance(failed, tuple)
        assert failed[1].startswith(path + b": ")
    assert host.kind_of(b"/b/x.zip") is None
    assert (host.kind_of(b"A.PDF"), host.kind_of(b"a.epub")) == (b"paged", b"reflowable")


def test_books_that_are_not_emulated_are_refused_loudly(host: DocumentHost) -> None:
    failed = host.open(b"/b/a.MOBI")
    assert isinstance(failed, tuple)
    assert failed[1].startswith(b"/b/a.MOBI: not emulated: .mobi books; emulated are cbr, cbz")


def test_names_that_are_no_text(host: DocumentHost) -> None:
    number = host.open(b"/b/\xff.txt")
    assert isinstance(number, int)
    assert host.load(number) is True
    assert host.page_text(number, 1) == b"Name that is no text."


def test_closing_lets_the_file_go(host: DocumentHost, disk: Disk, book: int) -> None:
    assert host.close(book) is True
    assert host.close(book) is False
    assert all(stream.closed for stream in disk.open_streams)


def test_paged_books_have_no_xpointers(host: DocumentHost) -> None:
    number = host.open(b"/b/one.pdf")
    assert isinstance(number, int)
    with pytest.raises(LookupError, match="paged book"):
        host.page_xpointer(number, 1)


def test_fingerprint(host: DocumentHost) -> None:
    assert host.partial_md5(b"/b/bad.pdf") == b"9f356286915f61038aef19edea5d25ef"
    assert host.partial_md5(b"/b/none") == (None, b"/b/none: [Errno 2] No such file or directory")


def test_every_function_says_what_it_does() -> None:
    functions: dict[str, Any] = {name: value for name, value in vars(DocumentHost).items() if not name.startswith("_")}
    assert all(value.__doc__ for value in functions.values())


def test_files_on_the_host(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(FILES[b"/b/one.pdf"])
    host = DocumentHost(lambda path: open(path, "rb"), lambda value: value)  # noqa: SIM115
    number = host.open(bytes(tmp_path / "a.pdf"))
    assert isinstance(number, int)
    assert host.page_count(number) == 30
    assert host.close(number)

"""HTML, plain text and FB2."""

from __future__ import annotations

import base64
import io

import pytest

from fake_koreader.books import BookError, open_book
from fake_koreader.books.reflowable import ReflowableBook

FB2 = """<?xml version="1.0"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="x"><description>
<title-info><author><first-name>A</first-name><last-name>B</last-name></author><book-title>T</book-title><lang>ru</lang>
<annotation><p>About.</p></annotation><keywords>k</keywords><sequence name="S" number="2"/><coverpage>
<image l:href="#c"/></coverpage></title-info></description><body><section><title><p>One</p></title><p>text</p>
<section><title><p>Inner</p></title><p>more</p></section></section></body><binary id="c">%s</binary></FictionBook>"""


def reflowable(name: str, data: bytes) -> ReflowableBook:
    book = open_book(name, io.BytesIO(data))
    assert isinstance(book, ReflowableBook)
    return book


def test_html() -> None:
    page = "<html lang='de'><head><title>Über</title><style>.x{display:none}</style></head><body><h1>A</h1><p>a"
    book = reflowable("x.html", (page + "<h2>B <b>c</b></h2><p class=x>no</p><p>b</p></body></html>").encode())
    assert (book.props.title, book.props.language, book.cover()) == ("Über", "de", None)
    assert [tuple(entry) for entry in book.toc] == [("A", 1, 1, "/html/body/h1.0"), ("B c", 1, 2, "/html/body/h2.0")]
    assert book.text_of_page(1) == "A\na\nB c\nb"
    assert book.compare("/html/body/p[1]", "/html/body/p[3]/text().1") == 1
    assert book.tree.resolve("/body/DocFragment/body") is None


def test_text() -> None:
    book = reflowable("x.TXT", b"One\ntwo.\n\nThree.")
    assert book.text_of_page(1) == "One two.\nThree."
    assert book.xpointer_of_page(1) == "/FictionBook/body/p[1]/text().0"
    assert (book.props.title, book.toc) == ("", [])


def test_fb2() -> None:
    book = reflowable("x.fb2", (FB2 % base64.b64encode(b"PNG").decode()).encode())
    props = book.props
    assert (props.title, props.authors, props.series, props.series_index) == ("T", "A B", "S", "2")
    assert (props.language, props.keywords, props.description) == ("ru", "k", "About.")
    assert [entry[:3] for entry in book.toc] == [("One", 1, 1), ("Inner", 1, 2)]
    assert book.toc[1].xpointer == "/FictionBook/body/section/section.0"
    assert book.cover() == b"PNG"
    assert book.text_of_page(1) == "One\ntext\nInner\nmore"


def test_fb2_with_a_damaged_cover() -> None:
    assert reflowable("x.fb2", (FB2 % "=").encode()).cover() in (None, b"")


@pytest.mark.parametrize(
    ("name", "data"),
    [("x.fb2", b"<html/>"), ("x.fb2", b""), ("x.html", b""), ("x.mobi", b""), ("x", b""), (".pdf", b"")],
)
def test_what_cannot_be_opened(name: str, data: bytes) -> None:
    with pytest.raises(BookError):
        open_book(name, io.BytesIO(data))


def test_an_empty_text_is_a_page() -> None:
    book = reflowable("x.txt", b"")
    assert (book.page_count, book.text_of_page(1), book.toc) == (1, "", [])

"""PDF: pages, outline, metadata, damage."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter

from fake_koreader.books import BookError
from fake_koreader.books.making.pdfs import Outline, make_pdf
from fake_koreader.books.pdf import PdfBook

PAGES = [["First (page)", "two \\ lines"], ["Second’s page"], ["Third"]]


def pdf(**info: str) -> bytes:
    outline = [Outline("Part", 1), Outline("Käpt’n", 2, 2), Outline("Deep", 2, 3), Outline("End", 3)]
    return make_pdf(PAGES, outline, info or {"Title": "T"}, "fr")


def test_pages_and_text() -> None:
    book = PdfBook(io.BytesIO(pdf()))
    assert book.page_count == 3
    assert book.page_size(2) == (420.0, 595.0)
    assert book.text_of_page(1).split("\n")[:2] == ["First (page)", "two \\ lines"]
    assert book.text_of_page(2).strip() == "Second’s page"
    assert book.cover() is None


def test_outline() -> None:
    toc = PdfBook(io.BytesIO(pdf())).toc
    assert [tuple(entry) for entry in toc] == [
        ("Part", 1, 1, ""),
        ("Käpt’n", 2, 2, ""),
        ("Deep", 2, 3, ""),
        ("End", 3, 1, ""),
    ]


def test_metadata() -> None:
    props = PdfBook(io.BytesIO(pdf(Title="Ü", Author="A", Subject="S", Keywords="k, l"))).props
    assert (props.title, props.authors, props.description, props.keywords) == ("Ü", "A", "S", "k, l")
    assert (props.language, props.series, props.identifiers) == ("fr", "", "")


def test_a_turned_page_has_its_sides_exchanged() -> None:
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(pdf())).pages:
        writer.add_page(page.rotate(90))
    out = io.BytesIO()
    writer.write(out)
    assert PdfBook(out).page_size(1) == (595.0, 420.0)


def test_an_encrypted_pdf_is_refused_loudly() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(BookError, match="not emulated: books with a password"):
        PdfBook(out)


@pytest.mark.parametrize("cut", [0, 4, 10, 100, 400])
def test_damaged_files(cut: int) -> None:
    with pytest.raises(BookError):
        PdfBook(io.BytesIO(pdf()[:cut]))


def test_pages_that_are_not_there() -> None:
    book = PdfBook(io.BytesIO(pdf()))
    for page in (0, 4):
        with pytest.raises(BookError, match="pages 1 to 3"):
            book.page_size(page)
        with pytest.raises(BookError, match="pages 1 to 3"):
            book.text_of_page(page)

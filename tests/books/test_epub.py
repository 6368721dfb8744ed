"""EPUB packages: spine, metadata, contents, covers, damage."""

from __future__ import annotations

import io
import zipfile

import pytest
from book_builders import epub

from fake_koreader.books import BookError
from fake_koreader.books.epub import EpubBook
from fake_koreader.books.making.archives import make_zip
from fake_koreader.books.making.epubs import Entry

CONTAINER = b'<container><rootfiles><rootfile full-path="a/b.opf"/></rootfiles></container>'


def raw(opf: str, *files: tuple[str, bytes]) -> EpubBook:
    return EpubBook(io.BytesIO(make_zip([("META-INF/container.xml", CONTAINER), ("a/b.opf", opf.encode()), *files])))


def test_metadata_of_epub_2() -> None:
    props = epub(
        "<p>a</p>",
        version=2,
        metadata="""<dc:title> A
        title </dc:title><dc:creator>One</dc:creator><dc:creator>Two</dc:creator><dc:language>de</dc:language>
        <dc:subject>x</dc:subject><dc:subject>y</dc:subject><dc:description>D</dc:description>
        <dc:identifier opf:scheme="ISBN">978</dc:identifier><dc:identifier>urn:uuid:12</dc:identifier>
        <meta name="calibre:series" content="S"/><meta name="calibre:series_index" content="2.5"/>""",
    ).props
    assert (props.title, props.authors, props.language, props.keywords) == ("A title", "One\nTwo", "de", "x\ny")
    assert (props.description, props.series, props.series_index) == ("D", "S", "2.5")
    assert props.identifiers == "id\nISBN:978\nuuid:12"


def test_series_of_epub_3() -> None:
    meta = '<meta property="belongs-to-collection" id="c">S</meta><meta refines="#c" property="group-position">4</meta>'
    props = epub("<p>a</p>", metadata=f"<dc:title>t</dc:title>{meta}").props
    assert (props.series, props.series_index) == ("S", "4")


def test_contents_come_from_the_ncx_with_depths_and_places() -> None:
    toc = [Entry("A", "1.xhtml"), Entry("B", "1.xhtml#b", 2), Entry("C", "2.xhtml"), Entry("gone", "9.xhtml")]
    entries = epub('<p>x</p><h2 id="b">y</h2>', "<p>z</p>", toc=toc).toc
    assert [tuple(entry) for entry in entries] == [
        ("A", 1, 1, "/body/DocFragment[1].0"),
        ("B", 1, 2, "/body/DocFragment[1]/body/h2.0"),
        ("C", 2, 1, "/body/DocFragment[2].0"),
        ("gone", 2, 1, ""),
    ]


def test_contents_come_from_the_nav_document_without_an_ncx() -> None:
    nav = (
        b'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>'
        b'<nav epub:type="landmarks"><ol><li><a href="p%20q.xhtml">no</a></li></ol></nav><nav epub:type="toc"><ol><li>'
        b'<a href="p%20q.xhtml">One <i>x</i></a><ol><li><span>Two</span></li></ol></li></ol></nav></body></html>'
    )
    book = raw(
        '<package><manifest><item id="n" href="nav.xhtml" properties="nav"/>'
        '<item id="p" href="p%20q.xhtml"/></manifest>'
        '<spine><itemref idref="p"/></spine></package>',
        ("a/nav.xhtml", nav),
        ("a/p q.xhtml", b"<html><body><p>text</p></body></html>"),
    )
    assert [tuple(entry) for entry in book.toc] == [("One x", 1, 1, "/body/DocFragment.0"), ("Two", 1, 2, "")]
    assert book.text_of_page(1) == "text"


def test_missing_spine_files_keep_the_numbers_of_the_others() -> None:
    book = raw(
        '<package xmlns:opf="o"><manifest><item id="x" href="x.xhtml"/><item id="y" href="../y.xhtml"/></manifest>'
        '<spine><itemref idref="x"/><itemref idref="unknown"/><itemref idref="y"/></spine></package>',
        ("y.xhtml", b"<html><body><p>here</p></body></html>"),
    )
    assert book.xpointer_of_page(1) == "/body/DocFragment[2]/body/p/text().0"
    assert book.tree.resolve("/body/DocFragment[1]") is not None
    assert book.tree.resolve("/body/DocFragment[1]/body") is None


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"not a book", "not an EPUB"),
        (b"", "not an EPUB"),
        (make_zip([]), "container.xml names no package"),
        (make_zip([("META-INF/container.xml", b"<<<")]), "container.xml names no package"),
        (make_zip([("META-INF/container.xml", CONTAINER)]), "a/b.opf is missing"),
        (make_zip([("META-INF/container.xml", CONTAINER), ("a/b.opf", b"<package/>")]), "empty spine"),
    ],
)
def test_damage_is_named(data: bytes, message: str) -> None:
    with pytest.raises(BookError, match=message):
        EpubBook(io.BytesIO(data))


def test_a_damaged_entry_is_an_empty_fragment() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr(
            "a/b.opf",
            '<package><manifest><item id="x" href="x"/><item id="y" href="y"/></manifest>'
            '<spine><itemref idref="x"/><itemref idref="y"/></spine></package>',
        )
        archive.writestr("a/x", "<html><body><p>UNIQUE and long enough to be damaged</p></body></html>")
        archive.writestr("a/y", "<html><body><p>fine</p></body></html>")
        offset = archive.getinfo("a/x").header_offset
    data = bytearray(out.getvalue())
    data[offset + 40 : offset + 60] = bytes(20)
    book = EpubBook(io.BytesIO(bytes(data)))
    assert book.text_of_page(book.page_count) == "fine"
    assert book.xpointer_of_page(1).startswith("/body/DocFragment[2]")


def test_opening_reads_little_of_a_large_file() -> None:
    class Counting(io.BytesIO):
        read_bytes = 0

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            self.read_bytes += len(data)
            return data

    opf = b'<package><manifest><item id="x" href="x"/></manifest><spine><itemref idref="x"/></spine></package>'
    files = [("META-INF/container.xml", CONTAINER), ("a/b.opf", opf), ("big.bin", bytes(8_000_000))]
    stream = Counting(make_zip(files))
    assert EpubBook(stream).props.title == ""
    assert stream.read_bytes < 200_000

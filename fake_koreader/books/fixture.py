"""The two books of the conformance world (its README: "The books").

Real files whose page counts do not depend on the screen: the EPUB begins each page with an explicit page break and
puts little enough on it.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from fake_koreader.books.making.epubs import Chapter, Entry, EpubFile
from fake_koreader.books.making.pdfs import Outline, make_pdf

AUTHOR = "A. Author"
PAGED_PAGES = 30
REFLOWABLE_PAGES = 120
CHAPTER_PAGES = 10


def _sentence(page: int) -> str:
    return f"This is page {page}, and it says so in words that a reader can select."


def paged_fixture(title: str, pages: int = PAGED_PAGES) -> bytes:
    """A PDF of 30 pages; ``Chapter n`` begins every ten pages."""
    texts = [[_sentence(page), f"Line two of page {page}.", f"Line three of page {page}."] for page in _numbers(pages)]
    outline = [Outline(f"Chapter {page // CHAPTER_PAGES + 1}", page) for page in _numbers(pages, CHAPTER_PAGES)]
    return make_pdf(texts, outline, {"Title": title, "Author": AUTHOR})


def reflowable_fixture(title: str, pages: int = REFLOWABLE_PAGES) -> bytes:
    """An EPUB of exactly ``pages`` pages on any screen that holds four lines of text; chapters as in the PDF."""
    chapters: list[Chapter] = []
    for first in _numbers(pages, CHAPTER_PAGES):
        number = first // CHAPTER_PAGES + 1
        body = [f'<h2 id="chapter">Chapter {number}</h2>']
        for page in range(first, min(first + CHAPTER_PAGES, pages + 1)):
            style = "" if page == first else ' style="page-break-before: always"'
            body.append(f'<p id="page{page}"{style}>{_sentence(page)}</p>\n<p>Line two of page {page}.</p>')
        chapters.append(Chapter(f"chapter{number}.xhtml", f"Chapter {number}", "\n".join(body)))
    book = EpubFile(
        version=3,
        identifier="urn:uuid:00000000-0000-4000-8000-000000000120",
        metadata=f"<dc:title>{escape(title)}</dc:title><dc:creator>{AUTHOR}</dc:creator><dc:language>en</dc:language>",
        chapters=chapters,
        toc=[Entry(chapter.title, f"{chapter.name}#chapter") for chapter in chapters],
    )
    return book.build()


def _numbers(pages: int, step: int = 1) -> range:
    return range(1, pages + 1, step)

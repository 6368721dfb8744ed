"""Which engine opens which file, by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from fake_koreader.books.book import Book, BookError
from fake_koreader.books.comic import open_cbr, open_cbz
from fake_koreader.books.epub import EpubBook
from fake_koreader.books.picture_book import PictureBook
from fake_koreader.books.plain import Fb2Book, HtmlBook, TextBook


def open_pdf(stream: BinaryIO) -> Book:
    """A PDF; the library that reads it is loaded with the first one."""
    from fake_koreader.books.pdf import PdfBook

    return PdfBook(stream)


PICTURES = frozenset(["bmp", "gif", "jpg", "jpeg", "png", "webp"])
OPENERS: dict[str, Callable[[BinaryIO], Book]] = {
    "epub": EpubBook,
    "epub3": EpubBook,
    "kepub": EpubBook,
    "fb2": Fb2Book,
    "htm": HtmlBook,
    "html": HtmlBook,
    "xhtml": HtmlBook,
    "txt": TextBook,
    "pdf": open_pdf,
    "cbz": open_cbz,
    "cbr": open_cbr,
    **dict.fromkeys(sorted(PICTURES), PictureBook),
}
NOT_EMULATED = frozenset(
    [
        "azw",
        "azw3",
        "chm",
        "djv",
        "djvu",
        "doc",
        "docx",
        "mobi",
        "odt",
        "pdb",
        "prc",
        "rtf",
        "svg",
        "tif",
        "tiff",
        "xps",
    ]
)
PAGED = frozenset(["pdf", "cbz", "cbr"]) | PICTURES


def ending(name: str) -> str:
    """The ending of a file name in lower case; "" when there is none."""
    stem, dot, suffix = name.rpartition("/")[2].rpartition(".")
    return suffix.lower() if dot and stem else ""


def kind_of(name: str) -> str | None:
    """``paged``, ``reflowable``, or None for a file that is no book."""
    suffix = ending(name)
    if suffix not in OPENERS:
        return None
    return "paged" if suffix in PAGED else "reflowable"


def open_book(name: str, stream: BinaryIO) -> Book:
    """Open a book. ``stream`` is seekable and stays in use until the book is closed.

    Raises BookError when the ending is unknown or the file is not what it says.
    """
    opener = OPENERS.get(ending(name))
    if opener is None:
        raise BookError(refusal(name))
    return opener(stream)


def _books() -> str:
    return ", ".join(sorted(OPENERS.keys() - PICTURES)) + ", and pictures"


def refusal(name: str) -> str:
    """Why a file is not opened, for an ending that ``OPENERS`` does not have."""
    if ending(name) in NOT_EMULATED:
        return f"{name}: not emulated: .{ending(name)} books; emulated are {_books()}"
    return f"{name}: no reader engine for this kind of file; there are some for {_books()}"

"""Which engine opens which file, by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import BinaryIO

from fake_koreader.books.book import Book, BookError


def _open_with(engine: str, stream: BinaryIO) -> Book:
    """Open a book with an engine (``module.name``); the libraries it needs are loaded with the first book."""
    module, _, name = engine.partition(".")
    book = getattr(import_module(f"fake_koreader.books.{module}"), name)(stream)
    assert isinstance(book, Book)
    return book


_EPUB = partial(_open_with, "epub.EpubBook")
_HTML = partial(_open_with, "plain.HtmlBook")
PICTURES = frozenset(["bmp", "gif", "jpg", "jpeg", "png", "webp"])
OPENERS: dict[str, Callable[[BinaryIO], Book]] = {
    "epub": _EPUB,
    "epub3": _EPUB,
    "kepub": _EPUB,
    "fb2": partial(_open_with, "plain.Fb2Book"),
    "htm": _HTML,
    "html": _HTML,
    "xhtml": _HTML,
    "txt": partial(_open_with, "plain.TextBook"),
    "pdf": partial(_open_with, "pdf.PdfBook"),
    "cbz": partial(_open_with, "comic.open_cbz"),
    "cbr": partial(_open_with, "comic.open_cbr"),
    **dict.fromkeys(sorted(PICTURES), partial(_open_with, "picture_book.PictureBook")),
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

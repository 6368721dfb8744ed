"""Books: real files, read as KOReader's engines present them to plugins.

Engines and their libraries are loaded with the first book that needs them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fake_koreader.books.book import Book, BookError, PagedBook, Props, TocEntry, partial_md5
    from fake_koreader.books.layout import Box, Settings
    from fake_koreader.books.reflowable import Found, ReflowableBook
    from fake_koreader.books.registry import kind_of, open_book

__all__ = [
    "Book",
    "BookError",
    "Box",
    "Found",
    "PagedBook",
    "Props",
    "ReflowableBook",
    "Settings",
    "TocEntry",
    "kind_of",
    "open_book",
    "partial_md5",
]

_PLACES = {
    **dict.fromkeys(("Book", "BookError", "PagedBook", "Props", "TocEntry", "partial_md5"), "book"),
    **dict.fromkeys(("Box", "Settings"), "layout"),
    **dict.fromkeys(("Found", "ReflowableBook"), "reflowable"),
    **dict.fromkeys(("kind_of", "open_book"), "registry"),
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)

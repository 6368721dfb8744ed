"""Books: real files, read as KOReader's engines present them to plugins."""

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

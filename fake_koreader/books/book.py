"""What a book is to the reader, whatever its file format.

KOReader knows two kinds: *paged* books, whose pages are in the file, and *reflowable* ones, whose pages come out of
the text, the screen and the reader's settings. Files are read through a seekable binary stream and never whole, so a
200 MiB comic opens at once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from typing import BinaryIO, NamedTuple


class BookError(Exception):
    """A book cannot be opened or read; the message says what is wrong with the file."""


@dataclass(frozen=True, slots=True)
class Props:
    """Metadata with KOReader's names (specs: koreader-ui §5.2). Several authors, keywords and identifiers are
    separated by newlines; an identifier is ``scheme:value``. A missing value is ``""``, as in the engines."""

    title: str = ""
    authors: str = ""
    series: str = ""
    series_index: str = ""
    language: str = ""
    keywords: str = ""
    description: str = ""
    identifiers: str = ""

    def items(self) -> list[tuple[str, str]]:
        """Names and values in declaration order."""
        return [(entry.name, getattr(self, entry.name)) for entry in fields(self)]


class TocEntry(NamedTuple):
    """A line of the table of contents: ``page`` counts from 1, ``depth`` from 1; ``xpointer`` is "" in paged books."""

    title: str
    page: int
    depth: int
    xpointer: str = ""


class Book(ABC):
    """What all books have in common."""

    kind = "?"
    engine = "?"

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    @property
    @abstractmethod
    def page_count(self) -> int:
        """Number of pages."""

    @property
    @abstractmethod
    def props(self) -> Props:
        """Metadata as the engine gives it."""

    @property
    @abstractmethod
    def toc(self) -> list[TocEntry]:
        """The table of contents in reading order; empty when the file has none."""

    @abstractmethod
    def cover(self) -> bytes | None:
        """The cover image file's bytes (PNG, JPEG, GIF …), or None."""

    @abstractmethod
    def text_of_page(self, page: int) -> str:
        """The text of a page (from 1), lines separated by newlines. Raises BookError for a page that is not there."""

    def check_page(self, page: int) -> int:
        """``page`` itself. Raises BookError when the book has no such page."""
        if not 1 <= page <= self.page_count:
            raise BookError(f"no page {page}: the book has pages 1 to {self.page_count}")
        return page

    def close(self) -> None:
        """Let the file go."""
        self.stream.close()


class PagedBook(Book):
    """PDF, CBZ, CBR: the pages are in the file (KOReader opens them with MuPDF)."""

    kind = "paged"
    engine = "mupdf"

    @abstractmethod
    def page_size(self, page: int) -> tuple[float, float]:
        """Width and height of a page (from 1): points in a PDF, pixels in a comic."""


def partial_md5(stream: BinaryIO) -> str:
    """KOReader's fingerprint of a file, 32 hex digits (specs: koreader-core §3.1.1).

    MD5 over at most 1024 bytes at each of the offsets 0, 1024, 4096, … 1024·4^10; the first read that returns
    nothing ends it. The stream's position is left anywhere.
    """
    import hashlib

    digest = hashlib.md5(usedforsecurity=False)
    for offset in (0, *(1024 << (2 * step) for step in range(11))):
        stream.seek(offset)
        sample = stream.read(1024)
        if not sample:
            break
        digest.update(sample)
    return digest.hexdigest()

"""PDF, read with pypdf: page by page, never whole."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import Destination

from fake_koreader.books.book import BookError, PagedBook, Props, TocEntry
from fake_koreader.books.damage import DAMAGE

logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_DAMAGE = (*DAMAGE, PyPdfError)


class PdfBook(PagedBook):
    """A PDF. Raises BookError when it is damaged, encrypted or without pages."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        try:
            stream.seek(0)
            if b"%PDF-" not in stream.read(1024):
                raise BookError("not a PDF: no %PDF- header")
            self._reader = PdfReader(stream, strict=False)
            if self._reader.is_encrypted:
                raise BookError("the PDF is encrypted; not emulated: books with a password")
            self._count = len(self._reader.pages)
        except _DAMAGE as error:
            raise BookError(f"damaged PDF: {error}") from None
        if self._count == 0:
            raise BookError("the PDF has no pages")
        self._toc: list[TocEntry] | None = None

    @property
    def page_count(self) -> int:
        """Number of pages."""
        return self._count

    @property
    def props(self) -> Props:
        """The document information: Author, Subject (as description), Keywords, and the catalogue's language."""
        try:
            info: dict[str, Any] = dict(self._reader.metadata or {})
            language = self._reader.root_object.get("/Lang")
        except _DAMAGE:
            return Props()
        return Props(
            title=str(info.get("/Title") or ""),
            authors=str(info.get("/Author") or ""),
            language=str(language or ""),
            keywords=str(info.get("/Keywords") or ""),
            description=str(info.get("/Subject") or ""),
        )

    @property
    def toc(self) -> list[TocEntry]:
        """The outline; entries that lead to no page are left out."""
        if self._toc is None:
            try:
                self._toc = list(self._entries(self._reader.outline, 1))
            except _DAMAGE:
                self._toc = []
        return self._toc

    def _entries(self, outline: list[Any], depth: int) -> Iterator[TocEntry]:
        for item in outline:
            if isinstance(item, list):
                yield from self._entries(item, depth + 1)
            elif isinstance(item, Destination):
                page = self._reader.get_destination_page_number(item)
                if page is not None and page >= 0:
                    yield TocEntry(str(item.title or ""), page + 1, depth)

    def page_size(self, page: int) -> tuple[float, float]:
        """Points, as shown: a page turned by a quarter has its sides exchanged."""
        self.check_page(page)
        try:
            found = self._reader.pages[page - 1]
            width, height = float(found.cropbox.width), float(found.cropbox.height)
            return (height, width) if found.rotation % 180 else (width, height)
        except _DAMAGE as error:
            raise BookError(f"page {page} is damaged: {error}") from None

    def cover(self) -> bytes | None:
        """None: KOReader renders the first page instead."""
        return None

    def text_of_page(self, page: int) -> str:
        """The page's text as pypdf extracts it."""
        self.check_page(page)
        try:
            return str(self._reader.pages[page - 1].extract_text())
        except _DAMAGE as error:
            raise BookError(f"page {page} is damaged: {error}") from None

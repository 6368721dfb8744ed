"""A picture on its own: a book of one page."""

from __future__ import annotations

from typing import BinaryIO

from fake_koreader.books.book import BookError, PagedBook, Props, TocEntry
from fake_koreader.books.picture import picture_size

_HEAD = 1 << 16


class PictureBook(PagedBook):
    """A PNG, JPEG, GIF, BMP or WebP file. Raises BookError when it is none of them."""

    engine = "picdocument"

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        stream.seek(0)
        size = picture_size(stream.read(_HEAD))
        if size is None:
            raise BookError("no picture that can be read")
        self._size = size

    @property
    def page_count(self) -> int:
        """One."""
        return 1

    @property
    def props(self) -> Props:
        """Empty: nothing is read but the size."""
        return Props()

    @property
    def toc(self) -> list[TocEntry]:
        """None."""
        return []

    def page_size(self, page: int) -> tuple[float, float]:
        """Pixels. Raises BookError for any page but the first."""
        self.check_page(page)
        return self._size

    def cover(self) -> bytes | None:
        """The file itself."""
        self.stream.seek(0)
        return self.stream.read()

    def text_of_page(self, page: int) -> str:
        """Empty."""
        self.check_page(page)
        return ""

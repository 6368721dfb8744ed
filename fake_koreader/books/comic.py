"""CBZ and CBR: archives of pictures, one page each, in natural order of their names."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

import rarfile

from fake_koreader.books.book import BookError, PagedBook, Props, TocEntry
from fake_koreader.books.damage import DAMAGE
from fake_koreader.books.markup import all_text, parse_xml
from fake_koreader.books.picture import picture_size

PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".jp2", ".jxr")
_DIGITS = re.compile(r"(\d+)")
_HEAD = 1 << 16
_DAMAGE = (*DAMAGE, rarfile.Error)


def natural_key(name: str) -> list[tuple[int, int, str]]:
    """Sorts ``page2`` before ``page10``; case does not count."""
    parts = _DIGITS.split(name.lower())
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts if part]


class ComicBook(PagedBook):
    """An archive of pictures. Raises BookError when it cannot be read or holds no picture.

    MuPDF reads no metadata of comics, so ``props`` is empty as in KOReader; ``comic_info`` has what ComicInfo.xml says.
    """

    def __init__(self, stream: BinaryIO, archive: zipfile.ZipFile | rarfile.RarFile) -> None:
        super().__init__(stream)
        self._archive = archive
        self._names = [str(name) for name in archive.namelist()]
        shown = (name for name in self._names if name.lower().endswith(PICTURE_ENDINGS))
        self._pages = sorted((name for name in shown if "__MACOSX" not in name), key=natural_key)
        if not self._pages:
            raise BookError("the comic holds no pictures")

    @property
    def page_count(self) -> int:
        """Number of pictures."""
        return len(self._pages)

    @property
    def props(self) -> Props:
        """Empty (see the class)."""
        return Props()

    @property
    def comic_info(self) -> dict[str, str]:
        """ComicInfo.xml: element names and texts; empty when there is none."""
        for name in self._names:
            if name.lower() == "comicinfo.xml":
                root = parse_xml(self._read(name))
                if root is not None:
                    return {str(part.tag): all_text(part) for part in root if isinstance(part.tag, str)}
        return {}

    @property
    def toc(self) -> list[TocEntry]:
        """None: comics have no table of contents."""
        return []

    def page_size(self, page: int) -> tuple[float, float]:
        """Pixels of the picture. Raises BookError for a picture of an unknown kind."""
        name = self._pages[self.check_page(page) - 1]
        size = picture_size(self._read(name, _HEAD))
        if size is None:
            raise BookError(f"page {page} ({name}) is no picture that can be read")
        return size

    def cover(self) -> bytes | None:
        """The first picture's file."""
        return self._read(self._pages[0])

    def text_of_page(self, page: int) -> str:
        """Empty: pictures have no text."""
        self.check_page(page)
        return ""

    def _read(self, name: str, limit: int = -1) -> bytes:
        try:
            with self._archive.open(name) as file:
                return bytes(file.read(limit))
        except rarfile.RarCannotExec:
            raise BookError(f"not emulated: compressed RAR entries ({name}); store them without compression") from None
        except _DAMAGE as error:
            raise BookError(f"{name} cannot be read: {error}") from None


def open_cbz(stream: BinaryIO) -> ComicBook:
    """A ZIP of pictures. Raises BookError."""
    try:
        return ComicBook(stream, zipfile.ZipFile(stream))
    except _DAMAGE as error:
        raise BookError(f"not a CBZ: {error}") from None


def open_cbr(stream: BinaryIO) -> ComicBook:
    """A RAR of pictures; entries must be stored, not compressed. Raises BookError."""
    try:
        return ComicBook(stream, rarfile.RarFile(stream, part_only=True))
    except _DAMAGE as error:
        raise BookError(f"not a CBR: {error}") from None

"""Small books for tests."""

from __future__ import annotations

import io

from fake_koreader.books.epub import EpubBook
from fake_koreader.books.making.epubs import Chapter, Entry, EpubFile


def epub(*bodies: str, css: str = "", toc: list[Entry] | None = None, version: int = 3, metadata: str = "") -> EpubBook:
    """An open EPUB with one spine item per body, named ``1.xhtml`` and so on."""
    chapters = [Chapter(f"{number}.xhtml", "T", body) for number, body in enumerate(bodies, 1)]
    data = EpubFile(version, "id", metadata or "<dc:title>T</dc:title>", chapters, toc or [], css).build()
    return EpubBook(io.BytesIO(data))

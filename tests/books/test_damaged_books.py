"""Damage done to real books at random places: a BookError at worst, never another exception."""

from __future__ import annotations

import io
import random
from contextlib import suppress
from pathlib import Path

import pytest

from fake_koreader.books import BookError, PagedBook, open_book
from fake_koreader.books.reflowable import ReflowableBook

BOOKS = Path(__file__).resolve().parents[2] / "scenarios" / "books"


def use(name: str, data: bytes) -> bool:
    """Ask a book for everything. True when it opened."""
    try:
        book = open_book(name, io.BytesIO(data))
    except BookError:
        return False
    for ask in (lambda: book.toc, lambda: book.props, book.cover):
        with suppress(BookError):
            ask()
    for page in (1, book.page_count // 2 + 1, book.page_count):
        with suppress(BookError):
            if isinstance(book, PagedBook):
                book.page_size(page)
            elif isinstance(book, ReflowableBook):
                assert book.page_of(book.xpointer_of_page(page)) == page
            book.text_of_page(page)
    return True


@pytest.mark.parametrize("name", ["alice.epub", "moby-dick.epub", "frankenstein.pdf", "nemo.cbz", "nemo.cbr"])
def test_flipped_bytes_and_cut_files(name: str) -> None:
    whole = (BOOKS / name).read_bytes()
    chance = random.Random(name)
    opened = 0
    for attempt in range(24):
        data = bytearray(whole)
        near = 700 if attempt % 2 else len(data)
        for _ in range(chance.choice([1, 8, 60])):
            at = chance.randrange(near)
            data[at if attempt % 4 < 2 else -1 - at] = chance.randrange(256)
        if attempt % 5 == 0:
            data = data[: chance.randrange(len(data))]
        opened += use(name, bytes(data))
    assert opened > 0
    assert use(name, whole)


@pytest.mark.parametrize("ending", ["epub", "pdf", "cbz", "cbr", "fb2", "html", "txt"])
def test_noise(ending: str) -> None:
    chance = random.Random(ending)
    for length in (0, 1, 30, 3000):
        use(f"x.{ending}", chance.randbytes(length))


def test_deep_nesting() -> None:
    deep = b"<div>" * 5000 + b"x" + b"</div>" * 5000
    assert use("x.html", b"<html><body>" + deep + b"</body></html>")
    use("x.fb2", b"<FictionBook><body>" + deep + b"</body></FictionBook>")


def test_a_directory_that_points_before_the_file() -> None:
    data = bytearray((BOOKS / "alice.epub").read_bytes())
    at = data.rindex(b"PK\x05\x06") + 16
    data[at : at + 4] = (0x7FFFFFFF).to_bytes(4, "little")
    assert not use("alice.epub", bytes(data))

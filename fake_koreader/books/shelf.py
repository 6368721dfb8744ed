"""Books that were parsed before: opening the same small file again costs neither parsing nor layout.

A scenario opens one book hundreds of times, and a test suite thousands of times. What is kept is a function
of the file's bytes alone, so nobody can tell from a run whether a book came from the shelf.
"""

from __future__ import annotations

import copy
import io
from typing import BinaryIO

from fake_koreader.books.book import Book
from fake_koreader.books.registry import ending, open_book

# Larger books are read where they lie, as their size forbids to keep them.
LARGEST = 2 << 20
KEPT = 8

_shelf: dict[tuple[str, bytes], Book] = {}


def take(name: str, stream: BinaryIO) -> Book:
    """Open a book, from the shelf if it is there. Raises BookError as `open_book` does.

    ``stream`` belongs to the book from here on, as with `open_book`.
    """
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size > LARGEST:
        return open_book(name, stream)
    content = stream.read()
    stream.close()
    key = (ending(name), content)
    book = _shelf.pop(key, None)
    if book is None:
        book = open_book(name, io.BytesIO(content))
    _shelf[key] = book
    while len(_shelf) > KEPT:
        del _shelf[next(iter(_shelf))]
    # Each holder has settings of its own; tree and layouts are only ever added to.
    taken = copy.copy(book)
    taken.stream = io.BytesIO()
    return taken

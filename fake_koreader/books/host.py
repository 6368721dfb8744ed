"""``host.document``: what the base floor's engines (crengine, MuPDF) ask about books.

Books are known by a number that ``open`` gives. Texts are bytes. An expected failure is ``(None, message)``; where
crengine itself answers something for an unknown xpointer, the Lua side above decides (the functions here say None).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from fake_koreader.books.book import Book, BookError, PagedBook, partial_md5
from fake_koreader.books.registry import kind_of, refusal
from fake_koreader.books.shelf import take

if TYPE_CHECKING:
    from fake_koreader.books.reflowable import ReflowableBook

Failure = tuple[None, bytes]
Answer = TypeVar("Answer")


class DocumentHost:
    """The books that are open on a device.

    ``open_file(path)`` gives a seekable binary stream or raises OSError; ``table_from`` makes a Lua table of a list
    or a dict whose values are scalars or such tables.
    """

    def __init__(self, open_file: Callable[[bytes], BinaryIO], table_from: Callable[[Any], Any]) -> None:
        self._open_file = open_file
        self._table_from = table_from
        self._open: dict[int, tuple[str, Book | None]] = {}
        self._made = 0

    def kind_of(self, path: bytes) -> bytes | None:
        """``paged`` or ``reflowable`` by the ending of the name, None for a file that is no book."""
        kind = kind_of(_text(path))
        return None if kind is None else kind.encode()

    def open(self, path: bytes) -> int | Failure:
        """A number for the book. A paged book is read now; a reflowable one by ``load``, as KOReader does it."""
        name = _text(path)
        kind = kind_of(name)
        if kind is None:
            return _failed(refusal(name))
        try:
            if kind == "reflowable":
                self._open_file(path).close()
                book = None
            else:
                book = take(name, self._open_file(path))
        except (BookError, OSError) as error:
            return _failed(f"{name}: {error}")
        self._made += 1
        self._open[self._made] = (name, book)
        return self._made

    def load(self, number: int) -> bool | Failure:
        """Read a reflowable book's structure and metadata; true also when that was done before."""
        name, book = self._open[number]
        if book is None:
            try:
                self._open[number] = (name, take(name, self._open_file(name.encode("utf-8", "surrogateescape"))))
            except (BookError, OSError) as error:
                return _failed(f"{name}: {error}")
        return True

    def close(self, number: int) -> bool:
        """Let a book go; false when it was not open."""
        entry = self._open.pop(number, None)
        if entry is not None and entry[1] is not None:
            entry[1].close()
        return entry is not None

    def kind(self, number: int) -> bytes:
        """``paged`` or ``reflowable``."""
        return (kind_of(self._open[number][0]) or "").encode()

    def engine(self, number: int) -> bytes:
        """``mupdf`` or ``crengine``."""
        return b"mupdf" if self.kind(number) == b"paged" else b"crengine"

    def partial_md5(self, path: bytes) -> bytes | Failure:
        """KOReader's fingerprint of a file, 32 hex digits."""
        try:
            stream = self._open_file(path)
        except OSError as error:
            return _failed(f"{_text(path)}: {error}")
        try:
            return partial_md5(stream).encode()
        finally:
            stream.close()

    def page_count(self, number: int) -> int:
        """Number of pages; of a reflowable book with its current rendering."""
        return self._book(number).page_count

    def props(self, number: int) -> Any:
        """A table of KOReader's eight metadata fields; empty strings are there, as from the engine."""
        return self._table_from({name.encode(): _bytes(value) for name, value in self._book(number).props.items()})

    def toc(self, number: int) -> Any:
        """An array of tables ``title, page, depth`` and, in reflowable books, ``xpointer``."""
        rows = []
        for entry in self._book(number).toc:
            row: dict[bytes, Any] = {b"title": _bytes(entry.title), b"page": entry.page, b"depth": entry.depth}
            if entry.xpointer:
                row[b"xpointer"] = _bytes(entry.xpointer)
            rows.append(self._table_from(row))
        return self._table_from(rows)

    def cover(self, number: int) -> bytes | Failure | None:
        """The bytes of the cover image's file, None without one."""
        return _guarded(self._book(number).cover)

    def page_size(self, number: int, page: int) -> tuple[float, float] | Failure:
        """Width and height of a page: of a paged book in the file's units, of a reflowable one the screen's."""
        book = self._book(number)
        if isinstance(book, PagedBook):
            return _guarded(lambda: book.page_size(int(page)))
        settings = self._reflowable(number).settings
        return float(settings.width), float(settings.height)

    def page_text(self, number: int, page: int) -> bytes | Failure:
        """The text of a page."""
        return _guarded(lambda: _bytes(self._book(number).text_of_page(int(page))))

    def render(
        self,
        number: int,
        width: int,
        height: int,
        dpi: int,
        font_size: float,
        line_spacing: float,
        margin_left: int,
        margin_top: int,
        margin_right: int,
        margin_bottom: int,
    ) -> tuple[int, int]:
        """Lay a reflowable book out: everything in pixels, ``line_spacing`` in percent. Pages, and height in pixels."""
        sizes = (width, height, dpi, font_size, line_spacing, margin_left, margin_top, margin_right, margin_bottom)
        from fake_koreader.books.layout import Settings

        book = self._reflowable(number)
        pages = book.render(Settings(*(round(size) for size in sizes)))
        return pages, book.layout.height

    def doc_height(self, number: int) -> int:
        """Height in pixels of the whole book in scroll mode."""
        return self._reflowable(number).layout.height

    def page_from_xpointer(self, number: int, xpointer: bytes) -> int | None:
        """The page of a place; None when the place is not in the book."""
        return self._reflowable(number).page_of(_text(xpointer))

    def page_xpointer(self, number: int, page: int) -> bytes | Failure:
        """The place where a page begins."""
        return _guarded(lambda: _bytes(self._reflowable(number).xpointer_of_page(int(page))))

    def pos_from_xpointer(self, number: int, xpointer: bytes) -> int | None:
        """Pixels from the top of the book to the line of a place; None when it is not in the book."""
        return self._reflowable(number).y_of(_text(xpointer))

    def xpointer_from_pos(self, number: int, pos: float) -> bytes:
        """The place of the line ``pos`` pixels from the top of the book."""
        return _bytes(self._reflowable(number).xpointer_at_y(int(pos)))

    def page_from_pos(self, number: int, pos: float) -> int:
        """The page that lies ``pos`` pixels from the top of the book."""
        return self._reflowable(number).layout.page_at(int(pos))

    def pos_from_page(self, number: int, page: int) -> int | Failure:
        """Pixels from the top of the book to a page."""
        book = self._reflowable(number)
        return _guarded(lambda: book.layout.top_of(book.check_page(int(page))))

    def xpointer_at(self, number: int, page: int, x: float, y: float) -> bytes | Failure:
        """The place under a point of a page, in screen pixels."""
        return _guarded(lambda: _bytes(self._reflowable(number).xpointer_at(int(page), int(x), int(y))))

    def is_xpointer(self, number: int, xpointer: bytes) -> bool:
        """Whether a place is in the book."""
        return self._reflowable(number).tree.resolve(_text(xpointer)) is not None

    def normalized(self, number: int, xpointer: bytes) -> bytes | None:
        """The book's own notation of a place; None when it is not in the book."""
        tree = self._reflowable(number).tree
        place = tree.resolve(_text(xpointer))
        return None if place is None else _bytes(tree.xpointer(place))

    def compare(self, number: int, first: bytes, second: bytes) -> int | None:
        """1 when ``second`` is after ``first``, -1 before, 0 the same; None when one is not in the book."""
        return self._reflowable(number).compare(_text(first), _text(second))

    def text_between(self, number: int, first: bytes, second: bytes) -> bytes | Failure:
        """The text between two places."""
        return _guarded(lambda: _bytes(self._reflowable(number).text_between(_text(first), _text(second))))

    def text_at(self, number: int, xpointer: bytes) -> bytes | None:
        """The text of the node that an xpointer names."""
        text = self._reflowable(number).text_at(_text(xpointer))
        return None if text is None else _bytes(text)

    def boxes(self, number: int, first: bytes, second: bytes) -> Any:
        """An array of tables ``page, x, y, w, h``: the rectangles of a text, in screen pixels."""
        found = _guarded(lambda: self._reflowable(number).boxes(_text(first), _text(second)))
        if isinstance(found, tuple):
            return found
        names = (b"page", b"x", b"y", b"w", b"h")
        return self._table_from([self._table_from(dict(zip(names, box, strict=True))) for box in found])

    def find(self, number: int, pattern: bytes, ignore_case: bool, limit: int, regex: bool) -> Any:
        """An array of tables ``start, end, matched_text``: at most ``limit`` matches in reading order."""
        book = self._reflowable(number)
        found = _guarded(
            lambda: book.find(_text(pattern), ignore_case=bool(ignore_case), limit=int(limit), regex=bool(regex))
        )
        if isinstance(found, tuple):
            return found
        names = (b"start", b"end", b"matched_text")
        rows = [dict(zip(names, map(_bytes, match), strict=True)) for match in found]
        return self._table_from([self._table_from(row) for row in rows])

    def _book(self, number: int) -> Book:
        name, book = self._open[number]
        if book is None:
            raise LookupError(f"{name} was asked about before load() succeeded")
        return book

    def _reflowable(self, number: int) -> ReflowableBook:
        from fake_koreader.books.reflowable import ReflowableBook

        book = self._book(number)
        if not isinstance(book, ReflowableBook):
            raise LookupError(f"{self._open[number][0]} is a paged book")
        return book


def _guarded(ask: Callable[[], Answer]) -> Answer | Failure:
    try:
        return ask()
    except BookError as error:
        return _failed(str(error))


def _failed(message: str) -> Failure:
    return None, _bytes(message)


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a surrogate pair, from a damaged PDF
        return text.encode("utf-8", "replace")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")

"""The books: what a library holds, who may see it, and how a device's question finds a book."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from harness.server.store import Row, Store
from harness.server.users import User

BOOK_TYPES = {
    "epub": "EPUB", "pdf": "PDF", "cbz": "CBX", "cbr": "CBX", "cb7": "CBX", "cbt": "CBX", "fb2": "FB2",
    "mobi": "MOBI", "azw3": "AZW3", "azw": "AZW3", "m4b": "AUDIOBOOK", "m4a": "AUDIOBOOK", "mp3": "AUDIOBOOK",
}
"""BookLore's book type of each file extension."""

_SCORE_MIN = 0.5


@dataclass(frozen=True)
class NewBook:
    """A book to be added: its description and its one file."""

    title: str
    file_name: str
    hash: str
    authors: tuple[str, ...] = ()
    library: str = "Library"
    subtitle: str | None = None
    publisher: str | None = None
    isbn10: str | None = None
    isbn13: str | None = None
    hardcover_id: str | None = None
    hardcover_book_id: str | None = None
    size_bytes: int = 0
    path: str | None = None
    content: bytes | None = None


def add_library(store: Store, name: str) -> int:
    """The number of the library called `name`, created when there is none."""
    row = store.one("SELECT id FROM libraries WHERE name = ?", (name,))
    if row is not None:
        return int(row["id"])
    with store.transaction():
        return store.insert("libraries", name=name)


def add_book(store: Store, book: NewBook) -> int:
    """Add a book and return its number; ValueError for a file type BookLore does not know."""
    extension = Path(book.file_name).suffix.lstrip(".").lower()
    if extension not in BOOK_TYPES:
        raise ValueError(f"{book.file_name}: not a book file; known are {', '.join(sorted(BOOK_TYPES))}")
    if not re.fullmatch(r"[0-9a-f]{32}", book.hash):
        raise ValueError(f"{book.file_name}: hash must be 32 lower-case hex digits, not {book.hash!r}")
    with store.transaction():
        number = store.insert(
            "books", id=store.fresh_id("books"), library_id=add_library(store, book.library), title=book.title,
            subtitle=book.subtitle,
            authors=json.dumps(list(book.authors), ensure_ascii=False), publisher=book.publisher,
            isbn10=book.isbn10, isbn13=book.isbn13, hardcover_id=book.hardcover_id,
            hardcover_book_id=book.hardcover_book_id, added_at=store.now_us(),
        )
        store.insert(
            "files", book_id=number, name=book.file_name, extension=extension, book_type=BOOK_TYPES[extension],
            size_bytes=book.size_bytes, hash=book.hash, path=book.path, content=book.content,
            added_at=store.now_us(),
        )
    return number


def remove_book(store: Store, book_id: int) -> bool:
    """Take a book and its file away; its sessions stay. False when there is none."""
    with store.transaction():
        for table in ("files", "shelf_books", "reading_states"):
            store.execute(f"DELETE FROM {table} WHERE book_id = ?", (book_id,))
        return store.execute("DELETE FROM books WHERE id = ?", (book_id,)) > 0


def book_by_id(store: Store, book_id: int) -> Row | None:
    """The book's record, with its library's name, or None."""
    return store.one("SELECT books.*, libraries.name AS library_name FROM books"
                     " JOIN libraries ON libraries.id = books.library_id WHERE books.id = ?", (book_id,))


def books_by_hash(store: Store, fingerprint: str) -> list[Row]:
    """Every book with a file of that fingerprint, oldest first."""
    return store.rows("SELECT books.* FROM books JOIN files ON files.book_id = books.id WHERE files.hash = ?"
                      " ORDER BY books.id", (fingerprint,))


def primary_file(store: Store, book_id: int) -> Row | None:
    """The book's file without its content, or None."""
    return store.one("SELECT id, book_id, name, extension, book_type, size_bytes, hash, path, added_at FROM files"
                     " WHERE book_id = ? ORDER BY id", (book_id,))


def file_content(store: Store, file_id: int) -> bytes | None:
    """The bytes of a file held in the store, or None."""
    row = store.one("SELECT content FROM files WHERE id = ?", (file_id,))
    return None if row is None else row["content"]


def grant_library(store: Store, user_id: int, library_id: int) -> None:
    """Let a user see a library."""
    with store.transaction():
        store.execute("INSERT OR IGNORE INTO library_access (user_id, library_id) VALUES (?, ?)",
                      (user_id, library_id))


def may_see(store: Store, user: User, library_id: int) -> bool:
    """Whether the user has access to a library."""
    if user.is_admin or user.all_libraries:
        return True
    return store.one("SELECT 1 FROM library_access WHERE user_id = ? AND library_id = ?",
                     (user.id, library_id)) is not None


def visible_books(store: Store, user: User) -> list[Row]:
    """Every book the user may see, oldest first."""
    rows = store.rows("SELECT books.*, libraries.name AS library_name FROM books"
                      " JOIN libraries ON libraries.id = books.library_id ORDER BY books.id")
    if user.is_admin or user.all_libraries:
        return rows
    seen = {row["library_id"] for row in store.rows("SELECT library_id FROM library_access WHERE user_id = ?",
                                                    (user.id,))}
    return [row for row in rows if row["library_id"] in seen]


def search_by_isbn(store: Store, user: User, isbn: str) -> list[tuple[Row, float]]:
    """Books whose ISBN-10 or ISBN-13 is `isbn`, dashes and spaces aside; each scores 1."""
    wanted = _digits(isbn)
    return [(row, 1.0) for row in visible_books(store, user)
            if wanted and wanted in (_digits(row["isbn10"]), _digits(row["isbn13"]))]


def search_by_title(store: Store, user: User, title: str) -> list[tuple[Row, float]]:
    """Books of a like title with their score (0–1, where 1 is the same words), best first."""
    scored = [(row, title_score(title, row["title"])) for row in visible_books(store, user)]
    found = [pair for pair in scored if pair[1] >= _SCORE_MIN]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]["id"]))


def title_score(wanted: str, title: str) -> float:
    """How alike two titles are, 0–1; only the same words in the same order reach 1."""
    left, right = _words(wanted), _words(title)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    ratio = SequenceMatcher(None, " ".join(left), " ".join(right), autojunk=False).ratio()
    if set(left) <= set(right) or set(right) <= set(left):
        ratio = max(ratio, 0.6 + 0.3 * min(len(left), len(right)) / max(len(left), len(right)))
    return round(min(ratio, 0.99), 2)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _digits(isbn: str | None) -> str:
    return re.sub(r"[^0-9X]", "", (isbn or "").upper())

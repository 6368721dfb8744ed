"""Shelves: named lists of books, of one user or for everybody to see."""

from __future__ import annotations

from collections.abc import Iterable

from harness.server.store import Row, Store

_SELECT = ("SELECT shelves.*, (SELECT count(*) FROM shelf_books WHERE shelf_id = shelves.id) AS book_count"
           " FROM shelves")


class ShelfExists(ValueError):
    """The user has a shelf of that name already."""


def add_shelf(store: Store, user_id: int, name: str, *, icon: str | None = None, icon_type: str | None = None,
              public: bool = False) -> Row:
    """Create a shelf and return its record; `ShelfExists` when the user has one of that name."""
    with store.transaction():
        if store.one("SELECT 1 FROM shelves WHERE user_id = ? AND name = ?", (user_id, name)):
            raise ShelfExists(name)
        number = store.insert("shelves", user_id=user_id, name=name, icon=icon, icon_type=icon_type,
                              public=int(public))
    return {"id": number, "user_id": user_id, "name": name, "icon": icon, "icon_type": icon_type,
            "public": int(public), "book_count": 0}


def readable_shelves(store: Store, user_id: int) -> list[Row]:
    """The user's own shelves and the public ones, oldest first, each with its `book_count`."""
    return store.rows(_SELECT + " WHERE user_id = ? OR public = 1 ORDER BY id", (user_id,))


def find_shelf(store: Store, shelf_id: int) -> Row | None:
    """A shelf with its `book_count`, or None."""
    return store.one(_SELECT + " WHERE id = ?", (shelf_id,))


def books_on_shelf(store: Store, shelf_id: int) -> list[Row]:
    """The books of a shelf, oldest book first."""
    return store.rows("SELECT books.*, libraries.name AS library_name FROM shelf_books"
                      " JOIN books ON books.id = shelf_books.book_id"
                      " JOIN libraries ON libraries.id = books.library_id"
                      " WHERE shelf_id = ? ORDER BY books.id", (shelf_id,))


def shelves_of_book(store: Store, user_id: int, book_id: int) -> list[Row]:
    """The user's own shelves that hold a book, oldest first."""
    return store.rows(_SELECT + " WHERE user_id = ? AND id IN (SELECT shelf_id FROM shelf_books WHERE book_id = ?)"
                      " ORDER BY id", (user_id, book_id))


def move_books(store: Store, book_ids: Iterable[int], onto: Iterable[int], off: Iterable[int]) -> None:
    """Put books on the shelves `onto` and take them off the shelves `off`; doing it twice changes nothing."""
    onto, off = list(onto), list(off)
    with store.transaction():
        for book_id in book_ids:
            for shelf_id in onto:
                store.execute("INSERT OR IGNORE INTO shelf_books (shelf_id, book_id) VALUES (?, ?)",
                              (shelf_id, book_id))
            for shelf_id in off:
                store.execute("DELETE FROM shelf_books WHERE shelf_id = ? AND book_id = ?", (shelf_id, book_id))

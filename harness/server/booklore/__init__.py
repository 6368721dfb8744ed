"""BookLore's protocol, by default as the fork speaks it that the third-party plugin is made for."""

from flask import Flask

from harness.server.booklore import (
    annotations,
    auth,
    bookmarks,
    books,
    downloads,
    health,
    koreader,
    kosync,
    notes,
    ratings,
    reading_sessions,
    shelves,
)

_GROUPS = (auth, koreader, reading_sessions, books, ratings, annotations, notes, bookmarks, shelves, downloads,
           health, kosync)


def register(app: Flask) -> None:
    """Add every endpoint of the protocol to `app`."""
    for group in _GROUPS:
        app.register_blueprint(group.blueprint)

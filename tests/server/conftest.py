"""A server with one reader, mira, and one book."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from server_under_test import BOOK_CONTENT, START, MakeServer, Server

from harness.server import Admin, Store, create_app


@pytest.fixture
def make_server() -> MakeServer:
    """A function that makes a server, with quirks where wanted."""

    def make(quirks: Iterable[str] = (), seed: int = 7, **options: Any) -> Server:
        store = Store()
        clock = [START]
        app = create_app(store, now=lambda: clock[0], seed=seed, quirks=quirks, **options)
        admin = Admin(store)
        server = Server(app, store, admin, time=clock)
        admin.add_user("mira", "tide-pool")
        server.book = admin.add_book(
            "Salt Roads of the North", "Hallam - Salt Roads.epub", content=BOOK_CONTENT, authors=["P. Hallam"],
            isbn13="9780000004127")
        return server

    return make


@pytest.fixture
def server(make_server: MakeServer) -> Server:
    """The fork, as the third-party plugin wants it."""
    return make_server()


@pytest.fixture
def stock(make_server: MakeServer) -> Server:
    """The stock server."""
    return make_server(["booklore.stock"])


@pytest.fixture
def session(server: Server) -> dict[str, Any]:
    """A session of mira's book as the plugin posts it."""
    return {
        "bookId": server.book, "bookType": "EPUB", "startTime": "2026-03-01T19:00:04Z",
        "endTime": "2026-03-01T19:31:40Z", "durationSeconds": 1896, "durationFormatted": "31m 36s",
        "startProgress": 12.5, "endProgress": 16.75, "progressDelta": 4.25, "startLocation": "50", "endLocation": "67",
    }

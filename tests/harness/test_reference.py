"""The server of a story, in this process and over HTTP, is asked and told the same things."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from harness import bundled
from harness.backend import Backend
from harness.errors import CannotRun
from harness.reference import InProcess, OverHttp
from harness.server import AdminError, Store, create_app

BOOK = Path(bundled.scenarios() / "books" / "moby-dick.epub")


@pytest.fixture(params=["in process", "over HTTP"])
def backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    if request.param == "in process":
        yield InProcess(now=lambda: 1_772_352_000.0, seed=1, quirks=[])
        return
    with served() as url:
        yield OverHttp(url, "secret")


class served:
    """A reference server on a port of this machine."""

    def __enter__(self) -> str:
        app = create_app(Store(), now=lambda: 1_772_352_000.0, seed=1, admin_token="secret")
        self._server = make_server("127.0.0.1", 0, app, threaded=False)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def test_users_books_and_records(backend: Backend) -> None:
    backend.add_user("mira", "tide-pool")
    backend.change_password("mira", "low-water")
    backend.expire_tokens("mira")
    number = backend.add_book(BOOK, title=None, authors=["Melville"], isbn=None)
    [book] = backend.records("books")
    assert (book["id"], book["title"], book["file_name"]) == (number, "moby-dick", "moby-dick.epub")
    backend.remove_book(BOOK)
    assert backend.records("books") == []
    for kind in ("sessions", "ratings", "annotations", "notes", "bookmarks"):
        assert backend.records(kind) == []
    assert backend.requests() == []
    assert backend.unknown_endpoints() == []
    backend.set_quirk("booklore.stock", True)
    backend.set_quirk("booklore.stock", False)


def test_what_does_not_exist(backend: Backend) -> None:
    with pytest.raises(AdminError, match="nobody"):
        backend.expire_tokens("nobody")
    with pytest.raises(KeyError):
        backend.remove_book(BOOK)


def test_a_server_that_is_not_there_or_not_ours() -> None:
    with pytest.raises(CannotRun, match="cannot be reached"):
        OverHttp("http://127.0.0.1:1", "secret")
    with served() as url, pytest.raises(CannotRun, match="does not accept the admin token"):
        OverHttp(url, "wrong")


def test_a_package_is_given_to_its_owner_only(backend: Backend) -> None:
    backend.add_user("mira", "tide-pool")
    assert backend.package("kosync", "mira", "tide-pool").startswith(b"PK")
    with pytest.raises(AdminError, match="answered 401"):
        backend.package("kosync", "mira", "ebb")


def test_a_release_is_published(backend: Backend) -> None:
    backend.publish("tidewater/shelfsync", "v1.0", "Notes.", {"a.zip": b"PK"})
    backend.publish("tidewater/shelfsync", "v1.1", "Notes.", {"a.zip": b"PK"})

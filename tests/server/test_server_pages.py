"""The pages for people, and serving over a socket."""

from __future__ import annotations

import contextlib
import re
import threading
from pathlib import Path
from typing import Any

import pytest
import requests
import waitress
from server_under_test import Server

from harness.server import Admin, Store
from harness.server.fingerprint import fingerprint_of_file
from harness.server.serve import add_books, addresses, build
from harness.server.web import duration_text, percent_text


def text_of(page: str) -> str:
    page = re.sub(r"<style>.*?</style>", "", page, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_books_of_each_reader(server: Server, session: dict[str, Any]) -> None:
    server.ask("POST", "/api/v1/reading-sessions", server.x_auth(), json=session)
    page = text_of(server.ask("GET", "/").text)
    assert "Salt Roads of the North P. Hallam 1 31 min 36 s 16.75 % 2026-03-01 19:31:40" in page


def test_the_history_of_a_book(server: Server, session: dict[str, Any]) -> None:
    for start in ("2026-03-01T19:00:04Z", "2026-03-01T19:10:00Z"):
        server.ask("POST", "/api/v1/reading-sessions", server.x_auth(), json=session | {"startTime": start})
    page = text_of(server.ask("GET", f"/books/{server.book}").text)
    row = "mira {} 2026-03-01 19:31:40 31 min 36 s 12.5 % → 16.75 % 50 → 67"
    assert row.format("2026-03-01 19:10:00") + " " + row.format("2026-03-01 19:00:04") in page


def test_pages_without_anything(server: Server) -> None:
    assert "Not read yet." in server.ask("GET", f"/books/{server.book}").text
    for number in ("9001", "9" * 30):
        assert server.ask("GET", f"/books/{number}").status_code == 404
    server.admin.reset()
    assert "No readers yet." in server.ask("GET", "/").text


def test_titles_are_escaped(server: Server) -> None:
    server.admin.add_book("<b>Reef</b>", "reef.epub", content=b"r")
    assert "&lt;b&gt;Reef&lt;/b&gt;" in server.ask("GET", "/").text


@pytest.mark.parametrize(("seconds", "text"), [(0, "0 s"), (59, "59 s"), (3600, "1 h"), (3909, "1 h 5 min 9 s"),
                                               (-61, "−1 min 1 s")])
def test_durations(seconds: int, text: str) -> None:
    assert duration_text(seconds) == text


def test_percents() -> None:
    assert [percent_text(value) for value in (None, 0.0, 100.0, 12.5, 33.333332)] == [
        "–", "0 %", "100 %", "12.5 %", "33.33 %"]


@pytest.fixture
def books(tmp_path: Path) -> Path:
    directory = tmp_path / "books"
    (directory / "comics").mkdir(parents=True)
    for name in ("One.epub", "two.PDF", "comics/three.cbz", "comics/four.cbr", "notes.txt"):
        (directory / name).write_bytes(name.encode() * 500)
    return directory


def test_a_directory_becomes_the_library_once(books: Path) -> None:
    store = Store()
    assert add_books(store, books) == (4, [])
    assert add_books(store, books) == (0, [])
    found = Admin(store).books()
    assert [row["file_name"] for row in found] == ["One.epub", "four.cbr", "three.cbz", "two.PDF"]
    assert found[0]["hash"] == fingerprint_of_file(books / "One.epub")
    with pytest.raises(NotADirectoryError):
        add_books(store, books / "nowhere")


def test_served_over_a_socket(books: Path, tmp_path: Path) -> None:
    said: list[str] = []
    store = Store(tmp_path / "server.db")
    app = build(store, demo=True, books=books, admin_token="lighthouse", say=said.append)
    server = waitress.create_server(app, host="127.0.0.1", port=0)

    def serve() -> None:
        # Closing the server from another thread takes the socket away under its poll.
        with contextlib.suppress(OSError):
            server.run()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.effective_port}"
        who = {"username": "mira", "password": "tide-pool"}
        login = requests.post(f"{url}/api/v1/auth/login", json=who, timeout=20)
        headers = {"Authorization": f"Bearer {login.json()['accessToken']}"}
        listed = requests.get(f"{url}/api/v1/books", headers=headers, timeout=20).json()
        assert [book["title"] for book in listed] == ["One", "four", "three", "two"]
        content = requests.get(f"{url}/api/v1/books/1/download", headers=headers, timeout=20).content
        assert content == (books / "One.epub").read_bytes()
        assert "One" in requests.get(url, timeout=20).text
    finally:
        server.close()
        thread.join(5)
    assert said == [f"Added 4 books from {books}"]


def test_addresses() -> None:
    assert addresses("127.0.0.1", 6060) == ["http://127.0.0.1:6060"]
    assert addresses("::1", 6060) == ["http://[::1]:6060"]
    assert "http://127.0.0.1:6060" in addresses("0.0.0.0", 6060)

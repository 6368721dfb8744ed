"""Books by number, fingerprint, title and ISBN; ratings; downloads."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from server_under_test import BOOK_CONTENT, BOOK_HASH, Server

BOOKS = "/api/v1/books"


def nulls_in(value: Any) -> bool:
    if isinstance(value, dict):
        return any(item is None or nulls_in(item) for item in value.values())
    return isinstance(value, list) and any(nulls_in(item) for item in value)


def test_a_book(server: Server) -> None:
    book = server.ask("GET", f"{BOOKS}/{server.book}", server.bearer()).json
    assert book["id"] == server.book
    assert book["title"] == "Salt Roads of the North"
    assert book["libraryName"] == "Library"
    assert book["primaryFile"] | {
        "bookId": server.book, "fileName": "Hallam - Salt Roads.epub", "bookType": "EPUB", "extension": "epub",
        "isBook": True, "fileSizeKb": 0,
    } == book["primaryFile"]
    assert book["metadata"]["authors"] == ["P. Hallam"]
    assert book["metadata"]["isbn13"] == "9780000004127"
    assert not nulls_in(book)


@pytest.mark.parametrize(("number", "status"), [("9001", 404), ("x", 500), ("9" * 30, 500), ("-1", 404)])
def test_no_such_book(server: Server, number: str, status: int) -> None:
    reply = server.ask("GET", f"{BOOKS}/{number}", server.bearer())
    assert reply.status_code == status
    assert reply.json["message"] == {404: f"Book not found with ID: {number}", 500: "An unexpected error occurred."}[
        status]


def test_a_closed_library(server: Server) -> None:
    server.admin.add_user("tom", "low-water", libraries=["Comics"])
    comic = server.admin.add_book("Reef", "reef.cbz", content=b"c", library="Comics")
    bearer = server.bearer("tom")
    assert server.ask("GET", f"{BOOKS}/{server.book}", bearer).status_code == 403
    assert server.ask("GET", f"{BOOKS}/by-hash/{BOOK_HASH}", bearer).status_code == 403
    assert [book["id"] for book in server.ask("GET", BOOKS, bearer).json] == [comic]
    assert server.ask("GET", f"{BOOKS}/search?title=Salt+Roads", bearer).json == []


def test_all_and_several(server: Server) -> None:
    second = server.admin.add_book("Low Water", "low.pdf", content=b"p")
    bearer = server.bearer()
    assert [book["title"] for book in server.ask("GET", BOOKS, bearer).json] == ["Salt Roads of the North", "Low Water"]
    found = server.ask("GET", f"{BOOKS}/batch?ids={second},9001,{server.book}", bearer).json
    assert [book["id"] for book in found] == [second, server.book]


def test_by_hash(server: Server) -> None:
    bearer = server.bearer()
    book = server.ask("GET", f"{BOOKS}/by-hash/{BOOK_HASH}", bearer).json
    assert (book["id"], book["metadata"]["isbn13"]) == (server.book, "9780000004127")
    assert server.ask("GET", f"{BOOKS}/by-hash/{'0' * 32}", bearer).status_code == 404
    assert server.ask("GET", f"{BOOKS}/by-hash/{BOOK_HASH}", server.x_auth()).status_code == 403


def test_search_by_title_best_first(server: Server) -> None:
    second = server.admin.add_book("Salt Roads II", "two.epub", content=b"2")
    server.admin.add_book("Gardening", "g.epub", content=b"3")
    hits = server.ask("GET", f"{BOOKS}/search?title=salt+roads+ii", server.bearer()).json
    assert [hit["id"] for hit in hits] == [second, server.book]
    assert hits[0]["matchScore"] == 1.0
    assert 0 < hits[1]["matchScore"] < 1
    assert hits[1]["author"] == "P. Hallam"
    assert "author" not in hits[0]


@pytest.mark.parametrize("isbn", ["9780000004127", "978-0-00-000412-7"])
def test_search_by_isbn(server: Server, isbn: str) -> None:
    hits = server.ask("GET", f"{BOOKS}/search?isbn={isbn}", server.bearer()).json
    assert [(hit["id"], hit["matchScore"]) for hit in hits] == [(server.book, 1.0)]


def test_search_finds_nothing(server: Server) -> None:
    bearer = server.bearer()
    assert server.ask("GET", f"{BOOKS}/search?isbn=123", bearer).json == []
    assert server.ask("GET", f"{BOOKS}/search?title=zzz", bearer).json == []
    assert server.ask("GET", f"{BOOKS}/search", bearer).status_code == 400
    assert server.ask("GET", f"{BOOKS}/search?title=salt+roads&limit=0", bearer).json == []


def test_stock_knows_neither_hash_nor_search(stock: Server) -> None:
    bearer = stock.bearer()
    assert stock.ask("GET", f"{BOOKS}/by-hash/{BOOK_HASH}", bearer).content_type.startswith("text/html")
    assert stock.ask("GET", f"{BOOKS}/search?title=salt", bearer).status_code == 500


def rate(server: Server, body: Any, method: str = "PUT", name: str = "personal-rating") -> Any:
    return server.ask(method, f"{BOOKS}/{name}", server.bearer(), json=body)


def test_rating_and_last_write_wins(server: Server) -> None:
    for rating in (8, 8, 6):
        reply = rate(server, {"ids": [server.book], "rating": rating})
        assert (reply.status_code, reply.json) == (200, [{"bookId": server.book, "personalRating": rating}])
    assert server.admin.ratings() == [{"user": "mira", "book_id": server.book, "rating": 6}]
    assert server.ask("GET", f"{BOOKS}/{server.book}", server.bearer()).json["personalRating"] == 6


def test_a_rating_is_taken_away(server: Server) -> None:
    rate(server, {"ids": [server.book], "rating": 8})
    reply = rate(server, {"ids": [server.book]}, "POST", "reset-personal-rating")
    assert (reply.status_code, reply.json) == (200, [{"bookId": server.book}])
    assert server.admin.ratings() == []


@pytest.mark.parametrize(("body", "status"), [
    ({"ids": [], "rating": 8}, 400), ({"ids": [1]}, 400), ({"ids": list(range(501)), "rating": 8}, 400),
    ({"ids": [9001], "rating": 8}, 404), ({"ids": ["x"], "rating": 8}, 400), ({"ids": [1], "rating": 99}, 200),
])
def test_what_a_rating_must_be(server: Server, body: Any, status: int) -> None:
    assert rate(server, body).status_code == status


def test_one_unknown_book_rates_none(server: Server) -> None:
    assert rate(server, {"ids": [server.book, 9001], "rating": 8}).status_code == 404
    assert server.admin.ratings() == []


def test_download_from_the_store(server: Server) -> None:
    reply = server.ask("GET", f"{BOOKS}/{server.book}/download", server.bearer())
    assert (reply.status_code, reply.data) == (200, BOOK_CONTENT)
    assert reply.content_type == "application/octet-stream"
    assert reply.headers["Content-Disposition"] == (
        'attachment; filename="Hallam - Salt Roads.epub"; filename*=UTF-8\'\'Hallam%20-%20Salt%20Roads.epub')


def test_download_from_a_file(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "Bølge \"1\".epub"
    file.write_bytes(b"wave" * 50_000)
    book = server.admin.add_book("Bølge", file.name, path=file)
    reply = server.ask("GET", f"{BOOKS}/{book}/download", server.bearer())
    assert (reply.data, reply.content_length) == (b"wave" * 50_000, 200_000)
    plain, encoded = reply.headers["Content-Disposition"].split("; ")[1:]
    assert plain == 'filename="B_lge _1_.epub"'
    assert unquote(encoded.removeprefix("filename*=UTF-8''")) == file.name
    file.unlink()
    assert server.ask("GET", f"{BOOKS}/{book}/download", server.bearer()).status_code == 500


def test_download_needs_the_right(server: Server) -> None:
    server.admin.set_download("mira", False)
    assert server.ask("GET", f"{BOOKS}/{server.book}/download", server.bearer()).status_code == 403
    server.admin.set_download("mira", True)
    assert server.ask("GET", f"{BOOKS}/9001/download", server.bearer()).status_code == 404


def test_numbers_are_never_used_twice(server: Server) -> None:
    server.admin.remove_book(server.book)
    assert server.admin.add_book("New", "new.epub", content=b"n") == server.book + 1

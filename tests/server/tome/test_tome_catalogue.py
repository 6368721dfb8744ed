"""What there is to browse, and the files themselves."""

from __future__ import annotations

from typing import Any

import pytest
from server_under_test import BOOK_CONTENT, BOOK_HASH
from tome_under_test import Tome


@pytest.fixture
def shelf(tome: Tome) -> list[int]:
    """Three volumes out of order, one of them without an author, and a comic."""
    mira = ["Mira Olsen"]
    return [tome.add_book("Salt Ledger", "b.epub", "Tidewater", 2.0, "light_novel", authors=mira),
            tome.add_book("Glass Harbor", "a.epub", "Tidewater", 1.0, "light_novel", authors=mira),
            tome.add_book("Ebb Archive", "c.epub", "Tidewater", 2.5),
            tome.add_book("Reef", "reef.cbz", authors=["Ann Lee"], library="Comics")]


def test_series(tome: Tome, shelf: list[int]) -> None:
    assert tome.device("GET", "series").json == [
        {"name": "Tidewater", "book_count": 3, "first_book_id": shelf[1], "author": "Mira Olsen"},
        {"name": "__unserialized__", "book_count": 2, "first_book_id": tome.book}]


def test_the_books_of_a_series(tome: Tome, shelf: list[int]) -> None:
    reply = tome.device("GET", f"series/{shelf[2]}").json
    assert (reply["series_name"], reply["book_type"]) == ("Tidewater", "light_novel")
    assert [(book["title"], book.get("series_index"), book["book_type"]) for book in reply["books"]] == [
        ("Glass Harbor", 1.0, "light_novel"), ("Salt Ledger", 2.0, "light_novel"), ("Ebb Archive", 2.5, "book")]
    assert reply["books"][0] == {
        "id": shelf[1], "title": "Glass Harbor", "series_index": 1.0, "author": "Mira Olsen", "status": "unread",
        "book_type": "light_novel", "series": "Tidewater",
        "files": [{"id": 3, "format": "epub", "file_size": len("Glass Harbor a.epub")}]}
    assert "author" not in reply["books"][2]


def test_nulls_of_a_real_server(tome: Tome, shelf: list[int]) -> None:
    tome.quirk("tome.null-fields")
    book = tome.device("GET", f"series/{shelf[2]}").json["books"][2]
    assert (book["author"], book["book_type"]) == (None, None)
    assert "author" not in tome.device("GET", "series").json[1]


def test_books_without_a_series(tome: Tome, shelf: list[int]) -> None:
    reply = tome.device("GET", f"series/{tome.book}").json
    assert reply["series_name"] == "__unserialized__"
    assert [(book["title"], book["book_type"]) for book in reply["books"]] == [
        ("Reef", "comic"), ("Salt Roads of the North", "book")]
    missing = tome.device("GET", "series/77")
    assert (missing.status_code, missing.json) == (404, {"detail": "Book not found"})


def test_a_series_without_a_name(tome: Tome) -> None:
    number = tome.add_book("Drift", "d.epub", "", 1.0)
    assert [row["name"] for row in tome.device("GET", "series").json] == ["__unserialized__"]
    tome.quirk("tome.nameless-series")
    assert [row["name"] for row in tome.device("GET", "series").json] == ["", "__unserialized__"]
    assert [book["id"] for book in tome.device("GET", f"series/{number}").json["books"]] == [tome.book]


def test_authors(tome: Tome, shelf: list[int]) -> None:
    assert tome.device("GET", "authors").json == [
        {"name": "Ann Lee", "book_count": 1}, {"name": "Mira Olsen", "book_count": 2},
        {"name": "P. Hallam", "book_count": 1}, {"name": "__unknown__", "book_count": 1}]

    def titles(author: str) -> list[str]:
        reply = tome.device("GET", "author-books", query_string={"author": author}).json
        assert reply["author"] == author
        return [book["title"] for book in reply["books"]]

    assert titles("Mira Olsen") == ["Glass Harbor", "Salt Ledger"]
    assert titles("__unknown__") == ["Ebb Archive"]
    assert titles("Nobody") == []
    assert tome.device("GET", "author-books").status_code == 422


def test_search(tome: Tome, shelf: list[int]) -> None:
    def hits(query: str) -> list[str]:
        return [book["title"] for book in tome.device("GET", "search", query_string={"q": query}).json["books"]]

    assert hits("tide SALT") == ["Salt Ledger"]
    assert hits("salt") == ["Salt Roads of the North", "Salt Ledger"]
    assert [hits("%"), hits(" "), hits("salt reef")] == [[], [], []]
    tome.quirk("tome.like-wildcards")
    assert len(hits("%")) == 5
    assert tome.device("GET", "search").status_code == 422


def test_search_shows_fifty_and_counts_all(tome: Tome) -> None:
    for number in range(60):
        tome.add_book(f"Wave {number}", f"w{number}.epub")
    reply = tome.device("GET", "search?q=wave").json
    assert (reply["query"], reply["total"], len(reply["books"])) == ("wave", 60, 50)


def test_shelves(tome: Tome, shelf: list[int], stranger: str) -> None:
    number = tome.server.admin.add_shelf("mira", "Mine", books=shelf[:2])
    assert tome.device("GET", "shelves").json == [{"id": number, "name": "Mine", "book_count": 2}]
    reply = tome.device("GET", f"shelf-books?shelf_id={number}").json
    assert (reply["shelf"], [book["id"] for book in reply["books"]]) == ("Mine", shelf[:2])
    assert tome.device("GET", "shelves", stranger).json == []
    for key, path, status in ((None, "shelf-books?shelf_id=77", 404), (stranger, f"shelf-books?shelf_id={number}", 404),
                              (None, "shelf-books?shelf_id=x", 422), (None, "shelf-books", 422)):
        assert tome.device("GET", path, key).status_code == status


def test_closed_libraries_hold_nothing(tome: Tome, shelf: list[int], stranger: str) -> None:
    for path in ("series", "authors"):
        assert tome.device("GET", path, stranger).json == []
    for path in (f"series/{tome.book}", f"download/{tome.book}/1"):
        assert tome.device("GET", path, stranger).status_code == 404


def test_a_download(tome: Tome) -> None:
    reply = tome.device("GET", f"download/{tome.book}/1")
    assert (reply.status_code, reply.data) == (200, BOOK_CONTENT)
    assert reply.headers["Content-Type"] == "application/octet-stream"
    assert reply.headers["Content-Length"] == str(len(BOOK_CONTENT))
    assert reply.headers["ETag"] == f'"{BOOK_HASH}"'
    assert "Hallam - Salt Roads.epub" in reply.headers["Content-Disposition"]
    listed = tome.device("GET", f"series/{tome.book}").json["books"][0]["files"][0]
    assert listed == {"id": 1, "format": "epub", "file_size": len(BOOK_CONTENT)}


def test_a_part_of_a_download(tome: Tome) -> None:
    path = f"/api/tome-sync/download/{tome.book}/1"
    headers = {"Authorization": f"Bearer {tome.key}", "Range": "bytes=4-7"}
    reply = tome.server.ask("GET", path, headers)
    assert (reply.status_code, reply.data) == (206, BOOK_CONTENT[4:8])


def test_listings_that_tell_another_size(tome: Tome) -> None:
    tome.quirk("tome.file-size-differs")
    listed = tome.device("GET", f"series/{tome.book}").json["books"][0]["files"][0]
    assert listed["file_size"] != len(tome.device("GET", f"download/{tome.book}/1").data)


def test_further_formats(tome: Tome) -> None:
    number = tome.admin.add_file(tome.book, "Salt Roads.kepub.epub", b"kepub")
    files = tome.device("GET", f"series/{tome.book}").json["books"][0]["files"]
    assert files[1] == {"id": number, "format": "kepub.epub", "file_size": 5}
    assert tome.device("GET", f"download/{tome.book}/{number}").data == b"kepub"


@pytest.mark.parametrize("path", ["download/1/77", "download/77/1", "download/2/1"])
def test_files_that_are_not_there(tome: Tome, path: str) -> None:
    tome.add_book("Other", "o.epub")
    reply = tome.device("GET", path)
    assert (reply.status_code, reply.json) == (404, {"detail": "File not found"})


def test_a_file_that_is_gone_from_the_disk(tome: Tome, tmp_path: Any) -> None:
    path = tmp_path / "gone.epub"
    path.write_bytes(b"here today")
    number = tome.server.admin.add_book("Gone", "gone.epub", path=path)
    assert tome.device("GET", f"download/{number}/2").data == b"here today"
    path.unlink()
    assert tome.device("GET", f"download/{number}/2").json == {"detail": "File no longer on disk"}

"""The catalog: browsing, downloading in parts, the manifest."""

from __future__ import annotations

from typing import Any

import pytest
from orbit_under_test import BOOK_CONTENT, CATALOG, KOBO, Orbit


def ask(orbit: Orbit, path: str, **query: Any) -> Any:
    reply = orbit.get(CATALOG + path, query_string=query)
    assert reply.status_code == 200, reply.json
    return reply.json


def put(orbit: Orbit, path: str, **fields: Any) -> Any:
    return orbit.server.ask("PUT", CATALOG + path, orbit.server.x_auth(), json=fields)


def test_root_and_sections(orbit: Orbit) -> None:
    entries = ask(orbit, "/root")["sections"]
    assert [entry["id"] for entry in entries] == ["continue-reading", "recent", "libraries", "collections",
                                                  "smart-scopes", "authors", "series", "all-books"]
    authors = ask(orbit, "/sections/authors")
    assert [(item["title"], item["count"]) for item in authors["items"]] == [("P. Hallam", 1)]
    assert (authors["page"], authors["hasNext"], authors["nextUrl"]) == (1, False, None)
    assert ask(orbit, "/sections/libraries")["items"][0]["title"] == "Library"
    assert ask(orbit, "/sections/series")["items"] == []
    assert orbit.get(CATALOG + "/sections/shelves").status_code == 400


def test_pages_of_books(orbit: Orbit) -> None:
    for at in range(4):
        orbit.wait(1)
        orbit.admin.add_book(f"Book {at}", f"b{at}.pdf", content=b"%d" % at, authors=["R. Vale"])
    found = ask(orbit, "/books", size=2)
    assert [item["title"] for item in found["items"]] == ["Book 3", "Book 2"]
    assert (found["total"], found["hasNext"]) == (5, True)
    assert [item["title"] for item in orbit.get(found["nextUrl"]).json["items"]] == ["Book 1", "Book 0"]
    assert [item["title"] for item in ask(orbit, "/books", q="SALT")["items"]] == ["Salt Roads of the North"]
    last = ask(orbit, "/books", author="R. Vale", format="PDF", sort="title", order="desc")["items"][0]
    assert last["title"] == "Book 3"
    assert ask(orbit, "/books", ids="1,3")["total"] == 2
    assert ask(orbit, "/books", page=9)["items"] == []


@pytest.mark.parametrize("query", [{"size": 101}, {"page": 0}, {"page": "x"}, {"sort": "size"}, {"ids": "1,x"},
                                   {"readStatus": "read"}, {"unknown": 1}, {"q": "q" * 129}])
def test_bad_queries(orbit: Orbit, query: dict[str, Any]) -> None:
    assert orbit.get(CATALOG + "/books", query_string=query).status_code == 400


def test_a_book_and_its_state(orbit: Orbit) -> None:
    orbit.put_progress(0.4217, progress="/body/DocFragment[9]/body/p")
    found = ask(orbit, f"/books/{orbit.book}", deviceId=KOBO)
    assert (found["progressPercentage"], found["readStatus"]) == (42.17, "reading")
    assert found["progress"]["koreaderProgress"] == "/body/DocFragment[9]/body/p"
    assert found["files"][0]["devicePath"] == "P. Hallam/Salt Roads of the North.epub"
    assert put(orbit, f"/books/{orbit.book}/read-status", status="read").json == {"readStatus": "read"}
    assert put(orbit, f"/books/{orbit.book}/rating", rating=3.5).json == {"rating": 3.5}
    assert put(orbit, f"/books/{orbit.book}/rating", rating=None).json == {"rating": None}
    assert put(orbit, f"/books/{orbit.book}/rating", rating=6).status_code == 400
    assert put(orbit, f"/books/{orbit.book}/read-status", status="finished").status_code == 400
    assert put(orbit, "/books/99/rating", rating=1).status_code == 404
    assert orbit.get(f"{CATALOG}/books/99").status_code == 404
    assert orbit.get(f"{CATALOG}/books/{orbit.book}/thumbnail").status_code == 404


def test_only_what_the_user_may_see(orbit: Orbit) -> None:
    orbit.web.set_libraries("mira", [])
    assert ask(orbit, "/books")["total"] == 0
    assert ask(orbit, "/manifest")["items"] == []
    for path in (f"/books/{orbit.book}", "/files/1/download"):
        assert orbit.get(CATALOG + path).status_code == 404


def test_download_and_resume(orbit: Orbit) -> None:
    whole = orbit.get(CATALOG + "/files/1/download")
    assert (whole.data, whole.headers["Content-Length"]) == (BOOK_CONTENT, str(len(BOOK_CONTENT)))
    assert whole.content_type == "application/epub+zip"
    probe = orbit.get(CATALOG + "/files/1/download", headers={"Range": "bytes=0-0"})
    assert (probe.status_code, probe.headers["Content-Range"]) == (206, f"bytes 0-0/{len(BOOK_CONTENT)}")
    etag = probe.headers["ETag"]
    assert etag.startswith('"')
    rest = orbit.get(CATALOG + "/files/1/download", headers={"Range": "bytes=5-", "If-Range": etag})
    assert (rest.status_code, rest.data) == (206, BOOK_CONTENT[5:])
    other = orbit.get(CATALOG + "/files/1/download", headers={"Range": "bytes=5-", "If-Range": '"other"'})
    assert (other.status_code, other.data) == (200, BOOK_CONTENT)
    assert orbit.get(CATALOG + "/files/1/download", headers={"Range": "bytes=999-"}).status_code == 416
    orbit.admin.add_book("Nowhere", "nowhere.epub", hash="5" * 32, path="/nowhere/at/all.epub", size_bytes=3)
    assert orbit.get(CATALOG + "/files/2/download").status_code == 404


def test_the_manifest(orbit: Orbit) -> None:
    for at in range(4):
        orbit.admin.add_book(f"../{at}", f"b{at}.pdf", content=b"%d" % at, authors=["A/B"])
    seen, cursor = [], {}
    while True:
        found = ask(orbit, "/manifest", size=2, **cursor)
        seen += found["items"]
        if not found["hasNext"]:
            break
        cursor = {"cursor": found["nextCursor"]}
    assert [item["id"] for item in seen] == [1, 2, 3, 4, 5]
    assert seen[0]["files"][0]["fileHash"] == orbit.hash
    assert seen[1]["files"][0]["devicePath"] == "A_B/_0.pdf"
    assert found["manifestVersion"] == orbit.post("/match-check", hashes=[orbit.hash]).json["libraryVersion"]
    for query in ({"cursor": "x"}, {**cursor, "format": "pdf"}, {"cursor": "e30="}):
        assert orbit.get(CATALOG + "/manifest", query_string=query).status_code == 400


def test_the_dashboard(orbit: Orbit) -> None:
    orbit.put_progress(0.3)
    orbit.post("/page-stats", books=[{"hash": orbit.hash, "events": [
        {"page": 1, "startTime": orbit.now - 86_400 * back, "durationSeconds": 60, "totalPages": 9}
        for back in (0, 1, 4)]}])
    found = ask(orbit, "/dashboard", section="recently-added")
    assert [book["id"] for book in found["continueReading"]] == [orbit.book]
    assert found["readingStreak"] == {"currentStreak": 2, "longestStreak": 2,
                                      "lastSevenDays": [False, False, True, False, False, True, True]}
    assert found["section"]["books"][0]["id"] == orbit.book
    assert ask(orbit, "/dashboard/discover")["discover"][0]["id"] == orbit.book
    assert ask(orbit, "/dashboard/sections/want-to-read")["section"]["books"] == []
    assert orbit.get(CATALOG + "/dashboard/sections/other").status_code == 400

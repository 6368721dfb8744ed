"""Fingerprints: who finds which file, and the queue of what is not found."""

from __future__ import annotations

from typing import Any

from orbit_under_test import OTHER, UNKNOWN_HASH, Orbit


def check(orbit: Orbit, *hashes: str, **more: Any) -> Any:
    reply = orbit.post("/match-check", hashes=list(hashes), **more)
    assert reply.status_code == 201, reply.json
    return reply.json


def test_known_and_unknown(orbit: Orbit) -> None:
    found = check(orbit, orbit.hash.upper(), UNKNOWN_HASH, orbit.hash)
    assert found["matches"] == [{"hash": orbit.hash, "bookId": orbit.book, "bookFileId": 1}]
    assert len(found["libraryVersion"]) == 16
    assert check(orbit, orbit.hash.upper(), UNKNOWN_HASH, orbit.hash) == found


def test_earlier_identities_are_found(orbit: Orbit) -> None:
    before = check(orbit, orbit.hash)["libraryVersion"]
    orbit.admin.set_hash(orbit.book, "1" * 32)
    orbit.admin.set_hash(orbit.book, "2" * 32)
    found = check(orbit, orbit.hash, "1" * 32, "2" * 32)
    assert [match["bookId"] for match in found["matches"]] == [orbit.book] * 3
    assert found["libraryVersion"] != before


def test_the_current_file_wins_over_an_earlier_identity(orbit: Orbit) -> None:
    orbit.admin.set_hash(orbit.book, "1" * 32)
    other = orbit.admin.add_book("Another", "another.epub", hash=orbit.hash)
    assert check(orbit, orbit.hash)["matches"][0]["bookId"] == other


def test_only_accessible_libraries(orbit: Orbit) -> None:
    orbit.admin.set_hash(orbit.book, "1" * 32)
    before = check(orbit, orbit.hash)["libraryVersion"]
    orbit.web.set_libraries("mira", ["Elsewhere"])
    for hash in (orbit.hash, "1" * 32):
        assert check(orbit, hash)["matches"] == []
    assert check(orbit, orbit.hash)["libraryVersion"] != before
    orbit.hash = "1" * 32
    assert orbit.put_progress(0.5).status_code == 404
    assert orbit.progress() == {}
    event = {"page": 1, "startTime": 5, "durationSeconds": 20, "totalPages": 9}
    nothing: dict[str, Any] = {"keys": [], "keysComplete": True, "changes": []}
    for path, entry in (("/page-stats", {"events": [event]}), ("/book-states", {}), ("/annotations/exchange", nothing),
                        ("/bookmarks/exchange", nothing)):
        reply = orbit.post(path, books=[{"hash": orbit.hash, **entry}])
        assert reply.json == {"results": [], "unmatched": [orbit.hash]}
    orbit.web.set_libraries("mira", ["Library"])
    assert check(orbit, orbit.hash)["matches"][0]["bookId"] == orbit.book


def test_another_users_link_is_not_followed(orbit: Orbit) -> None:
    orbit.admin.add_user("tom", "low-water")
    check(orbit, UNKNOWN_HASH, books=[{"hash": UNKNOWN_HASH, "source": "current_file", "bookFileId": 1}])
    assert check(orbit, UNKNOWN_HASH)["matches"][0]["bookId"] == orbit.book
    reply = orbit.post("/match-check", user="tom", password="low-water", hashes=[UNKNOWN_HASH])
    assert reply.json["matches"] == []


def test_a_file_number_links(orbit: Orbit) -> None:
    hint = {"hash": UNKNOWN_HASH, "source": "statistics", "bookFileId": 1}
    assert check(orbit, UNKNOWN_HASH, books=[hint])["matches"] == []
    assert check(orbit, UNKNOWN_HASH, books=[{**hint, "source": "file", "bookFileId": 99}])["matches"] == []
    assert check(orbit, UNKNOWN_HASH, books=[{**hint, "source": "file"}])["matches"][0]["bookFileId"] == 1


def test_the_queue(orbit: Orbit) -> None:
    check(orbit, UNKNOWN_HASH, books=[{"hash": UNKNOWN_HASH, "title": "Sideloaded", "source": "file", "lastOpen": 7}])
    orbit.post("/match-check", OTHER, hashes=["3" * 32],
               books=[{"hash": "3" * 32, "title": "Unclear", "source": "file", "metadataAmbiguous": True}])
    queue = orbit.bearer("GET", "/unmatched-books").json
    assert [(row["hash"], row["title"], row["lastOpen"]) for row in queue] == [(UNKNOWN_HASH, "Sideloaded", 7)]
    assert orbit.bearer("POST", f"/unmatched-books/{'4' * 32}/link", json={"bookId": orbit.book}).status_code == 404
    assert orbit.bearer("POST", f"/unmatched-books/{UNKNOWN_HASH}/link", json={"bookId": 77}).status_code == 404
    reply = orbit.bearer("POST", f"/unmatched-books/{UNKNOWN_HASH}/link", json={"bookId": orbit.book})
    assert (reply.status_code, reply.json["bookFileId"]) == (201, 1)
    assert orbit.bearer("GET", "/unmatched-books").json == []
    assert check(orbit, UNKNOWN_HASH)["matches"][0]["bookId"] == orbit.book
    links = orbit.bearer("GET", "/hash-links").json
    assert links == [{"hash": UNKNOWN_HASH, "bookFileId": 1, "bookId": orbit.book}]
    other = orbit.admin.add_book("Another", "another.epub", content=b"other")
    assert orbit.bearer("PATCH", f"/hash-links/{UNKNOWN_HASH}", json={"bookId": other}).json["bookId"] == other
    assert orbit.bearer("DELETE", f"/hash-links/{UNKNOWN_HASH}").status_code == 204
    assert orbit.bearer("DELETE", f"/hash-links/{UNKNOWN_HASH}").status_code == 404
    assert check(orbit, UNKNOWN_HASH)["matches"] == []


def test_what_came_to_match_cannot_be_linked(orbit: Orbit) -> None:
    check(orbit, UNKNOWN_HASH, books=[{"hash": UNKNOWN_HASH, "source": "file"}])
    orbit.admin.add_book("Arrived", "arrived.epub", hash=UNKNOWN_HASH)
    reply = orbit.bearer("POST", f"/unmatched-books/{UNKNOWN_HASH}/link", json={"bookId": orbit.book})
    assert reply.status_code == 409


def test_the_queue_is_emptied(orbit: Orbit) -> None:
    for hash in (UNKNOWN_HASH, "3" * 32):
        check(orbit, hash, books=[{"hash": hash, "source": "file"}])
    assert orbit.bearer("DELETE", f"/unmatched-books/{UNKNOWN_HASH}").status_code == 204
    assert orbit.bearer("DELETE", f"/unmatched-books/{UNKNOWN_HASH}").status_code == 404
    assert orbit.bearer("DELETE", "/unmatched-books").status_code == 204
    assert orbit.bearer("GET", "/unmatched-books").json == []

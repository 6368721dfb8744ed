"""Bookmarks both ways."""

from __future__ import annotations

from typing import Any

import pytest
from orbit_epub import epub_bytes
from orbit_under_test import KOBO, OTHER, UNKNOWN_HASH, Orbit, key_of

from harness.server.fingerprint import fingerprint_of_bytes

AT = "2026-03-01 18:14:03"
POS = "/body/DocFragment[2]/body/p[2]/text().6"


def mark(**changes: Any) -> dict[str, Any]:
    return {"datetime": AT, "pos": POS, "pageno": 12, "chapter": "Two", **changes}


def exchange(orbit: Orbit, *changes: dict[str, Any], keys: list[str] | None = None, complete: bool = True,
             device_id: str = KOBO) -> Any:
    keys = [key_of(item["datetime"], item["pos"]) for item in changes] if keys is None else keys
    reply = orbit.post("/bookmarks/exchange", device_id, books=[{
        "hash": orbit.hash, "keys": [{"k": key, "dt": AT} for key in keys], "keysComplete": complete,
        "changes": list(changes)}])
    assert reply.status_code == 201, reply.json
    return reply.json["results"][0]


def ack(orbit: Orbit, applied: list[dict[str, Any]], *deleted: int) -> Any:
    gone = [{"serverId": number, "status": "applied"} for number in deleted]
    reply = orbit.post("/bookmarks/exchange-ack", books=[{"hash": orbit.hash, "applied": applied, "deleted": gone}])
    assert reply.status_code == 201, reply.json
    return reply.json["results"][0]["acked"]


@pytest.fixture
def tide(orbit: Orbit) -> Orbit:
    """A book whose places can be walked."""
    orbit.book = orbit.admin.add_book("Tide Charts", "tide.epub", content=epub_bytes())
    orbit.hash = fingerprint_of_bytes(epub_bytes())
    return orbit


def test_create_repeat_and_title(tide: Orbit) -> None:
    first = exchange(tide, mark())
    assert first == {"hash": tide.hash, "bookId": tide.book, "accepted": 1, "duplicates": 0, "rejected": 0,
                     "deviceDeleted": 0, "toApply": {"add": [], "delete": []}, "more": False, "skippedConversion": 0}
    assert exchange(tide, mark())["duplicates"] == 1
    assert exchange(tide, mark(note="tea"))["accepted"] == 1
    assert [row["title"] for row in tide.web.bookmarks("mira")] == ["tea"]


@pytest.mark.parametrize(("fields", "title"), [
    ({"note": "n"}, "n"), ({}, "Two"), ({"chapter": None}, "p. 12"), ({"chapter": None, "pageno": None}, "Bookmark")])
def test_titles(tide: Orbit, fields: dict[str, Any], title: str) -> None:
    exchange(tide, mark(**fields))
    assert tide.web.bookmarks("mira")[0]["title"] == title


def test_a_place_that_is_not_in_the_book(tide: Orbit) -> None:
    assert exchange(tide, mark(pos="/body/DocFragment[2]/body/p[9]/text().0"))["rejected"] == 1
    assert tide.web.bookmarks("mira") == []


def test_the_same_place_from_two_devices_is_one(tide: Orbit) -> None:
    exchange(tide, mark())
    result = exchange(tide, mark(datetime="2026-03-01 18:20:00"), device_id=OTHER)
    assert (result["duplicates"], result["toApply"]["add"]) == (1, [])
    assert len(tide.web.bookmarks("mira")) == 1


def test_the_web_to_the_device_and_the_delete_back(tide: Orbit) -> None:
    number = tide.web.add_bookmark("mira", tide.book, "gulls", cfi="epubcfi(/6/4!/4/6/1:8)")
    for _ in range(2):
        adds = exchange(tide)["toApply"]["add"]
        assert adds == [{"serverId": number, "pos": POS, "pageno": None, "title": "gulls"}]
    assert ack(tide, [{"serverId": number, "status": "applied"}]) == 0
    assert ack(tide, [{"serverId": number, "status": "applied", "datetime": AT, "pos": POS}]) == 1
    key = key_of(AT, POS)
    assert exchange(tide, keys=[key])["toApply"]["add"] == []
    tide.web.delete_bookmark(number)
    for _ in range(2):
        assert exchange(tide, keys=[key])["toApply"]["delete"] == [{"serverId": number, "key": key, "datetime": AT}]
    assert ack(tide, [], number) == 1
    assert exchange(tide, keys=[])["toApply"]["delete"] == []


def test_a_delete_on_the_device(tide: Orbit) -> None:
    exchange(tide, mark())
    exchange(tide, mark(), device_id=OTHER)
    assert exchange(tide, keys=[], complete=False)["deviceDeleted"] == 0
    assert exchange(tide, keys=[])["deviceDeleted"] == 1
    assert len(exchange(tide, keys=[key_of(AT, POS)], device_id=OTHER)["toApply"]["delete"]) == 1


def test_a_place_marked_again(tide: Orbit) -> None:
    exchange(tide, mark())
    exchange(tide, keys=[])
    exchange(tide, mark(datetime="2026-03-01 19:00:00"))
    assert len(tide.web.bookmarks("mira")) == 1


def test_a_cfi_that_leads_nowhere(tide: Orbit) -> None:
    tide.web.add_bookmark("mira", tide.book, "lost", cfi="epubcfi(/6/4!/4/60)")
    assert exchange(tide)["skippedConversion"] == 1


def test_limits_and_strangers(orbit: Orbit) -> None:
    reply = orbit.post("/bookmarks/exchange", books=[
        {"hash": UNKNOWN_HASH, "keys": [], "keysComplete": True, "changes": []}])
    assert reply.json == {"results": [], "unmatched": [UNKNOWN_HASH]}
    assert ack(orbit, [{"serverId": 5, "status": "applied", "key": "0" * 32}], 6) == 0
    for change in ({"pos": None}, {"note": "n" * 501}, {"datetime": "x"}, {"drawer": "lighten"}):
        book = {"hash": orbit.hash, "keys": [], "keysComplete": True, "changes": [mark(**change)]}
        assert orbit.post("/bookmarks/exchange", books=[book]).status_code == 400

"""Places in documents."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from kosync_under_test import DOCUMENT, PLACE, XPOINTER, Kosync
from server_under_test import BOOK_HASH, START

from harness.server.tome.admin import TomeAdmin


def test_a_place_goes_up_and_comes_back(kosync: Kosync) -> None:
    reply = kosync.put(metadata={"title": "Leaves"}, timestamp=5)
    assert (reply.status_code, reply.json) == (200, {"document": DOCUMENT, "timestamp": int(START)})
    assert reply.headers["Content-Type"] == "application/json"
    assert kosync.get().json == {**PLACE, "timestamp": int(START)}


def test_the_last_write_wins_however_often_it_comes(kosync: Kosync) -> None:
    for percentage in (0.9, 0.9, 0.1):
        kosync.server.time[0] += 10
        kosync.put(percentage=percentage)
    assert (kosync.get().json["percentage"], kosync.get().json["timestamp"]) == (0.1, int(START) + 30)
    assert len(kosync.server.admin.progress("tom")) == 1


def test_no_place_is_an_empty_object(kosync: Kosync) -> None:
    reply = kosync.get("neverseen")
    assert (reply.status_code, reply.json) == (200, {})
    kosync.server.app.config["QUIRKS"] = {"kosync.unknown-document-404"}
    assert kosync.get("neverseen").status_code == 404


def test_everybody_has_their_own(kosync: Kosync) -> None:
    kosync.put()
    other = Kosync(kosync.server, user="ann")
    other.create()
    assert other.get().json == {}


@pytest.mark.parametrize("document", ["", None, "a:b", "a/b", 5])
def test_documents_that_have_no_name(kosync: Kosync, document: Any) -> None:
    reply = kosync.put(document=document)
    assert (reply.status_code, reply.json) == (403, {"code": 2004, "message": "Field 'document' not provided."})


@pytest.mark.parametrize("changes", [
    {"percentage": None}, {"percentage": "half"}, {"percentage": True}, {"percentage": "nan"}, {"percentage": [1]},
    {"percentage": 10**400}, {"progress": None}, {"progress": True}, {"progress": {}}, {"device": None}])
def test_places_that_are_none(kosync: Kosync, changes: dict[str, Any]) -> None:
    reply = kosync.put(**changes)
    assert (reply.status_code, reply.json) == (403, {"code": 2003, "message": "Invalid request"})
    assert kosync.get().json == {}


@pytest.mark.parametrize(("given", "stored"), [(0, 0), (1, 1), ("0.25", 0.25), (" 1e-1 ", 0.1), (12.5, 12.5)])
def test_percentages(kosync: Kosync, given: Any, stored: float) -> None:
    assert kosync.put(percentage=given).status_code == 200
    assert kosync.get().json["percentage"] == stored


def test_pages_and_missing_devices(kosync: Kosync) -> None:
    kosync.put(progress=3, device_id=None)
    got = kosync.get().json
    assert (got["progress"], "device_id" in got) == ("3", False)


@pytest.mark.parametrize(("data", "status", "code"), [
    (b"{", 400, 103), (b"\xff", 400, 103), (b"[1]", 400, 104), (b"5", 400, 104), (b"", 403, 2004)])
def test_bodies_that_are_none(kosync: Kosync, data: bytes, status: int, code: int) -> None:
    reply = kosync.ask("PUT", "/syncs/progress", data=data)
    assert (reply.status_code, reply.json["code"]) == (status, code)


def test_the_media_type_of_a_body_does_not_matter(kosync: Kosync) -> None:
    data = b'{"document":"d","progress":"1","percentage":1,"device":"x"}'
    assert kosync.ask("PUT", "/syncs/progress", data=data).status_code == 200


def test_what_is_stored_is_served(kosync: Kosync) -> None:
    for document in ("has-a-hyphen", "has.a.dot"):
        assert kosync.put(document=document).status_code == 200
        assert kosync.get(document).json["document"] == document
    kosync.server.app.config["QUIRKS"] = {"kosync.document-not-served"}
    assert kosync.put(document="has-a-hyphen").status_code == 200
    reply = kosync.get("has-a-hyphen")
    assert (reply.status_code, reply.headers["Content-Type"]) == (404, "text/html")
    assert kosync.put().status_code == kosync.get().status_code == 200


def test_a_server_that_answers_202(kosync: Kosync) -> None:
    kosync.server.app.config["QUIRKS"] = {"kosync.put-202"}
    assert kosync.put().status_code == 202


@pytest.mark.parametrize("prefix", ["", "/kosync", "/api/v1"])
def test_the_same_places_wherever_it_is_spoken(kosync: Kosync, prefix: str) -> None:
    kosync.prefix = prefix
    assert kosync.put().status_code == 200
    kosync.prefix = ""
    assert kosync.get().json["progress"] == XPOINTER


def test_under_tome_a_place_moves_the_status_alone(kosync: Kosync) -> None:
    server = kosync.server
    mira = Kosync(server, user="mira", key=hashlib.md5(b"tide-pool").hexdigest())
    mira.put(document=BOOK_HASH)
    tome = TomeAdmin(server.app)
    assert tome.state("mira", server.book)["status"] is None
    mira.prefix = "/api/v1"
    mira.put(document=BOOK_HASH)
    assert (tome.state("mira", server.book)["status"], tome.positions()) == ("reading", [])
    kosync.prefix = "/api/v1"
    kosync.put(document=BOOK_HASH)
    assert tome.state("tom", server.book)["status"] is None

"""Positions, and what they do to the status of a book."""

from __future__ import annotations

from typing import Any

import pytest
from tome_under_test import XPOINTER, Tome

NOW = "2026-03-01T19:00:04.000000Z"


def test_a_position_goes_up_and_comes_back(tome: Tome) -> None:
    assert tome.put(0.25).json == {"ok": True, "timestamp": NOW}
    assert tome.device("GET", f"position/{tome.book}").json == {
        "book_id": tome.book, "progress": XPOINTER, "percentage": 0.25, "device": "Kobo_clara", "updated_at": NOW}
    assert [(row["user"], row["percentage"]) for row in tome.admin.positions()] == [("mira", 0.25)]


def test_the_two_404s(tome: Tome) -> None:
    assert tome.device("GET", f"position/{tome.book}").json == {"detail": "No position stored"}
    for method in ("GET", "PUT"):
        reply = tome.device(method, "position/77", json={"percentage": 0.1})
        assert (reply.status_code, reply.json) == (404, {"detail": "Book not found"})


def test_the_last_write_wins_however_often_it_comes(tome: Tome) -> None:
    for percentage in (0.4, 0.4, 0.1):
        tome.put(percentage)
    assert tome.device("GET", f"position/{tome.book}").json["percentage"] == 0.1
    assert tome.status() == ("reading", 0.1)
    assert len(tome.admin.positions()) == 1


def test_what_is_not_said_is_not_kept(tome: Tome) -> None:
    tome.put(0.4)
    tome.device("PUT", f"position/{tome.book}", json={"percentage": 0.5})
    got = tome.device("GET", f"position/{tome.book}").json
    assert (got["percentage"], "progress" in got, "device" in got) == (0.5, False, False)
    tome.quirk("tome.null-fields")
    assert tome.device("GET", f"position/{tome.book}").json["progress"] is None


@pytest.mark.parametrize(("percentage", "stored", "status"), [
    (0, 0.0, "unread"), (0.25, 0.25, "reading"), (0.989, 0.989, "reading"), (0.99, 0.99, "read"), (1.005, 1.0, "read"),
    ("0.4", 0.4, "reading"), (-3, 0.0, "unread"), (50, 1.0, "reading")])
def test_a_position_moves_the_status(tome: Tome, percentage: Any, stored: float, status: str) -> None:
    assert tome.put(percentage).status_code == 200
    assert tome.device("GET", f"position/{tome.book}").json["percentage"] == stored
    assert tome.status()[0] == status


def test_a_book_that_was_read_stays_read(tome: Tome) -> None:
    tome.put(0.99)
    tome.put(0.3)
    assert tome.status() == ("read", 1.0)
    assert tome.device("GET", f"position/{tome.book}").json["percentage"] == 0.3


def test_the_scale_trap(tome: Tome) -> None:
    tome.quirk("tome.scale-trap")
    tome.put(50)
    tome.put(0.1)
    assert tome.status() == ("read", 1.0)


@pytest.mark.parametrize(("body", "where", "kind"), [
    ({}, ["body", "percentage"], "missing"), ({"percentage": None}, ["body", "percentage"], "float_type"),
    ({"percentage": "half"}, ["body", "percentage"], "float_parsing"),
    ({"percentage": 0.1, "progress": 12}, ["body", "progress"], "string_type")])
def test_bodies_of_the_wrong_shape(tome: Tome, body: Any, where: list[str], kind: str) -> None:
    reply = tome.device("PUT", f"position/{tome.book}", json=body)
    assert reply.status_code == 422
    assert [(entry["loc"], entry["type"]) for entry in reply.json["detail"]] == [(where, kind)]


@pytest.mark.parametrize(("data", "kind"), [
    (b'{"percentage": NaN}', "json_invalid"), (b'{"percentage"', "json_invalid"), (b"\xff", "json_invalid"),
    (b'{"percentage": 1e999}', "json_invalid"), (b"[1]", "model_type"), (b"", "missing")])
def test_bodies_that_are_none(tome: Tome, data: bytes, kind: str) -> None:
    reply = tome.device("PUT", f"position/{tome.book}", data=data, content_type="application/json")
    assert (reply.status_code, reply.json["detail"][0]["type"]) == (422, kind)


def test_a_body_needs_its_media_type(tome: Tome) -> None:
    reply = tome.device("PUT", f"position/{tome.book}", data=b'{"percentage": 0.5}')
    assert (reply.status_code, reply.json["detail"][0]["type"]) == (422, "model_attributes_type")


@pytest.mark.parametrize(("number", "status"), [
    ("one", 422), ("1.5", 422), ("99999999999999999999999", 404), ("-1", 404)])
def test_numbers_in_paths(tome: Tome, number: str, status: int) -> None:
    assert tome.device("GET", f"position/{number}").status_code == status


def test_nobody_else_sees_or_moves_it(tome: Tome, stranger: str) -> None:
    tome.put(0.5)
    for method in ("GET", "PUT"):
        assert tome.device(method, f"position/{tome.book}", stranger, json={"percentage": 0.9}).status_code == 404
    tome.quirk("tome.visibility-gaps")
    assert tome.device("PUT", f"position/{tome.book}", stranger, json={"percentage": 0.9}).status_code == 200
    assert tome.device("GET", f"position/{tome.book}").json["percentage"] == 0.5


def test_naive_timestamps(tome: Tome) -> None:
    tome.quirk("tome.naive-timestamps")
    assert tome.put(0.1).json["timestamp"] == NOW.rstrip("Z")


def test_the_history_keeps_what_moved(tome: Tome) -> None:
    for percentage in (0.1, 0.101, 0.2):
        tome.put(percentage)
    reply = tome.web("GET", f"books/{tome.book}/position-history").json
    assert reply["current"]["percentage"] == 0.2
    assert [row["percentage"] for row in reply["history"]] == [0.2, 0.1]
    for step in range(60):
        tome.put(step / 100)
    assert len(tome.web("GET", f"books/{tome.book}/position-history").json["history"]) == 40

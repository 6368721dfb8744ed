"""Ratings, statuses set by hand, and books swept in long after they were closed."""

from __future__ import annotations

from typing import Any

import pytest
from tome_under_test import XPOINTER, Tome


def rate(tome: Tome, body: dict[str, Any]) -> Any:
    return tome.device("PUT", f"rating/{tome.book}", json=body)


def rating(tome: Tome) -> dict[str, Any]:
    reply: dict[str, Any] = tome.device("GET", f"rating/{tome.book}").json
    assert reply.pop("book_id") == tome.book
    return reply


def test_a_rating_is_set_cleared_and_set_again(tome: Tome) -> None:
    assert rating(tome) == {}
    for _ in range(2):
        assert rate(tome, {"rating": 4.5, "review": "Fine"}).json == {"ok": True, "rating": 4.5, "review": "Fine"}
    assert rating(tome) == {"rating": 4.5, "review": "Fine"}
    assert tome.server.admin.ratings("mira") == [{"user": "mira", "book_id": tome.book, "rating": 9}]
    rate(tome, {"rating": 3, "review": ""})
    assert rating(tome) == {"rating": 3.0}
    rate(tome, {})
    assert rating(tome) == {}
    assert tome.status() == (None, None)


def test_an_unrated_book_on_a_real_server(tome: Tome) -> None:
    tome.quirk("tome.null-fields")
    assert rating(tome) == {"rating": None, "review": None}


@pytest.mark.parametrize("stars", [0, 0.5, 5.5, 3.3, -1, 1e300])
def test_ratings_that_are_none(tome: Tome, stars: float) -> None:
    reply = rate(tome, {"rating": stars})
    assert (reply.status_code, reply.json["detail"]) == (
        400, "rating must be between 1 and 5 in half-star steps, or null to clear")
    assert rating(tome) == {}


def test_a_status_set_by_hand_is_whole(tome: Tome) -> None:
    tome.put(0.4)
    reply = tome.device("PUT", f"status/{tome.book}", json={"status": "read"})
    assert reply.json == {"ok": True, "book_id": tome.book, "status": "read"}
    assert tome.status() == ("read", 1.0)
    for _ in range(2):
        tome.device("PUT", f"status/{tome.book}", json={"status": "unread"})
        assert tome.status() == ("unread", None)
        assert tome.device("GET", f"position/{tome.book}").status_code == 404


def test_a_half_reset_leaves_the_place(tome: Tome) -> None:
    tome.quirk("tome.half-reset")
    tome.put(1)
    tome.device("PUT", f"status/{tome.book}", json={"status": "unread"})
    assert tome.status() == ("unread", 1.0)
    assert tome.device("GET", f"position/{tome.book}").json["percentage"] == 1.0


@pytest.mark.parametrize(("book", "body", "status"), [
    (1, {"status": "shelved"}, 422), (1, {}, 422), (77, {"status": "read"}, 404), (77, {"status": "lost"}, 422)])
def test_statuses_that_are_refused(tome: Tome, book: int, body: dict[str, str], status: int) -> None:
    assert tome.device("PUT", f"status/{book}", json=body).status_code == status


SWEPT = {"status": "reading", "rating": 4, "review": "Good", "percentage": 0.6, "progress": XPOINTER}


def test_a_sweep_fills_what_is_not_known(tome: Tome) -> None:
    reply = tome.device("POST", f"sweep/{tome.book}", json=SWEPT)
    assert reply.json == {"ok": True, "book_id": tome.book, "applied": {
        "status": "reading", "rating": 4.0, "review": True, "progress_pct": 0.6, "position": True}}
    assert tome.device("GET", f"position/{tome.book}").json["device"] == "sweep"
    again = tome.device("POST", f"sweep/{tome.book}", json={**SWEPT, "status": "read", "rating": 1, "percentage": 0.1})
    assert again.json["applied"] == {}
    assert (tome.status(), rating(tome)) == (("reading", 0.6), {"rating": 4.0, "review": "Good"})


def test_what_is_known_stays(tome: Tome) -> None:
    tome.put(0.9)
    rate(tome, {"rating": 2})
    assert tome.device("POST", f"sweep/{tome.book}", json=SWEPT).json["applied"] == {}


@pytest.mark.parametrize(("book", "body", "status"), [
    (77, {}, 404), (1, {"rating": 9}, 400), (1, {"status": "unread"}, 422), (1, {}, 200)])
def test_sweeps_that_are_refused(tome: Tome, book: int, body: dict[str, Any], status: int) -> None:
    assert tome.device("POST", f"sweep/{book}", json=body).status_code == status


def test_nobody_rates_what_they_may_not_see(tome: Tome, stranger: str) -> None:
    for method, path in (("GET", "rating"), ("PUT", "rating"), ("PUT", "status"), ("POST", "sweep")):
        reply = tome.device(method, f"{path}/{tome.book}", stranger, json={"status": "read"})
        assert reply.status_code == 404

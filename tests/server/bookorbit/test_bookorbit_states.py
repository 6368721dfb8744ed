"""Status, rating and review: the later date wins, and what is missing clears nothing."""

from __future__ import annotations

from typing import Any

import pytest
from orbit_under_test import UNKNOWN_HASH, Orbit

TODAY, TOMORROW, YESTERDAY = "2026-03-01", "2026-03-02", "2026-02-28"


def send(orbit: Orbit, **entry: Any) -> Any:
    time = entry.pop("deviceTime", None)
    reply = orbit.post("/book-states", books=[{"hash": orbit.hash, **entry}], **({"deviceTime": time} if time else {}))
    assert reply.status_code == 201, reply.json
    return reply.json["results"][0]


def status(orbit: Orbit) -> Any:
    return next(iter(orbit.web.states("mira")), {}).get("status")


def test_a_bare_question(orbit: Orbit) -> None:
    assert send(orbit) == {
        "hash": orbit.hash, "statusApplied": False, "ratingApplied": False, "reviewApplied": False, "rating": None,
        "ratingSet": False, "ratingUpdatedAt": None, "reviewNote": None, "reviewNoteSet": False,
        "reviewUpdatedAt": None}


def test_first_report_and_repeated_delivery(orbit: Orbit) -> None:
    fields = {"status": "complete", "statusModified": TODAY, "rating": 4, "reviewNote": "  salt  "}
    found = send(orbit, **fields)
    assert (found["statusApplied"], found["ratingApplied"], found["reviewApplied"]) == (True, True, True)
    assert (found["rating"], found["reviewNote"]) == (4, "salt")
    assert found["ratingUpdatedAt"] == "2026-03-01T19:00:04.000Z"
    orbit.wait(100)
    assert send(orbit, **fields) == found
    assert status(orbit) == "read"


@pytest.mark.parametrize(("date", "applied"), [(TOMORROW, True), (TODAY, False), (YESTERDAY, False), (None, False)])
def test_a_later_date_wins(orbit: Orbit, date: str | None, applied: bool) -> None:
    orbit.web.set_status("mira", orbit.book, "on_hold")
    orbit.web.set_rating("mira", orbit.book, 2.5)
    orbit.web.set_review("mira", orbit.book, "mine")
    found = send(orbit, status="abandoned", statusModified=date, rating=5, reviewNote="other")
    assert (found["statusApplied"], found["ratingApplied"], found["reviewApplied"]) == (applied,) * 3
    assert found["rating"] == (5 if applied else 2.5)
    assert found["reviewNote"] == ("other" if applied else "mine")
    assert status(orbit) == ("abandoned" if applied else "on_hold")


def test_a_missing_rating_clears_nothing(orbit: Orbit) -> None:
    orbit.web.set_rating("mira", orbit.book, 3)
    assert send(orbit, rating=None, statusModified=TOMORROW)["rating"] == 3
    found = send(orbit, ratingCleared=True, statusModified=TOMORROW)
    assert (found["ratingApplied"], found["rating"], found["ratingSet"]) == (True, None, False)


def test_the_review_has_its_own_date(orbit: Orbit) -> None:
    orbit.web.set_review("mira", orbit.book, "mine")
    found = send(orbit, reviewNote="other", statusModified=YESTERDAY, reviewModified=TOMORROW)
    assert found["reviewNote"] == "other"
    orbit.wait(2 * 86_400)
    assert send(orbit, reviewCleared=True, reviewModified="2026-03-04")["reviewNoteSet"] is False


def test_progress_of_the_day_does_not_beat_the_reader(make_orbit: Any) -> None:
    for quirks, applied in (([], True), (["bookorbit.same-day-status-lost"], False)):
        orbit = make_orbit(quirks)
        orbit.put_progress(0.9)
        assert send(orbit, status="complete", statusModified=TODAY)["statusApplied"] is applied
        assert status(orbit) == ("read" if applied else "reading")


def test_the_evening_west_of_utc(make_orbit: Any) -> None:
    for quirks, applied in (([], True), (["bookorbit.utc-dates"], False)):
        orbit = make_orbit(quirks)
        orbit.wait(6 * 3600)
        orbit.web.set_rating("mira", orbit.book, 2)
        orbit.wait(20 * 3600)
        found = send(orbit, rating=5, statusModified=TOMORROW, deviceTime="2026-03-02 13:00:04")
        assert found["ratingApplied"] is applied


def test_a_book_left_alone_is_not_reopened(make_orbit: Any) -> None:
    for quirks, expected in (([], "abandoned"), (["bookorbit.progress-reopens-book"], "reading")):
        orbit = make_orbit(quirks)
        orbit.put_progress(0.3)
        send(orbit, status="abandoned", statusModified=TOMORROW)
        orbit.wait(5)
        orbit.put_progress(0.31)
        assert status(orbit) == expected
        orbit.put_progress(0.99)
        assert status(orbit) == "read"


def test_the_end_and_reading_again(orbit: Orbit) -> None:
    orbit.put_progress(0.979)
    assert status(orbit) == "reading"
    orbit.put_progress(0.98)
    assert status(orbit) == "read"
    orbit.put_progress(0.95)
    assert status(orbit) == "read"
    orbit.put_progress(0.2)
    assert status(orbit) == "rereading"


def test_no_progress_is_no_reading(orbit: Orbit) -> None:
    orbit.put_progress(0)
    assert status(orbit) is None


def test_unmatched_and_order(orbit: Orbit) -> None:
    reply = orbit.post("/book-states", books=[
        {"hash": UNKNOWN_HASH, "rating": 1}, {"hash": orbit.hash, "rating": 2}, {"hash": orbit.hash, "rating": 2}])
    assert reply.json["unmatched"] == [UNKNOWN_HASH]
    assert [row["rating"] for row in reply.json["results"]] == [2, 2]


@pytest.mark.parametrize("change", [
    {"status": "read"}, {"rating": 0}, {"rating": 6}, {"rating": 2.5}, {"statusModified": "2026-13-01"},
    {"statusModified": "01.03.2026"}, {"reviewNote": "x" * 10_001}, {"ratingCleared": 1}, {"x": 1}])
def test_bad_states(orbit: Orbit, change: dict[str, Any]) -> None:
    assert orbit.post("/book-states", books=[{"hash": orbit.hash, **change}]).status_code == 400
    assert orbit.web.states("mira") == []


def test_sweeps(orbit: Orbit) -> None:
    counts = {"booksMatched": 3, "pageStatsUploaded": 120, "annotationsUpserted": 4}
    first = orbit.post("/sweeps", **counts)
    assert (first.status_code, first.json["ok"], first.json["lastSweepAt"]) == (201, True, "2026-03-01T19:00:04.000Z")
    orbit.wait(10)
    again = orbit.post("/sweeps", **{**counts, "booksMatched": 4})
    assert again.json["libraryVersion"] == first.json["libraryVersion"]
    sweeps = orbit.web.sync_status("mira")["sweeps"]
    assert [row["booksMatched"] for row in sweeps] == [4]
    assert orbit.post("/sweeps", **{**counts, "booksMatched": -1}).status_code == 400
    assert orbit.post("/sweeps").status_code == 400

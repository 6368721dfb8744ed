"""Progress both ways: the newest wins, and what is stale moves nobody."""

from __future__ import annotations

from typing import Any

import pytest
from orbit_under_test import KOBO, OTHER, PREFIX, UNKNOWN_HASH, Orbit

PLACE = "/body/DocFragment[9]/body/div/p[14]/text().33"


def bulk(orbit: Orbit, percentage: float, timestamp: int | None, device_id: str = KOBO) -> Any:
    reply = orbit.post("/progress", device_id, items=[
        {"hash": orbit.hash, "percentage": percentage, "progress": PLACE, "timestamp": timestamp}])
    assert reply.status_code == 201
    return reply.json


def test_there_and_back(orbit: Orbit) -> None:
    assert orbit.progress() == {}
    reply = orbit.put_progress(0.4217, progress=PLACE)
    assert (reply.status_code, reply.json) == (200, {"document": orbit.hash, "timestamp": orbit.now})
    assert orbit.progress() == {"document": orbit.hash, "percentage": 0.4217, "progress": PLACE,
                                "device": "Kobo_spica", "device_id": KOBO, "timestamp": orbit.now}
    assert orbit.put_progress(0.4217, progress=PLACE).status_code == 200
    assert orbit.web.progress("mira")[0]["status"] == "reading"


def test_what_is_left_out(orbit: Orbit) -> None:
    orbit.put_progress(0.5, device=None, device_id=None, timestamp=None)
    found = orbit.progress()
    assert (found["device"], len(found["device_id"]), found["progress"]) == ("KOReader", 16, "")
    assert found["timestamp"] == orbit.now


def test_a_page_is_a_number(orbit: Orbit) -> None:
    assert orbit.put_progress(0.5, progress=12, metadata={}).status_code == 200
    assert orbit.progress()["progress"] == "12"


@pytest.mark.parametrize("change", [
    {"percentage": 1.1}, {"percentage": "0.5"}, {"document": 5}, {"metadata": []}, {"extra": 1}, {"progress": {}},
    {"progress": True}, {"percentage": None}])
def test_bad_pushes(orbit: Orbit, change: dict[str, Any]) -> None:
    fields = {"document": orbit.hash, "percentage": 0.5, **change}
    assert orbit.server.ask("PUT", PREFIX + "/syncs/progress", orbit.server.x_auth(), json=fields).status_code == 400


def test_an_unknown_document(orbit: Orbit) -> None:
    orbit.hash = UNKNOWN_HASH
    assert orbit.put_progress(0.5).status_code == 404
    assert orbit.progress() == {}


def test_the_web_is_newer(orbit: Orbit) -> None:
    orbit.put_progress(0.2, progress=PLACE)
    orbit.wait(60)
    orbit.web.set_progress("mira", orbit.book, 0.60125, cfi="epubcfi(/6/14!/4/2/1:0)")
    assert orbit.progress() == {"document": orbit.hash, "percentage": 0.6012, "device": "web",
                                "progress": "/body/DocFragment[7]/body", "device_id": "bookorbit-web",
                                "timestamp": orbit.now}
    orbit.wait(60)
    orbit.put_progress(0.61, progress=PLACE)
    assert orbit.progress()["device_id"] == KOBO


def test_a_web_position_without_a_place(orbit: Orbit) -> None:
    orbit.web.set_progress("mira", orbit.book, 0.5)
    assert orbit.progress()["progress"] is None
    orbit.web.set_progress("mira", orbit.book, 0.5, source="kobo", xpointer=PLACE)
    assert orbit.progress()["progress"] == PLACE


def test_a_web_position_in_a_pdf(make_orbit: Any) -> None:
    for quirks, place in (([], "12"), (["bookorbit.no-page-in-answer"], None)):
        orbit = make_orbit(quirks)
        orbit.book = orbit.admin.add_book("Charts", "charts.pdf", hash=UNKNOWN_HASH)
        orbit.hash = UNKNOWN_HASH
        orbit.web.set_progress("mira", orbit.book, 0.1, page=12)
        assert orbit.progress()["progress"] == place


def test_a_replayed_push_does_not_roll_back(make_orbit: Any) -> None:
    for quirks, percentage in (([], 0.6), (["bookorbit.replayed-progress-wins"], 0.3)):
        orbit = make_orbit(quirks)
        offline = orbit.now
        orbit.wait(3600)
        orbit.web.set_progress("mira", orbit.book, 0.6)
        orbit.wait(3600)
        orbit.put_progress(0.3, progress=PLACE, timestamp=offline)
        assert orbit.progress()["percentage"] == percentage


def test_a_lost_clock_does_not_keep_a_device_out(orbit: Orbit) -> None:
    orbit.put_progress(0.2, OTHER)
    orbit.put_progress(0.4, timestamp=1000)
    assert orbit.progress()["percentage"] == 0.4


def test_a_device_going_back_in_its_own_time(orbit: Orbit) -> None:
    orbit.put_progress(0.5)
    orbit.put_progress(0.4, timestamp=orbit.now - 7200)
    assert orbit.progress()["percentage"] == 0.4


def test_a_stale_sidecar_moves_nobody(make_orbit: Any) -> None:
    for quirks, percentage in (([], 0.7), (["bookorbit.stale-refreshes-row"], 0.1)):
        orbit = make_orbit(quirks)
        orbit.put_progress(0.7, progress=PLACE)
        orbit.wait(60)
        assert bulk(orbit, 0.1, orbit.now - 5000, OTHER) == {
            "results": [{"hash": orbit.hash, "accepted": True}], "unmatched": []}
        assert orbit.progress()["percentage"] == percentage
        rows = orbit.bearer("GET", f"/books/{orbit.book}/progress").json["devices"]
        assert {row["deviceId"]: row["percentage"] for row in rows} == {KOBO: 70.0, OTHER: 10.0}


def test_a_fresh_sidecar_counts(orbit: Orbit) -> None:
    orbit.put_progress(0.7)
    orbit.wait(60)
    bulk(orbit, 0.8, orbit.now, OTHER)
    assert orbit.progress()["percentage"] == 0.8
    bulk(orbit, 0.75, None)
    assert orbit.progress()["percentage"] == 0.75


def test_bulk_wants_text(orbit: Orbit) -> None:
    reply = orbit.post("/progress", items=[{"hash": orbit.hash, "percentage": 0.5, "progress": 12}])
    assert reply.status_code == 400
    assert orbit.post("/progress", items=[{"hash": UNKNOWN_HASH, "percentage": 0}]).json["unmatched"] == [UNKNOWN_HASH]


def test_the_first_push_as_the_web(make_orbit: Any) -> None:
    orbit = make_orbit(["bookorbit.first-push-as-web"])
    orbit.put_progress(0.5, progress=PLACE)
    assert orbit.progress()["device"] == "web"
    orbit.wait(5)
    orbit.put_progress(0.5, progress=PLACE)
    assert orbit.progress()["device"] == "Kobo_spica"


def test_a_reset_holds_until_the_device_was_at_the_start(orbit: Orbit) -> None:
    orbit.put_progress(0.5, progress=PLACE)
    orbit.wait(60)
    orbit.web.reset_progress("mira", orbit.book)
    start = orbit.progress()
    assert (start["percentage"], start["progress"], start["device"]) == (0, "/body/DocFragment[1]/body", "web")
    orbit.wait(60)
    orbit.put_progress(0.5, progress=PLACE)
    assert orbit.progress()["percentage"] == 0
    orbit.put_progress(0, progress="/body/DocFragment[1]/body/p[1]/text().0")
    assert orbit.progress()["percentage"] == 0
    orbit.put_progress(0.1, progress=PLACE)
    assert orbit.progress()["percentage"] == 0.1


def test_a_users_progress_is_the_users(orbit: Orbit) -> None:
    orbit.admin.add_user("tom", "low-water")
    orbit.put_progress(0.5)
    assert orbit.get(f"{PREFIX}/syncs/progress/{orbit.hash}", "tom", "low-water").json == {}

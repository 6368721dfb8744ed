"""Page events and the reading sessions that the server makes of them."""

from __future__ import annotations

import random
from typing import Any

import pytest
from orbit_under_test import KOBO, OTHER, UNKNOWN_HASH, Orbit

START = 1787000000


def event(page: int, start: int, duration: int = 55, total: int = 300) -> dict[str, int]:
    return {"page": page, "startTime": START + start, "durationSeconds": duration, "totalPages": total}


def upload(orbit: Orbit, *events: dict[str, int], device_id: str = KOBO, hash: str | None = None) -> Any:
    reply = orbit.post("/page-stats", device_id, books=[{"hash": hash or orbit.hash, "events": list(events)}])
    assert reply.status_code == 201, reply.json
    return reply.json


def spans(orbit: Orbit) -> list[tuple[str, str, int]]:
    rows = sorted(orbit.admin.sessions("mira"), key=lambda row: (row["start"], row["end"]))
    return [(row["start"], row["end"], row["duration_seconds"]) for row in rows]


def test_the_example_of_the_protocol(orbit: Orbit) -> None:
    events = [event(10, 0), event(11, 60), event(12, 120, 50)]
    assert upload(orbit, *events) == {"results": [
        {"hash": orbit.hash, "accepted": 3, "duplicates": 0, "watermark": START + 120}], "unmatched": []}
    row = orbit.admin.sessions("mira")[0]
    assert (row["duration_seconds"], row["end_progress"], row["progress_delta"]) == (160, 4.0, 0.67)
    assert (row["protocol"], row["client_session_id"]) == ("bookorbit", f"kor:{KOBO}:1:{START}")


def test_a_replay_changes_nothing(orbit: Orbit) -> None:
    events = [event(10, 0), event(11, 60)]
    upload(orbit, *events)
    before = orbit.admin.sessions("mira")
    orbit.wait(100)
    assert upload(orbit, *events, event(11, 60, 500))["results"][0]["duplicates"] == 3
    assert orbit.admin.sessions("mira") == before


@pytest.mark.parametrize(("gap", "count"), [(1800, 1), (1801, 2)])
def test_the_gap_is_thirty_minutes(orbit: Orbit, gap: int, count: int) -> None:
    upload(orbit, event(1, 0, 60), event(2, 60 + gap, 60))
    assert len(spans(orbit)) == count


@pytest.mark.parametrize(("seconds", "count"), [(9, 0), (10, 1)])
def test_the_floor_is_ten_seconds(orbit: Orbit, seconds: int, count: int) -> None:
    upload(orbit, event(1, 0, seconds))
    assert len(spans(orbit)) == count


def test_overlapping_events_count_once(orbit: Orbit) -> None:
    upload(orbit, event(1, 0, 60), event(2, 10, 20))
    assert spans(orbit) == [("2026-08-17T20:53:20Z", "2026-08-17T20:54:20Z", 60)]


def test_a_late_event_joins_two_sessions(orbit: Orbit) -> None:
    upload(orbit, event(1, 0, 60))
    upload(orbit, event(9, 3000, 60))
    assert len(spans(orbit)) == 2
    upload(orbit, event(5, 1500, 60))
    assert [row[2] for row in spans(orbit)] == [180]
    assert orbit.admin.sessions("mira")[0]["progress_delta"] == 2.67


def test_an_earlier_event_renames_the_session(orbit: Orbit) -> None:
    upload(orbit, event(2, 100))
    upload(orbit, event(1, 0))
    rows = orbit.admin.sessions("mira")
    assert [row["client_session_id"] for row in rows] == [f"kor:{KOBO}:1:{START}"]


def test_any_order_makes_the_same_sessions(make_orbit: Any) -> None:
    chance = random.Random(4)
    start, events = 0, []
    for page in range(60):
        duration = chance.choice([0, 3, 40, 300, 2500])
        events.append(event(page, start, duration))
        start += chance.choice([5, duration, duration + 900, duration + 1800, duration + 1801, duration + 4000])
    whole = make_orbit()
    upload(whole, *events)
    for seed in range(3):
        parts = make_orbit()
        shuffled = list(events)
        random.Random(seed).shuffle(shuffled)
        for at in range(0, len(shuffled), 7):
            upload(parts, *shuffled[at:at + 7])
        assert spans(parts) == spans(whole)
    assert len(spans(whole)) > 3


def test_devices_do_not_mix(orbit: Orbit) -> None:
    upload(orbit, event(1, 0, 60))
    upload(orbit, event(2, 30, 60), device_id=OTHER)
    assert len(spans(orbit)) == 2


def test_devices_whose_names_begin_alike(make_orbit: Any) -> None:
    for quirks, count in (([], 2), (["bookorbit.short-device-ids"], 1)):
        orbit = make_orbit(quirks)
        upload(orbit, event(1, 0, 60), device_id="AAAAAAAA-1")
        upload(orbit, event(1, 0, 60), device_id="AAAAAAAA-2")
        assert len(spans(orbit)) == count


def test_unmatched_and_pinned(orbit: Orbit) -> None:
    assert upload(orbit, event(1, 0), hash=UNKNOWN_HASH) == {"results": [], "unmatched": [UNKNOWN_HASH]}
    reply = orbit.post("/page-stats", books=[{"hash": orbit.hash, "bookFileId": 7, "events": [event(1, 0)]}])
    assert reply.json["unmatched"] == [orbit.hash]
    reply = orbit.post("/page-stats", books=[{"hash": orbit.hash, "bookFileId": 1, "events": [event(1, 0)]}])
    assert reply.json["results"][0]["accepted"] == 1


@pytest.mark.parametrize("change", [
    {"page": -1}, {"page": 1.5}, {"startTime": 0}, {"durationSeconds": 86_401}, {"durationSeconds": -1},
    {"totalPages": 0}, {"totalPages": None}, {"extra": 1}])
def test_bad_events_refuse_all(orbit: Orbit, change: dict[str, Any]) -> None:
    events = [event(1, 0), {**event(2, 60), **change}]
    assert orbit.post("/page-stats", books=[{"hash": orbit.hash, "events": events}]).status_code == 400
    assert orbit.web.page_events("mira") == []


def test_at_most_500_events(orbit: Orbit) -> None:
    halves = [{"hash": orbit.hash, "events": [event(at, at) for at in range(count)]} for count in (300, 201)]
    assert orbit.post("/page-stats", books=halves).status_code == 400
    assert orbit.post("/page-stats", books=[]).status_code == 400
    assert orbit.post("/page-stats", books=[{"hash": orbit.hash, "events": []}]).status_code == 400
    assert upload(orbit, *[event(at, at) for at in range(500)])["results"][0]["accepted"] == 500

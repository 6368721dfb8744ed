"""Sessions: stored once, in the core that all protocols share."""

from __future__ import annotations

from typing import Any

import pytest
from tome_under_test import Tome


def post(tome: Tome, sitting: dict[str, Any], key: str | None = None, **changes: Any) -> Any:
    return tome.device("POST", "session", key, json={**sitting, **changes})


def test_a_session_is_stored(tome: Tome, sitting: dict[str, Any]) -> None:
    reply = post(tome, sitting)
    assert (reply.status_code, reply.json) == (201, {"session_id": 1})
    row = tome.server.admin.sessions("mira")[0]
    assert (row["protocol"], row["start"], row["end"], row["duration_seconds"], row["start_progress"],
            row["end_progress"], row["device"], row["pages_turned"]) == (
        "tome", "2026-05-01T08:00:00Z", "2026-05-01T08:20:00Z", 1200, 5.0, 35.0, "Kobo_clara", 22)
    assert tome.status() == ("reading", 0.35)
    assert tome.admin.positions() == []


def test_a_session_that_comes_again_is_the_first_one(tome: Tome, sitting: dict[str, Any]) -> None:
    assert [post(tome, sitting, duration_seconds=seconds).json for seconds in (1200, 1, 9)] == [{"session_id": 1}] * 3
    assert [row["duration_seconds"] for row in tome.server.admin.sessions()] == [1200]


@pytest.mark.parametrize("uuid", [None, ""])
def test_without_an_id_the_same_reading_is_stored_once(tome: Tome, sitting: dict[str, Any], uuid: str | None) -> None:
    assert post(tome, sitting, session_uuid=uuid).json == post(tome, sitting, session_uuid=uuid).json
    post(tome, sitting, session_uuid=uuid, started_at="2026-05-01T08:01:00Z")
    assert len(tome.server.admin.sessions()) == 2


def test_the_same_id_of_two_readers_is_two_sessions(tome: Tome, sitting: dict[str, Any]) -> None:
    tome.server.admin.add_user("tom", "low-water")
    other = tome.admin.add_key("tom")
    post(tome, sitting)
    assert post(tome, sitting, other).json == {"session_id": 2}
    assert tome.admin.state("tom", tome.book)["status"] == "reading"


def test_global_session_dedup(tome: Tome, sitting: dict[str, Any]) -> None:
    tome.server.admin.add_user("tom", "low-water")
    tome.quirk("tome.global-session-dedup")
    post(tome, sitting)
    reply = post(tome, sitting, tome.admin.add_key("tom"))
    assert (reply.status_code, reply.json) == (201, {"session_id": 1})
    assert [row["user"] for row in tome.server.admin.sessions()] == ["mira"]
    assert tome.admin.state("tom", tome.book)["status"] is None


def test_progress_of_a_session_never_lowers(tome: Tome, sitting: dict[str, Any]) -> None:
    tome.put(0.6)
    post(tome, sitting)
    assert tome.status() == ("reading", 0.6)
    post(tome, sitting, session_uuid="b", progress_end=0.992)
    assert tome.status() == ("read", 1.0)


def test_progress_out_of_scale_finishes_nothing(tome: Tome, sitting: dict[str, Any]) -> None:
    post(tome, sitting, progress_end=35.0)
    assert tome.status()[0] == "reading"
    assert tome.server.admin.sessions()[0]["end_progress"] == 100
    tome.quirk("tome.scale-trap")
    post(tome, sitting, progress_end=35.0, session_uuid="c")
    assert tome.status() == ("read", 1.0)


def test_an_old_server_leaves_the_status_to_positions(tome: Tome, sitting: dict[str, Any]) -> None:
    tome.quirk("tome.sessions-leave-status")
    assert post(tome, sitting).status_code == 201
    assert tome.status() == (None, None)


@pytest.mark.parametrize(("text", "start"), [
    ("2026-05-03T08:00:00+02:00", "2026-05-03T06:00:00Z"), ("2026-05-03T08:00:00", "2026-05-03T08:00:00Z"),
    ("2026-05-03", "2026-05-03T00:00:00Z")])
def test_times_are_reckoned_in_utc(tome: Tome, sitting: dict[str, Any], text: str, start: str) -> None:
    assert post(tome, sitting, started_at=text).status_code == 201
    assert tome.server.admin.sessions()[0]["start"] == start


def test_an_offset_that_is_cut_off(tome: Tome, sitting: dict[str, Any]) -> None:
    tome.quirk("tome.offset-dropped")
    post(tome, sitting, started_at="2026-05-03T08:00:00+02:00")
    assert tome.server.admin.sessions()[0]["start"] == "2026-05-03T08:00:00Z"


@pytest.mark.parametrize("text", ["yesterday", "", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+23:59Z"])
def test_a_time_that_is_none(tome: Tome, sitting: dict[str, Any], text: str) -> None:
    reply = post(tome, sitting, started_at=text)
    assert reply.status_code == 400
    assert reply.json["detail"].startswith("Invalid datetime: ")
    assert post(tome, sitting, ended_at=text).status_code == 400
    assert tome.server.admin.sessions() == []


@pytest.mark.parametrize("changes", [
    {"started_at": "9999-12-31T23:59:59-12:00"}, {"ended_at": "0001-01-01T00:00:00+12:00"},
    {"ended_at": None, "duration_seconds": 10**13}, {"ended_at": None, "duration_seconds": -(10**18)}])
def test_times_beyond_the_calendar(tome: Tome, sitting: dict[str, Any], changes: dict[str, Any]) -> None:
    assert post(tome, sitting, **changes).status_code == 400
    assert tome.web("GET", "stats/sessions").json["total"] == 0


def test_little_is_asked_of_a_session(tome: Tome) -> None:
    reply = tome.device("POST", "session", json={"book_id": tome.book, "started_at": "2026-05-01T08:00:00Z"})
    assert reply.status_code == 201
    row = tome.server.admin.sessions()[0]
    assert (row["duration_seconds"], row["end"], row["end_progress"]) == (0, "2026-05-01T08:00:00Z", None)


@pytest.mark.parametrize(("changes", "status"), [
    ({"book_id": 77}, 404), ({"book_id": "x"}, 422), ({"started_at": 1777622400}, 422),
    ({"duration_seconds": 12.5}, 422),
    ({"duration_seconds": 2**70}, 422), ({"duration_seconds": 12.0}, 201), ({"duration_seconds": -30}, 201),
    ({"pages_turned": None}, 201), ({"session_uuid": 5}, 422)])
def test_fields_of_the_wrong_type(tome: Tome, sitting: dict[str, Any], changes: dict[str, Any], status: int) -> None:
    assert post(tome, sitting, **changes).status_code == status


def test_the_second_empty_id_breaks_an_old_server(tome: Tome, sitting: dict[str, Any]) -> None:
    tome.quirk("tome.empty-uuid-500")
    assert post(tome, sitting, session_uuid="").status_code == 201
    reply = post(tome, sitting, session_uuid="", started_at="2026-05-02T08:00:00Z")
    assert (reply.status_code, reply.text) == (500, "Internal Server Error")


def test_a_book_of_a_closed_library(tome: Tome, sitting: dict[str, Any], stranger: str) -> None:
    assert post(tome, sitting, stranger).status_code == 404
    tome.quirk("tome.visibility-gaps")
    assert post(tome, sitting, stranger).status_code == 201


def test_sessions_as_people_see_them(tome: Tome, sitting: dict[str, Any]) -> None:
    post(tome, sitting)
    post(tome, sitting, session_uuid="b", started_at="2026-05-02T00:00:00Z", ended_at="2026-05-02T08:00:00Z",
         duration_seconds=28800)
    reply = tome.web("GET", "stats/sessions").json
    assert reply["total"] == 2
    assert [(row["started_at"], row["suspect"]) for row in reply["sessions"]] == [
        ("2026-05-02T00:00:00Z", True), ("2026-05-01T08:00:00Z", False)]
    first = reply["sessions"][1]
    assert (first["book_title"], first["progress_start"], first["progress_end"], first["device"]) == (
        "Salt Roads of the North", 0.05, 0.35, "Kobo_clara")
    assert [row["id"] for row in tome.web("GET", "stats/sessions?limit=1&offset=1").json["sessions"]] == [1]
    assert tome.device("GET", "../stats/sessions").status_code in (401, 501)

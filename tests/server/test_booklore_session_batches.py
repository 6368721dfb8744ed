"""Batches of reading sessions: all or nothing, and stored once."""

from __future__ import annotations

from typing import Any

import pytest
from server_under_test import MakeServer, Server

PATH = "/api/v1/reading-sessions/batch"
Session = dict[str, Any]


def item(number: int, **change: Any) -> Session:
    hour, minute = divmod(number, 60)
    return {
        "startTime": f"2026-01-05T{hour:02d}:{minute:02d}:00Z", "endTime": f"2026-01-05T{hour:02d}:{minute:02d}:50Z",
        "durationSeconds": 50, "startProgress": 1.25, "endProgress": 3.5, "progressDelta": 2.25, "startLocation": "5",
        "endLocation": "14", **change,
    }


def post(server: Server, items: Any, headers: dict[str, str] | None = None, **change: Any) -> Any:
    body = {"bookId": server.book, "bookType": "EPUB", "sessions": items, **change}
    return server.ask("POST", PATH, headers or server.x_auth(), json=body)


def test_a_batch_answers_for_each_session(server: Server) -> None:
    reply = post(server, [item(0), item(1)])
    assert reply.status_code == 200
    assert reply.json == {"totalRequested": 2, "successCount": 2, "results": [
        {"sessionId": 1, "startTime": "2026-01-05T00:00:00Z", "endTime": "2026-01-05T00:00:50Z"},
        {"sessionId": 2, "startTime": "2026-01-05T00:01:00Z", "endTime": "2026-01-05T00:01:50Z"},
    ]}


def test_a_second_delivery_names_the_first(server: Server) -> None:
    post(server, [item(0)])
    reply = post(server, [item(0), item(1), item(1)])
    assert [row["sessionId"] for row in reply.json["results"]] == [1, 2, 2]
    assert [row.get("duplicate") for row in reply.json["results"]] == [True, None, True]
    assert len(server.admin.sessions()) == 2


def test_single_and_batch_know_each_other(server: Server) -> None:
    body = item(0) | {"bookId": server.book, "bookType": "EPUB"}
    server.ask("POST", "/api/v1/reading-sessions", server.x_auth(), json=body)
    post(server, [item(0)])
    assert len(server.admin.sessions()) == 1


def test_clients_ids_come_back(server: Server) -> None:
    reply = post(server, [item(0, clientSessionId="one"), item(0, clientSessionId="two")])
    assert [row["clientSessionId"] for row in reply.json["results"]] == ["one", "two"]
    assert len(server.admin.sessions()) == 2


def test_an_idempotency_key_replays_the_batch(server: Server) -> None:
    headers = server.x_auth() | {"Idempotency-Key": "batch-1"}
    first, again = post(server, [item(0)], headers), post(server, [item(0)], headers)
    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"


def test_five_hundred_at_most(server: Server) -> None:
    assert post(server, [item(number) for number in range(500)]).json["successCount"] == 500
    reply = post(server, [item(number) for number in range(501)])
    assert (reply.status_code, reply.json["details"]) == (400, ["sessions: size must be between 1 and 500"])


@pytest.mark.parametrize(("change", "message"), [
    ({"endTime": "2026-01-04T00:00:00Z"}, "End time must be after start time"),
    ({"durationSeconds": -1}, "Duration must not be negative"),
    ({"startProgress": -0.1}, "Progress must be between 0 and 100"),
    ({"endProgress": 100.1}, "Progress must be between 0 and 100"),
    ({"progressDelta": 2.3}, "Progress delta must be end progress minus start progress"),
    ({"startProgress": 0.01, "endProgress": 10.01, "progressDelta": 10.01},
     "Progress delta must be end progress minus start progress"),
])
def test_one_bad_session_refuses_them_all(server: Server, change: Session, message: str) -> None:
    reply = post(server, [item(0), item(1, **change)])
    assert (reply.status_code, reply.json["message"]) == (400, message)
    assert server.admin.sessions() == []


@pytest.mark.parametrize("change", [
    {"endTime": "2026-01-05T00:00:00Z"}, {"progressDelta": 2.255}, {"progressDelta": None}, {"startProgress": None},
    {"startProgress": 50, "endProgress": 40, "progressDelta": -10},
])
def test_what_a_batch_accepts(server: Server, change: Session) -> None:
    assert post(server, [item(0, **change)]).status_code == 200


@pytest.mark.parametrize("items", [None, [], {}, "x", [1], [None]])
def test_it_must_hold_sessions(server: Server, items: Any) -> None:
    assert post(server, items).status_code == 400


def test_a_missing_field_names_its_session(server: Server) -> None:
    broken = item(1)
    del broken["startTime"]
    assert post(server, [item(0), broken]).json["details"] == ["sessions[1].startTime: must not be null"]


@pytest.mark.parametrize(("change", "status"), [
    ({"bookId": None}, 400), ({"bookType": None}, 400), ({"bookType": "CBR"}, 400), ({"bookId": 9001}, 404),
])
def test_the_book_of_a_batch(server: Server, change: Session, status: int) -> None:
    assert post(server, [item(0)], **change).status_code == status


def test_a_closed_library_is_403(server: Server) -> None:
    server.admin.add_user("tom", "low-water", libraries=["Comics"])
    assert post(server, [item(0)], server.x_auth("tom", "low-water")).status_code == 403


def test_nobody_is_403(server: Server) -> None:
    assert post(server, [item(0)], {"x-auth-user": "mira", "x-auth-key": ""}).status_code == 403


def test_without_deduplication_a_batch_is_stored_again(make_server: MakeServer) -> None:
    server = make_server(["booklore.no-session-dedup"])
    for _ in range(2):
        post(server, [item(0)])
    assert len(server.admin.sessions()) == 2


def test_stock_has_no_batch(stock: Server) -> None:
    assert post(stock, [item(0)]).status_code == 403
    assert post(stock, [item(0)], stock.bearer()).status_code == 500
    assert stock.admin.sessions() == []

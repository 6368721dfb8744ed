"""Reading sessions one by one: what is stored, what is refused, what a second delivery does."""

from __future__ import annotations

from typing import Any

import pytest
from server_under_test import MakeServer, Server

PATH = "/api/v1/reading-sessions"
Session = dict[str, Any]


def post(server: Server, body: Session, headers: dict[str, str] | None = None, **more: str) -> Any:
    return server.ask("POST", PATH, {**(headers or server.x_auth()), **more}, json=body)


def test_a_session_is_accepted_with_an_empty_202(server: Server, session: Session) -> None:
    reply = post(server, session)
    assert (reply.status_code, reply.data) == (202, b"")
    stored = server.admin.sessions()
    assert len(stored) == 1
    assert stored[0] | {
        "user": "mira", "book_id": server.book, "book_title": "Salt Roads of the North", "book_type": "EPUB",
        "start": "2026-03-01T19:00:04Z", "end": "2026-03-01T19:31:40Z", "duration_seconds": 1896,
        "duration_formatted": "31m 36s", "start_progress": 12.5, "end_progress": 16.75, "progress_delta": 4.25,
        "start_location": "50", "end_location": "67",
    } == stored[0]


def test_bearer_is_good_too(server: Server, session: Session) -> None:
    assert post(server, session, server.bearer()).status_code == 202


@pytest.mark.parametrize("headers", [{"x-auth-user": "mira", "x-auth-key": "0" * 32}, {"x-nothing": "1"}])
def test_nobody_is_403(server: Server, session: Session, headers: dict[str, str]) -> None:
    assert post(server, session, headers).status_code == 403
    assert server.admin.sessions() == []


def test_repeated_delivery_is_stored_once(server: Server, session: Session) -> None:
    for _ in range(3):
        assert post(server, session).status_code == 202
    assert post(server, session, server.bearer()).status_code == 202
    assert len(server.admin.sessions()) == 1


def test_the_natural_key_is_book_start_end_and_user(server: Server, session: Session) -> None:
    server.admin.add_user("tom", "low-water")
    other = server.admin.add_book("Other", "other.pdf", content=b"x")
    post(server, session)
    post(server, session, server.x_auth("tom", "low-water"))
    post(server, session | {"bookId": other})
    post(server, session | {"startTime": "2026-03-01T19:00:05Z"})
    post(server, session | {"endTime": "2026-03-01T19:31:41Z"})
    assert len(server.admin.sessions()) == 5
    post(server, session | {"startTime": "2026-03-01T20:00:04+01:00", "durationSeconds": 1})
    assert len(server.admin.sessions()) == 5, "the same instants in another zone are the same session"


def test_the_clients_own_id_decides_where_there_is_one(server: Server, session: Session) -> None:
    post(server, session | {"clientSessionId": "a" * 64})
    post(server, session | {"clientSessionId": "a" * 64, "endTime": "2026-03-01T19:40:00Z"})
    assert len(server.admin.sessions()) == 1
    post(server, session | {"clientSessionId": "b"})
    assert [row["client_session_id"] for row in server.admin.sessions()] == ["a" * 64, "b"]


def test_a_clients_id_is_its_users(server: Server, session: Session) -> None:
    server.admin.add_user("tom", "low-water")
    post(server, session | {"clientSessionId": "a"})
    post(server, session | {"clientSessionId": "a"}, server.x_auth("tom", "low-water"))
    assert len(server.admin.sessions()) == 2


def test_a_clients_id_of_65_characters_is_refused(server: Server, session: Session) -> None:
    reply = post(server, session | {"clientSessionId": "a" * 65})
    assert (reply.status_code, reply.json["details"]) == (400, ["clientSessionId: size must be between 0 and 64"])


def test_an_idempotency_key_replays_the_answer(server: Server, session: Session) -> None:
    first = post(server, session, **{"Idempotency-Key": "k1"})
    again = post(server, session, **{"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code) == (202, 202)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(server.admin.sessions()) == 1


def test_an_idempotency_key_with_another_body_is_422(server: Server, session: Session) -> None:
    post(server, session, **{"Idempotency-Key": "k1"})
    reply = post(server, session | {"durationSeconds": 5}, **{"Idempotency-Key": "k1"})
    assert reply.status_code == 422
    assert len(server.admin.sessions()) == 1


def test_a_refused_request_does_not_use_its_key_up(server: Server, session: Session) -> None:
    assert post(server, session | {"bookId": 9001}, **{"Idempotency-Key": "k1"}).status_code == 404
    assert post(server, session, **{"Idempotency-Key": "k1"}).status_code == 202


def test_an_idempotency_key_is_limited(server: Server, session: Session) -> None:
    assert post(server, session, **{"Idempotency-Key": "k" * 256}).status_code == 400


def test_the_key_works_without_deduplication(make_server: MakeServer, session: Session) -> None:
    server = make_server(["booklore.no-session-dedup"])
    for _ in range(2):
        post(server, session, **{"Idempotency-Key": "k1"})
    assert len(server.admin.sessions()) == 1


def test_without_deduplication_every_delivery_is_stored(make_server: MakeServer, session: Session) -> None:
    server = make_server(["booklore.no-session-dedup"])
    for _ in range(2):
        post(server, session | {"clientSessionId": "a"})
    assert len(server.admin.sessions()) == 2


def test_an_unknown_book_is_404(server: Server, session: Session) -> None:
    reply = post(server, session | {"bookId": 9001})
    assert (reply.status_code, reply.json["message"]) == (404, "Book not found with ID: 9001")


@pytest.mark.parametrize("name", ["bookId", "startTime", "endTime", "durationSeconds"])
def test_what_is_required(server: Server, session: Session, name: str) -> None:
    del session[name]
    reply = post(server, session)
    assert (reply.status_code, reply.json["details"]) == (400, [f"{name}: must not be null"])


@pytest.mark.parametrize("change", [
    {"bookType": "CBZ"}, {"bookType": "DJVU"}, {"bookType": "epub"}, {"startTime": "yesterday"},
    {"startTime": "2026-03-01T19:00:04"}, {"startTime": "2026-02-30T19:00:04Z"}, {"startTime": 5},
    {"durationSeconds": 2**31}, {"durationSeconds": "long"}, {"bookId": 2**63}, {"bookId": True}, {"bookId": [1]},
    {"startProgress": "half"}, {"startProgress": 1e300}, {"startLocation": {}},
])
def test_what_is_malformed(server: Server, session: Session, change: Session) -> None:
    reply = post(server, session | change)
    assert (reply.status_code, reply.json["message"]) == (400, "Request body is missing or malformed.")
    assert server.admin.sessions() == []


@pytest.mark.parametrize("change", [
    {"bookType": None}, {"durationFormatted": "x" * 51}, {"startLocation": "x" * 501}, {"endLocation": "x" * 501},
])
def test_what_the_database_refuses(server: Server, session: Session, change: Session) -> None:
    reply = post(server, session | change)
    assert (reply.status_code, reply.json["message"]) == (
        400, "A data conflict occurred. The operation could not be completed.")


@pytest.mark.parametrize("change", [
    {"endTime": "2026-03-01T18:00:00Z"}, {"durationSeconds": -5}, {"progressDelta": -80.0}, {"startProgress": 130},
    {"bookType": "PDF"}, {"bookType": "CBX"}, {"bookId": "1"}, {"startTime": "2026-03-01T19:00:04.5Z"},
    {"startLocation": 50}, {"durationFormatted": "x" * 50},
])
def test_what_a_single_session_may_be(server: Server, session: Session, change: Session) -> None:
    assert post(server, session | change).status_code == 202


def test_optional_fields_stay_away(server: Server) -> None:
    post(server, {"bookId": server.book, "bookType": "EPUB", "startTime": "2026-03-01T19:00:04Z",
                  "endTime": "2026-03-01T19:31:40Z", "durationSeconds": 1896})
    listed = server.ask("GET", f"{PATH}/book/{server.book}", server.bearer()).json["content"][0]
    assert "startProgress" not in listed
    assert None not in listed.values()


def test_the_history_of_a_book(server: Server, session: Session) -> None:
    for minute in range(7):
        post(server, session | {"startTime": f"2026-03-01T19:{minute:02d}:00Z", "startProgress": 33.333333333333})
    reply = server.ask("GET", f"{PATH}/book/{server.book}?page=1&size=3", server.bearer())
    assert reply.status_code == 200
    assert [row["startTime"][14:16] for row in reply.json["content"]] == ["03", "02", "01"]
    assert reply.json["page"] == {"size": 3, "number": 1, "totalElements": 7, "totalPages": 3}
    row = reply.json["content"][0]
    assert row["bookTitle"] == "Salt Roads of the North"
    assert row["startProgress"] == 33.333332, "32 bits, in their shortest form"
    assert row["createdAt"] == "2026-03-01T19:00:04"


@pytest.mark.parametrize(("query", "status"), [("size=0", 400), ("size=101", 400), ("page=-1", 400), ("page=x", 500)])
def test_pages_have_limits(server: Server, query: str, status: int) -> None:
    assert server.ask("GET", f"{PATH}/book/{server.book}?{query}", server.bearer()).status_code == status


def test_the_history_shows_ones_own_sessions_alone(server: Server, session: Session) -> None:
    server.admin.add_user("tom", "low-water", libraries=[])
    server.admin.add_user("ann", "ebb")
    post(server, session)
    assert server.ask("GET", f"{PATH}/book/{server.book}", server.bearer("ann")).json["content"] == []
    assert server.ask("GET", f"{PATH}/book/{server.book}", server.bearer("tom")).status_code == 403
    assert server.ask("GET", f"{PATH}/book/9001", server.bearer()).status_code == 404


def test_stock_takes_bearer_only_and_stores_every_delivery(stock: Server, session: Session) -> None:
    assert post(stock, session).status_code == 403
    for _ in range(2):
        assert post(stock, session, stock.bearer(), **{"Idempotency-Key": "k"}).status_code == 202
    assert len(stock.admin.sessions()) == 2
    assert len(stock.ask("GET", f"{PATH}/book/{stock.book}", stock.bearer()).json["content"]) == 2

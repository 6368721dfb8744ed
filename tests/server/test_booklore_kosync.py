"""Health check and the endpoints for KOReader's own progress sync."""

from __future__ import annotations

from typing import Any

import pytest
from server_under_test import BOOK_HASH, START, Server

PROGRESS = "/api/koreader/syncs/progress"
XPOINTER = "/body/DocFragment[11]/body/p[3]/text().0"


def put(server: Server, percentage: Any = 0.1675, document: str = BOOK_HASH) -> Any:
    body = {"document": document, "progress": XPOINTER, "percentage": percentage, "device": "Libra",
            "device_id": "L1", "timestamp": 5}
    return server.ask("PUT", PROGRESS, server.x_auth(), json=body)


def test_healthcheck_needs_nobody(server: Server) -> None:
    reply = server.ask("GET", "/api/v1/healthcheck")
    assert (reply.status_code, reply.json["message"], reply.json["data"]["status"]) == (200, "Pong", "UP")


def test_registration_is_disabled(server: Server) -> None:
    reply = server.ask("POST", "/api/koreader/users/create", json={"username": "x", "password": "y"})
    assert (reply.status_code, reply.json) == (403, {"error": "User registration via Koreader is disabled"})


def test_progress_goes_up_and_comes_back(server: Server) -> None:
    reply = put(server)
    assert (reply.status_code, reply.json) == (200, {"status": "progress updated"})
    reply = server.ask("GET", f"{PROGRESS}/{BOOK_HASH}", server.x_auth())
    assert reply.json == {"timestamp": int(START), "document": BOOK_HASH, "progress": XPOINTER, "percentage": 0.1675,
                          "device": "BookLore", "device_id": "BookLore"}
    assert server.admin.progress()[0]["device"] == "Libra"


@pytest.mark.parametrize(("percentage", "status"), [(0, "UNREAD"), (0.0024, "UNREAD"), (0.0025, "READING"),
                                                    (0.99, "READING"), (0.995, "READ"), (1, "READ")])
def test_progress_sets_the_read_status(server: Server, percentage: float, status: str) -> None:
    put(server, percentage)
    assert server.ask("GET", f"/api/v1/books/{server.book}", server.bearer()).json["readStatus"] == status


def test_the_two_404s(server: Server) -> None:
    headers = server.x_auth()
    reply = server.ask("GET", f"{PROGRESS}/{'0' * 32}", headers)
    assert (reply.status_code, reply.json["message"]) == (404, f"Book not found for hash {'0' * 32}")
    reply = server.ask("GET", f"{PROGRESS}/{BOOK_HASH}", headers)
    assert reply.status_code == 404
    assert reply.json["message"].startswith("No progress found")
    assert put(server, document="0" * 32).status_code == 404


def test_sync_can_be_off(server: Server) -> None:
    server.admin.set_sync("mira", False)
    for reply in (put(server), server.ask("GET", f"{PROGRESS}/{BOOK_HASH}", server.x_auth())):
        assert (reply.status_code, reply.json["message"]) == (401, "Sync is disabled for this user")


@pytest.mark.parametrize("percentage", ["half", "nan", {}])
def test_a_percentage_is_a_number(server: Server, percentage: Any) -> None:
    assert put(server, percentage).status_code == 400


def test_nobody_is_403(server: Server) -> None:
    assert server.ask("GET", f"{PROGRESS}/{BOOK_HASH}").status_code == 403

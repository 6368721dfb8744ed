"""Whatever a client sends, it is told what is wrong: no endpoint of Tome or kosync breaks."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tome_under_test import Tome

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["2026-05-01T08:00:00Z", "2026-05-01 08:00:00", "9999-12-31T23:59:59-12:00", "read", "1", "tom"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3), max_leaves=6)

ENDPOINTS: list[tuple[str, str, list[str]]] = [
    ("PUT", "/api/tome-sync/position/1", ["percentage", "progress", "device"]),
    ("POST", "/api/tome-sync/session", ["book_id", "started_at", "ended_at", "duration_seconds", "progress_end",
                                        "pages_turned", "session_uuid", "device"]),
    ("PUT", "/api/tome-sync/rating/1", ["rating", "review"]),
    ("PUT", "/api/tome-sync/status/1", ["status"]),
    ("POST", "/api/tome-sync/sweep/1", ["status", "rating", "review", "percentage", "progress"]),
    ("POST", "/api/tome-sync/annotations/1/sync", ["upserts", "deletes", "device_time"]),
    ("POST", "/api/tome-sync/match-hashes", ["hashes"]),
    ("POST", "/api/tome-sync/stats/import", ["device", "books", "page_stats"]),
    ("POST", "/api/tome-sync/stats/rename-device", ["from_device", "to_device"]),
    ("POST", "/api/send-to-device/koreader", ["book_ids"]),
    ("POST", "/api/plugin/api-keys", ["label"]),
    ("POST", "/api/auth/login", ["username", "password"]),
    ("POST", "/api/auth/quick-connect/authorize", ["code"]),
    ("POST", "/api/auth/quick-connect/poll", ["code", "poll_token"]),
    ("PUT", "/api/books/1/status", ["status", "progress_pct", "cfi"]),
    ("POST", "/users/create", ["username", "password"]),
    ("PUT", "/syncs/progress", ["document", "percentage", "progress", "device", "device_id"]),
    ("PUT", "/users/password", ["password"]),
]


def headers(tome: Tome, path: str) -> dict[str, str]:
    if not path.startswith("/api"):
        return {**tome.server.x_auth(), "Accept": "application/vnd.koreader.v1+json"}
    return {"Authorization": f"Bearer {tome.key if path.startswith('/api/tome-sync') else tome.login}"}


@pytest.mark.parametrize(("method", "path", "names"), ENDPOINTS, ids=[f"{entry[0]} {entry[1]}" for entry in ENDPOINTS])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_body_is_answered(tome: Tome, method: str, path: str, names: list[str], data: Any) -> None:
    body = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(names, ANY)) | ANY)
    reply = tome.server.ask(method, path, headers(tome, path), data=json.dumps(body), content_type="application/json")
    assert reply.status_code < 500
    assert reply.is_json


PLACES = ["resolve?filename=", "search?q=", "author-books?author=", "shelf-books?shelf_id=", "series/", "position/",
          "rating/", "annotations/1?device_time=", "stats/watermark?device=", "download/1/",
          "resolve?filename=x&ko_md5="]


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=20) | st.integers().map(str))
def test_any_text_in_an_address_is_answered(tome: Tome, place: str, text: str) -> None:
    reply = tome.device("GET", place + quote(text.encode("utf-8", "replace"), safe=""))
    assert reply.status_code in (200, 404, 422, 501)

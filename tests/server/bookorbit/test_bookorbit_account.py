"""Who may sync, in which order that is checked, and how refusals look."""

from __future__ import annotations

import re
from typing import Any

import pytest
from orbit_under_test import PLUGIN, PREFIX, UNKNOWN_HASH, Orbit, device

AUTH = PREFIX + "/users/auth"


def test_the_connection_test(orbit: Orbit) -> None:
    reply = orbit.get(AUTH)
    assert (reply.status_code, reply.json) == (200, {"authorized": "OK", "username": "mira"})
    assert reply.headers["X-Request-Id"]


@pytest.mark.parametrize("key", ["tide-pool", "8B6B48C9B6F2C9A1"])
def test_plain_password_or_nothing(orbit: Orbit, key: str) -> None:
    reply = orbit.server.ask("GET", AUTH, {"x-auth-user": "mira", "x-auth-key": key})
    assert reply.status_code == (200 if key == "tide-pool" else 401)


def test_the_key_compares_without_case(orbit: Orbit) -> None:
    headers = orbit.server.x_auth()
    reply = orbit.server.ask("GET", AUTH, {**headers, "x-auth-key": headers["x-auth-key"].upper()})
    assert reply.status_code == 200


def test_the_vector_of_the_key(orbit: Orbit) -> None:
    orbit.admin.add_user("reader1", "orbit-pass-1")
    headers = {"x-auth-user": "reader1", "x-auth-key": "5f930a3d96148c3680d58aa6b02afdef"}
    assert orbit.server.ask("GET", AUTH, headers).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"x-auth-user": "mira"}, {"x-auth-user": "mira", "x-auth-key": ""},
                                     {"x-auth-user": "nobody", "x-auth-key": "x"}])
def test_missing_or_unknown_is_401(orbit: Orbit, headers: dict[str, str]) -> None:
    assert orbit.server.ask("GET", AUTH, headers).status_code == 401


def test_the_kill_switch_comes_before_the_key(orbit: Orbit) -> None:
    orbit.admin.set_sync("mira", False)
    assert orbit.get(AUTH, password="wrong").status_code == 403
    assert orbit.post("/sweeps").status_code == 403
    orbit.admin.set_sync("mira", True)
    assert orbit.get(AUTH, password="wrong").status_code == 401


def test_permission_and_activity(orbit: Orbit) -> None:
    orbit.web.set_permission("mira", False)
    assert orbit.get(AUTH).status_code == 401
    orbit.web.set_permission("mira", True)
    assert orbit.get(AUTH).status_code == 200
    orbit.web.set_active("mira", False)
    assert orbit.get(AUTH).status_code == 401


def test_an_admin_needs_no_permission(orbit: Orbit) -> None:
    orbit.admin.add_user("root", "high-water", admin=True)
    orbit.web.set_permission("root", False)
    assert orbit.get(AUTH, "root", "high-water").status_code == 200


def test_registration_is_refused_without_credentials(orbit: Orbit) -> None:
    reply = orbit.server.ask("POST", PREFIX + "/users/create", json={"username": "a", "password": "b"})
    assert reply.status_code == 403


@pytest.mark.parametrize(("method", "path"), [
    ("GET", "/syncs/progress/x"), ("PUT", "/syncs/progress"), ("POST", "/plugin/match-check"),
    ("POST", "/plugin/page-stats"), ("POST", "/plugin/annotations"), ("POST", "/plugin/annotations/exchange"),
    ("POST", "/plugin/annotations/exchange-ack"), ("POST", "/plugin/bookmarks/exchange"),
    ("POST", "/plugin/bookmarks/exchange-ack"), ("POST", "/plugin/book-states"), ("POST", "/plugin/progress"),
    ("POST", "/plugin/sweeps"), ("GET", "/plugin/version"), ("GET", "/plugin/package"), ("GET", "/credentials"),
    ("GET", "/sync-status"), ("GET", "/plugin-package"),
])
def test_every_route_is_guarded(orbit: Orbit, method: str, path: str) -> None:
    assert orbit.server.ask(method, PREFIX + path, json={}).status_code == 401


def test_the_error_body(orbit: Orbit) -> None:
    reply = orbit.post("/match-check", hashes=[])
    assert reply.status_code == 400
    assert set(reply.json) == {"statusCode", "message", "path", "timestamp", "requestId"}
    assert reply.json["statusCode"] == 400
    assert isinstance(reply.json["message"], list)
    assert reply.json["path"] == PLUGIN + "/match-check"
    assert re.fullmatch(r"2026-03-01T19:00:04\.000Z", reply.json["timestamp"])
    assert reply.headers["X-Request-Id"] == reply.json["requestId"]
    assert isinstance(orbit.get(AUTH, password="x").json["message"], str)


def test_request_ids_differ(orbit: Orbit) -> None:
    assert orbit.get(AUTH).headers["X-Request-Id"] != orbit.get(AUTH).headers["X-Request-Id"]


def test_too_large_a_body(orbit: Orbit) -> None:
    reply = orbit.server.ask("POST", PLUGIN + "/sweeps", orbit.server.x_auth(), data=b" " * (1024 * 1024 + 1))
    assert (reply.status_code, reply.json["statusCode"]) == (413, 413)


@pytest.mark.parametrize("data", [b"{", b"[]", b'"text"', b"\xff", b'{"hashes": NaN}', b'{"hashes": ["\\ud800"]}'])
def test_what_is_no_object(orbit: Orbit, data: bytes) -> None:
    reply = orbit.server.ask("POST", PLUGIN + "/match-check", orbit.server.x_auth(), data=data)
    assert reply.status_code == 400


@pytest.mark.parametrize("change", [
    {"unknown": 1}, {"deviceId": "with space"}, {"deviceId": ""}, {"deviceId": None}, {"deviceModel": "m" * 101},
    {"pluginVersion": 15}, {"deviceTime": "2026-02-30 10:00:00"}, {"deviceTime": "2026-03-01T10:00:00Z"},
    {"hashes": UNKNOWN_HASH}, {"hashes": [UNKNOWN_HASH[:-1]]}, {"hashes": [UNKNOWN_HASH] * 501}, {"hashes": [7]},
    {"books": [{"hash": UNKNOWN_HASH, "source": "guess"}]}, {"books": [{"hash": UNKNOWN_HASH, "lastOpen": -1}]},
    {"books": [{"hash": UNKNOWN_HASH, "title": "t" * 501}]}, {"books": [{"hash": UNKNOWN_HASH, "extra": 1}]},
])
def test_strict_validation(orbit: Orbit, change: dict[str, Any]) -> None:
    fields = {**device(), "hashes": [UNKNOWN_HASH], **change}
    reply = orbit.server.ask("POST", PLUGIN + "/match-check", orbit.server.x_auth(), json=fields)
    assert reply.status_code == 400
    assert reply.json["message"]


def test_null_is_good_for_what_is_optional(orbit: Orbit) -> None:
    reply = orbit.post("/match-check", hashes=[UNKNOWN_HASH], books=None, deviceTime=None)
    assert reply.status_code == 201

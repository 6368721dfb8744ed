"""Login, refresh, lock-out, and what a token is good for."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from server_under_test import START, Server

LOGIN = "/api/v1/auth/login"


def login(server: Server, password: str = "tide-pool", user: str = "mira", **more: Any) -> Any:
    return server.ask("POST", LOGIN, json={"username": user, "password": password}, **more)


def claims_of(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def test_login_gives_a_pair_and_the_flag_as_text(server: Server) -> None:
    reply = login(server)
    assert reply.status_code == 200
    assert sorted(reply.json) == ["accessToken", "isDefaultPassword", "refreshToken"]
    assert reply.json["isDefaultPassword"] == "false"


def test_claims_carry_the_lifetimes(server: Server) -> None:
    pair = login(server).json
    access, refresh = claims_of(pair["accessToken"]), claims_of(pair["refreshToken"])
    assert access == {"sub": "mira", "userId": 1, "isDefaultPassword": False, "iat": int(START),
                      "exp": int(START) + 36_000}
    assert refresh["exp"] - refresh["iat"] == 30 * 86_400


def test_default_password_is_told(server: Server) -> None:
    server.admin.add_user("new", "changeme", default_password=True)
    assert login(server, "changeme", "new").json["isDefaultPassword"] == "true"


def test_x_auth_headers_are_ignored_at_login(server: Server) -> None:
    assert login(server, headers=server.x_auth("mira", "wrong")).status_code == 200


@pytest.mark.parametrize(("user", "password"), [("mira", "wrong"), ("nobody", "tide-pool"), ("MIRA", "tide-pool")])
def test_wrong_credentials_are_400(server: Server, user: str, password: str) -> None:
    reply = login(server, password, user)
    assert (reply.status_code, reply.json["message"]) == (400, "Invalid credentials")


@pytest.mark.parametrize(("body", "blank"), [
    ({"username": "mira"}, "password"), ({"password": "x"}, "username"),
    ({"username": " ", "password": "x"}, "username"),
])
def test_blank_credentials_are_a_validation_error(server: Server, body: dict[str, str], blank: str) -> None:
    reply = server.ask("POST", LOGIN, json=body)
    assert reply.status_code == 400
    assert reply.json["message"] == "Validation error"
    assert reply.json["details"] == [f"{blank}: must not be blank"]


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b'{"username":NaN}', b"\xff", b'{"username":{}}',
                                  b'{"username":"\\ud800"}', b"[" * 100_000])
def test_an_unreadable_body_is_400(server: Server, data: bytes) -> None:
    reply = server.ask("POST", LOGIN, data=data)
    assert (reply.status_code, reply.json["message"]) == (400, "Request body is missing or malformed.")


def test_a_numeric_password_sent_as_a_number_is_good(server: Server) -> None:
    server.admin.add_user("pin", "1234")
    assert server.ask("POST", LOGIN, json={"username": "pin", "password": 1234}).status_code == 200


def test_the_error_body_has_no_nulls_and_a_time_without_zone(server: Server) -> None:
    server.time[0] = START + 0.25
    assert login(server, "wrong").json == {"status": 400, "message": "Invalid credentials",
                                           "timestamp": "2026-03-01T19:00:04.250"}


def test_five_failures_lock_for_a_quarter_of_an_hour(server: Server) -> None:
    for _ in range(5):
        assert login(server, "wrong").status_code == 400
    reply = login(server)
    assert (reply.status_code, reply.json["message"]) == (
        429, "Too many failed login attempts. Please try again later.")
    server.time[0] += 15 * 60 - 1
    assert login(server).status_code == 429
    server.time[0] += 1
    assert login(server).status_code == 200


def test_the_lock_holds_for_the_address_and_for_the_name(server: Server) -> None:
    server.admin.add_user("tom", "low-water")
    for _ in range(5):
        login(server, "wrong", environ_base={"REMOTE_ADDR": "10.0.0.1"})
    assert login(server, "low-water", "tom", environ_base={"REMOTE_ADDR": "10.0.0.1"}).status_code == 429
    assert login(server, environ_base={"REMOTE_ADDR": "10.0.0.2"}).status_code == 429
    assert login(server, "low-water", "tom", environ_base={"REMOTE_ADDR": "10.0.0.2"}).status_code == 200


def test_a_good_login_starts_the_count_anew(server: Server) -> None:
    for _ in range(2):
        for _ in range(4):
            login(server, "wrong")
        assert login(server).status_code == 200
        server.time[0] += 1


def test_a_second_login_in_the_same_second_is_a_conflict(server: Server) -> None:
    assert login(server).status_code == 200
    reply = login(server)
    assert (reply.status_code, reply.json["message"]) == (
        400, "A data conflict occurred. The operation could not be completed.")
    server.time[0] += 1
    assert login(server).status_code == 200


def test_local_login_can_be_off(server: Server) -> None:
    server.admin.set_local_login(False)
    reply = login(server)
    assert reply.status_code == 403
    assert reply.json["message"].startswith("Local login is disabled. ")


def use(server: Server, token: str) -> Any:
    return server.ask("GET", "/api/v1/shelves", {"Authorization": f"Bearer {token}"})


def test_an_access_token_lives_ten_hours(server: Server) -> None:
    token = login(server).json["accessToken"]
    server.time[0] += 36_000 - 1
    assert use(server, token).status_code == 200
    server.time[0] += 1
    reply = use(server, token)
    assert (reply.status_code, reply.data) == (401, b"")


@pytest.mark.parametrize("spoil", [lambda t: t[:-2], lambda t: "x" + t, lambda t: "", lambda t: "a.b.c",
                                   lambda t: t.replace(".", "", 1), lambda t: t + "é"])
def test_a_bad_token_is_401_with_an_empty_body(server: Server, spoil: Any) -> None:
    reply = use(server, spoil(login(server).json["accessToken"]))
    assert (reply.status_code, reply.data) == (401, b"")


def test_a_refresh_token_is_no_access_token(server: Server) -> None:
    assert use(server, login(server).json["refreshToken"]).status_code == 401


def test_a_token_of_another_server_is_refused(server: Server, make_server: Any) -> None:
    other = make_server()
    other.store.use(lambda: START, 8)
    foreign = login(other).json["accessToken"]
    assert use(server, foreign).status_code == 401


def test_no_token_is_403_with_the_frameworks_body(server: Server) -> None:
    reply = server.ask("GET", "/api/v1/shelves", server.x_auth())
    assert reply.status_code == 403
    assert reply.json["error"] == "Forbidden"
    assert reply.json["path"] == "/api/v1/shelves"


def test_expired_by_hand(server: Server) -> None:
    token = login(server).json["accessToken"]
    assert server.admin.expire_tokens("mira") == 2
    assert use(server, token).status_code == 401
    assert login(server).status_code == 200, "and the next login works, even within this second"


def test_refresh_gives_a_new_pair_once(server: Server) -> None:
    old = login(server).json["refreshToken"]
    server.time[0] += 60
    reply = server.ask("POST", "/api/v1/auth/refresh", json={"refreshToken": old})
    assert reply.status_code == 200
    assert use(server, reply.json["accessToken"]).status_code == 200
    server.time[0] += 1
    assert server.ask("POST", "/api/v1/auth/refresh", json={"refreshToken": old}).status_code == 401


def test_refresh_after_thirty_days_is_refused(server: Server) -> None:
    old = login(server).json["refreshToken"]
    server.time[0] += 30 * 86_400
    assert server.ask("POST", "/api/v1/auth/refresh", json={"refreshToken": old}).status_code == 401


def test_passwords_are_not_stored(server: Server) -> None:
    login(server)
    dump = "\n".join(server.store.connection.iterdump())
    assert "tide-pool" not in dump
    assert server.x_auth()["x-auth-key"] not in dump

"""Keys and logins: who gets in, who does not, and what is kept of a key."""

from __future__ import annotations

import re
from typing import Any

import pytest
from server_under_test import MakeServer, Server
from tome_under_test import Tome

from harness.server import Store, create_app
from harness.server.tome.admin import TomeAdmin

UNKNOWN = {"Authorization": "Bearer tk_" + "0" * 40}


def ask(tome: Tome, headers: dict[str, str]) -> tuple[int, Any]:
    reply = tome.server.ask("GET", "/api/tome-sync/series", headers)
    return reply.status_code, reply.json["detail"] if reply.status_code >= 400 else None


def test_who_gets_in_and_who_does_not(tome: Tome) -> None:
    assert ask(tome, {"Authorization": f"Bearer {tome.key}"}) == (200, None)
    assert ask(tome, {"Authorization": f"bearer {tome.key}"}) == (200, None)
    assert ask(tome, {}) == (401, "Bearer token required")
    assert ask(tome, {"Authorization": tome.key}) == (401, "Bearer token required")
    assert ask(tome, UNKNOWN) == (401, "Invalid API key")
    assert ask(tome, {"Authorization": f"Bearer {tome.login}"}) == (401, "Invalid API key")
    tome.admin.disable_user("mira")
    assert ask(tome, {"Authorization": f"Bearer {tome.key}"}) == (401, "User not found or inactive")
    tome.admin.disable_user("mira", False)
    assert ask(tome, {"Authorization": f"Bearer {tome.key}"}) == (200, None)


def test_a_missing_header_on_a_real_server(tome: Tome) -> None:
    tome.quirk("tome.missing-header-422")
    status, detail = ask(tome, {})
    assert (status, detail[0]["loc"]) == (422, ["header", "authorization"])
    assert ask(tome, {"Authorization": f"bearer {tome.key}"}) == (401, "Bearer token required")


def test_a_key_is_shown_once_and_kept_as_a_hash(tome: Tome) -> None:
    made = tome.web("POST", "plugin/api-keys", json={"label": "probe"})
    assert made.status_code == 201
    key = made.json["key"]
    assert re.fullmatch("tk_[0-9a-f]{40}", key)
    assert ask(tome, {"Authorization": f"Bearer {key}"}) == (200, None)
    listed = tome.web("GET", "plugin/api-keys")
    assert key not in listed.text
    assert [(row["label"], row["key_preview"]) for row in listed.json][-1] == ("probe", key[:11] + "…")
    assert listed.json[-1]["last_used_at"].endswith("Z")
    assert key not in "\n".join(tome.server.store.connection.iterdump())


def test_a_key_that_is_taken_back_is_refused_at_once(tome: Tome) -> None:
    made = tome.web("POST", "plugin/api-keys").json
    assert made["label"] == "KOReader Plugin"
    assert tome.web("DELETE", f"plugin/api-keys/{made['id']}").status_code == 204
    assert ask(tome, {"Authorization": f"Bearer {made['key']}"}) == (401, "Invalid API key")
    again = tome.web("DELETE", f"plugin/api-keys/{made['id']}")
    assert (again.status_code, again.json) == (404, {"detail": "API key not found"})
    assert tome.web("POST", "plugin/api-keys").json["key"] != made["key"]


def test_nobody_takes_the_key_of_another(tome: Tome, stranger: str) -> None:
    number = tome.admin.keys("tom")[0]["id"]
    assert tome.web("DELETE", f"plugin/api-keys/{number}").status_code == 404
    assert len(tome.web("GET", "plugin/api-keys").json) == 1


def test_keys_are_not_for_people_nor_good_in_their_place(tome: Tome) -> None:
    for method, path in (("GET", "plugin/api-keys"), ("GET", "plugin/koreader"), ("GET", "auth/me"),
                         ("GET", "stats/sessions"), ("POST", "send-to-device/koreader")):
        reply = tome.server.ask(method, f"/api/{path}")
        assert (reply.status_code, reply.json) == (401, {"detail": "Not authenticated"})
        reply = tome.web(method, path, tome.key)
        assert (reply.status_code, reply.json) == (401, {"detail": "Could not validate credentials"})
        assert reply.headers["WWW-Authenticate"] == "Bearer"


def test_login_lasts_for_seven_days(tome: Tome) -> None:
    said = {"username": "mira", "password": "tide-pool"}
    reply = tome.server.ask("POST", "/api/auth/login", json=said).json
    other = tome.server.ask("POST", "/api/auth/login", json=said).json
    assert reply["token_type"] == "bearer"
    assert reply["access_token"] != other["access_token"]
    assert tome.web("GET", "auth/me", reply["access_token"]).json["username"] == "mira"
    tome.server.time[0] += 7 * 86400 + 1
    assert tome.web("GET", "auth/me", reply["access_token"]).status_code == 401
    wrong = tome.server.ask("POST", "/api/auth/login", json={**said, "password": "x"})
    assert (wrong.status_code, wrong.json) == (401, {"detail": "Incorrect username or password"})
    assert tome.server.ask("POST", "/api/auth/login", json={}).status_code == 422


def test_health_needs_nobody(tome: Tome) -> None:
    assert tome.server.ask("GET", "/api/health", UNKNOWN).json == {"status": "ok", "version": "2.3.0"}


def test_setup_makes_the_first_account_only() -> None:
    server = Server(create_app(Store(), now=lambda: 1.0), Store(), None)  # type: ignore[arg-type]
    said = {"username": "ada", "password": "kelp", "email": "ada@example.org"}
    assert server.ask("GET", "/api/auth/setup-needed").json == {"setup_needed": True}
    assert server.ask("POST", "/api/auth/setup", json=said).json["is_admin"] is True
    assert server.ask("POST", "/api/auth/setup", json=said).status_code == 409
    assert server.ask("GET", "/api/auth/setup-needed").json == {"setup_needed": False}


def poll(tome: Tome, begun: dict[str, str]) -> Any:
    return tome.server.ask("POST", "/api/auth/quick-connect/poll",
                           json={"code": begun["code"], "poll_token": begun["poll_token"]})


@pytest.mark.parametrize("body", [{}, {"json": {}}, {"json": []}])
def test_a_code_lets_a_device_in_once(tome: Tome, body: dict[str, Any]) -> None:
    begun = tome.server.ask("POST", "/api/auth/quick-connect/initiate", **body).json
    assert re.fullmatch("[A-HJKMNP-Z2-9]{6}", begun["code"])
    assert poll(tome, begun).json == {"status": "pending"}
    code = {"code": begun["code"].lower()}
    assert tome.web("POST", "auth/quick-connect/authorize", json=code).json == {"status": "authorized"}
    assert tome.web("POST", "auth/quick-connect/authorize", json=code).status_code == 409
    assert poll(tome, {**begun, "poll_token": "x"}).status_code == 410
    let_in = poll(tome, begun).json
    assert (let_in["status"], let_in["token_type"]) == ("authorized", "bearer")
    assert tome.web("GET", "auth/me", let_in["access_token"]).json["username"] == "mira"
    assert poll(tome, begun).json == {"detail": "Code not found or expired"}


def test_codes_that_are_wrong_or_late(tome: Tome) -> None:
    reply = tome.web("POST", "auth/quick-connect/authorize", json={"code": "AAAAAA"})
    assert (reply.status_code, reply.json) == (404, {"detail": "Code not found"})
    begun = tome.server.ask("POST", "/api/auth/quick-connect/initiate").json
    tome.server.time[0] += 301
    assert tome.web("POST", "auth/quick-connect/authorize", json={"code": begun["code"]}).status_code == 410
    assert poll(tome, begun).status_code == 410


def test_keys_come_from_the_seed(make_server: MakeServer) -> None:
    one, two, other = (TomeAdmin(make_server(seed=seed).app).add_key("mira") for seed in (3, 3, 4))
    assert one == two != other

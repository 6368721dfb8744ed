"""Accounts of KOReader's progress sync."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from kosync_under_test import ACCEPT, KEY, Kosync
from server_under_test import Server

from harness.server.tome.admin import TomeAdmin

UNAUTHORIZED = {"code": 2001, "message": "Unauthorized"}


def test_an_account_is_made_and_good(server: Server) -> None:
    account = Kosync(server)
    made = account.create()
    assert (made.status_code, made.json) == (201, {"username": "tom"})
    reply = account.ask("GET", "/users/auth")
    assert (reply.status_code, reply.json) == (200, {"authorized": "OK"})


@pytest.mark.parametrize("name", ["tom", "mira"])
def test_a_name_is_taken_once(kosync: Kosync, name: str) -> None:
    reply = Kosync(kosync.server, user=name, key="another").create()
    assert (reply.status_code, reply.json) == (402, {"code": 2002, "message": "Username is already registered."})
    assert kosync.ask("GET", "/users/auth").status_code == 200


@pytest.mark.parametrize("body", [
    {}, {"username": "a"}, {"username": "", "password": "x"}, {"username": "a:b", "password": "x"},
    {"username": "a", "password": ""}, {"username": 5, "password": "x"}])
def test_accounts_that_cannot_be(server: Server, body: dict[str, Any]) -> None:
    reply = server.ask("POST", "/users/create", ACCEPT, json=body)
    assert (reply.status_code, reply.json) == (403, {"code": 2003, "message": "Invalid request"})


def test_registration_can_be_off(server: Server) -> None:
    TomeAdmin(server.app).set_registration(False)
    reply = Kosync(server).create()
    assert (reply.status_code, reply.json) == (402, {"code": 2005, "message": "User registration is disabled."})


@pytest.mark.parametrize(("user", "key"), [("tom", "x"), ("tom", ""), ("nobody", KEY), ("", KEY), ("to:m", KEY)])
def test_who_does_not_get_in(kosync: Kosync, user: str, key: str) -> None:
    other = Kosync(kosync.server, user=user, key=key)
    for method, path in (("GET", "/users/auth"), ("GET", "/syncs/progress/x"), ("PUT", "/syncs/progress"),
                         ("PUT", "/users/password")):
        reply = other.ask(method, path)
        assert (reply.status_code, reply.json) == (401, UNAUTHORIZED)
    assert kosync.server.ask("GET", "/users/auth", ACCEPT).status_code == 401


def test_a_reader_of_the_library_has_an_account_too(server: Server) -> None:
    account = Kosync(server, user="mira", key=hashlib.md5(b"tide-pool").hexdigest())
    assert account.ask("GET", "/users/auth").status_code == 200
    assert server.admin.requests()[-1]["user"] == "mira"


def test_an_account_of_a_device_opens_no_library(kosync: Kosync) -> None:
    for password in (KEY, ""):
        said = {"username": "tom", "password": password}
        assert kosync.server.ask("POST", "/api/auth/login", json=said).status_code == 401
    assert KEY not in "\n".join(kosync.server.store.connection.iterdump())


def test_names_are_utf8(server: Server) -> None:
    account = Kosync(server, user="Björk*")
    assert account.create().json == {"username": "Björk*"}
    assert account.ask("GET", "/users/auth").status_code == 200


def test_another_key(kosync: Kosync) -> None:
    kosync.put()
    assert kosync.ask("PUT", "/users/password", json={"password": "fresh"}).json == {"updated": True}
    assert kosync.ask("PUT", "/users/password", json={"password": "fresh"}).status_code == 401
    kosync.key = "fresh"
    assert kosync.get().json["percentage"] == 0.4213
    for body in ({}, {"password": ""}, {"password": 5}):
        assert kosync.ask("PUT", "/users/password", json=body).json["code"] == 2003


def test_an_account_goes_with_its_places(kosync: Kosync) -> None:
    kosync.put()
    assert Kosync(kosync.server, key="wrong").ask("DELETE", "/users/me").json == UNAUTHORIZED
    assert kosync.ask("DELETE", "/users/me").json == {"deleted": True}
    again = kosync.ask("DELETE", "/users/me")
    assert (again.status_code, again.json) == (404, {"code": 2006, "message": "Account not found."})
    assert kosync.create().status_code == 201
    assert kosync.get().json == {}


def test_a_reader_stays_when_their_account_goes(server: Server) -> None:
    account = Kosync(server, user="mira", key=hashlib.md5(b"tide-pool").hexdigest())
    assert account.ask("DELETE", "/users/me").status_code == 200
    login = server.ask("POST", "/api/auth/login", json={"username": "mira", "password": "tide-pool"})
    assert login.status_code == 200
    assert account.create().json["code"] == 2002


@pytest.mark.parametrize(("accept", "code"), [
    (None, 100), ("*/*", 101), ("application/json", 101), ("application/vnd.koreader.v2+json", 102)])
def test_the_version_is_in_the_accept_header(server: Server, accept: str | None, code: int) -> None:
    headers = {} if accept is None else {"Accept": accept}
    for method, path in (("GET", "/healthcheck"), ("POST", "/users/create"), ("GET", "/users/auth"),
                         ("GET", "/syncs/progress/x")):
        reply = server.ask(method, path, headers)
        assert (reply.status_code, reply.json["code"]) == (412, code)
    server.app.config["QUIRKS"] = {"kosync.any-accept"}
    assert server.ask("GET", "/healthcheck", headers).json == {"state": "OK"}


def test_health_needs_nobody(server: Server) -> None:
    for prefix in ("", "/kosync"):
        assert server.ask("GET", f"{prefix}/healthcheck", ACCEPT).json == {"state": "OK"}

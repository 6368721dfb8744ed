"""The admin API over HTTP."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from server_under_test import BOOK_HASH, MakeServer, Server

TOKEN = {"X-Admin-Token": "lighthouse"}


@pytest.fixture
def served(make_server: MakeServer) -> Server:
    return make_server(admin_token="lighthouse")


def call(server: Server, path: str, body: Any = None) -> Any:
    return server.ask("POST", f"/admin/{path}", TOKEN, json=body if body is not None else {})


def listed(server: Server, path: str) -> Any:
    return server.ask("GET", f"/admin/{path}", TOKEN).json


@pytest.mark.parametrize("headers", [{}, {"X-Admin-Token": "x"}, {"X-Admin-Token": "é"}])
def test_the_token_is_needed(served: Server, headers: dict[str, str]) -> None:
    assert served.ask("GET", "/admin/sessions", headers).status_code == 403
    assert served.ask("POST", "/admin/reset", headers).status_code == 403
    assert served.admin.books() != []


def test_users_and_books(served: Server) -> None:
    reply = call(served, "users", {"username": "tom", "password": "low-water", "libraries": ["Comics"]})
    assert (reply.status_code, reply.json) == (201, {"id": 2})
    content = base64.b64encode(b"comic").decode()
    book = call(served, "books", {"title": "Reef", "file_name": "reef.cbz", "library": "Comics",
                                  "content_base64": content}).json["id"]
    assert served.ask("GET", f"/api/v1/books/{book}/download", served.bearer("tom")).data == b"comic"
    assert call(served, f"books/{book}/hash", {"hash": "0" * 32}).status_code == 204
    assert [row["hash"] for row in listed(served, "books")] == [BOOK_HASH, "0" * 32]
    assert served.ask("DELETE", f"/admin/books/{book}", TOKEN).status_code == 204
    assert [row["id"] for row in listed(served, "books")] == [served.book]


def test_lists_by_reader(served: Server, session: dict[str, Any]) -> None:
    call(served, "users", {"username": "tom", "password": "low-water"})
    for user, password in (("mira", "tide-pool"), ("tom", "low-water")):
        served.ask("POST", "/api/v1/reading-sessions", served.x_auth(user, password), json=session)
    assert [row["user"] for row in listed(served, "sessions")] == ["mira", "tom"]
    assert [row["user"] for row in listed(served, f"sessions?user=tom&book={served.book}")] == ["tom"]
    assert listed(served, "sessions?book=77") == []
    for name in ("ratings", "annotations", "notes", "bookmarks", "shelves", "unknown-endpoints", "progress"):
        assert listed(served, name) == []
    assert [row["path"] for row in listed(served, "requests")] == ["/api/v1/reading-sessions"] * 2


def test_switches(served: Server) -> None:
    bearer = served.bearer()
    assert call(served, "users/mira/expire-tokens").json == {"expired": 2}
    assert served.ask("GET", "/api/v1/shelves", bearer).status_code == 401
    assert call(served, "users/mira/sync", {"enabled": False}).status_code == 204
    progress = f"/api/koreader/syncs/progress/{BOOK_HASH}"
    assert served.ask("GET", progress, served.x_auth()).status_code == 401
    assert call(served, "users/mira/download", {"allowed": False}).status_code == 204
    assert served.ask("GET", f"/api/v1/books/{served.book}/download", served.bearer()).status_code == 403
    assert call(served, "local-login", {"enabled": False}).status_code == 204
    login = {"username": "mira", "password": "tide-pool"}
    assert served.ask("POST", "/api/v1/auth/login", json=login).status_code == 403


def test_shelves_and_releases(served: Server) -> None:
    shelf = call(served, "shelves", {"user": "mira", "name": "KOReader", "books": [served.book]}).json["id"]
    assert call(served, f"shelves/{shelf}/public", {"public": True}).status_code == 204
    assert listed(served, "shelves") == [{"id": shelf, "user": "mira", "name": "KOReader", "public": True,
                                          "books": [served.book]}]
    assets = {"plugin.zip": base64.b64encode(b"PK").decode()}
    assert call(served, "releases", {"repository": "a/b", "tag": "v1", "assets_base64": assets}).status_code == 204
    assert served.ask("GET", "/repos/a/b/releases/latest").json["assets"][0]["size"] == 2


def test_quirks(served: Server) -> None:
    assert call(served, "quirks", {"quirks": ["booklore.stock"]}).status_code == 204
    assert served.app.config["QUIRKS"] == {"booklore.stock"}
    assert "did you mean" in call(served, "quirks", {"quirks": ["booklore.stocks"]}).json["error"]
    assert call(served, "quirks", {}).status_code == 204
    assert served.app.config["QUIRKS"] == set()


def test_reset(served: Server) -> None:
    assert call(served, "reset").status_code == 204
    assert listed(served, "books") == []


@pytest.mark.parametrize(("path", "body", "text"), [
    ("users", {"username": "mira", "password": "x"}, "there is a user 'mira' already"),
    ("users", {"name": "x"}, "add_user"), ("users", [], "must be a JSON object"),
    ("books", {"title": "B", "file_name": "b.epub", "content_base64": "?"}, "not base64"),
    ("users/nobody/expire-tokens", {}, "there is no user 'nobody'"),
    ("releases", {"repository": "a/b", "tag": "v1", "assets_base64": []}, "assets_base64 must be"),
])
def test_mistakes_are_400_with_the_reason(served: Server, path: str, body: Any, text: str) -> None:
    reply = call(served, path, body)
    assert reply.status_code == 400
    assert text in reply.json["error"]


@pytest.mark.parametrize(("path", "text"), [("tides", "no such list: tides; known are annotations, "),
                                            ("sessions?book=x", "book must be a number, not 'x'")])
def test_lists_that_are_not(served: Server, path: str, text: str) -> None:
    assert text in listed(served, path)["error"]


def test_a_body_that_is_no_json(served: Server) -> None:
    assert "no JSON" in served.ask("POST", "/admin/users", TOKEN, data=b"{").json["error"]

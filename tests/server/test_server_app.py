"""The application: unknown endpoints, the requests log, quirks, limits, determinism, the release feed."""

from __future__ import annotations

from typing import Any

import pytest
from server_under_test import START, MakeServer, Server

from harness.server import Store, create_app


@pytest.mark.parametrize(("method", "path"), [
    ("GET", "/api/v1/opds"), ("DELETE", "/api/v1/books/1"), ("POST", "/api/v1/shelves/1/books"),
    ("GET", "/api/v1/books/"), ("GET", "/admin/sessions"),
])
def test_an_unknown_endpoint_is_501_and_recorded(server: Server, method: str, path: str) -> None:
    reply = server.ask(method, path)
    assert reply.status_code == 501
    assert (reply.json["method"], reply.json["path"]) == (method, path)
    assert f"{method} {path}" in reply.json["message"]
    assert server.store.unknown_endpoints == [(method, path)]
    assert server.admin.unknown_endpoints() == [{"method": method, "path": path}]


def test_the_requests_log_tells_who_asked_what(server: Server) -> None:
    server.ask("GET", "/api/koreader/users/auth", server.x_auth())
    server.time[0] += 2
    server.ask("GET", "/api/v1/books/search?title=salt", server.bearer())
    server.ask("GET", "/api/v1/shelves")
    assert server.admin.requests() == [
        {"at": "2026-03-01T19:00:04Z", "method": "GET", "path": "/api/koreader/users/auth", "query": "",
         "status": 200, "user": "mira"},
        {"at": "2026-03-01T19:00:07Z", "method": "GET", "path": "/api/v1/books/search", "query": "title=salt",
         "status": 200, "user": "mira"},
        {"at": "2026-03-01T19:00:07Z", "method": "GET", "path": "/api/v1/shelves", "query": "", "status": 403,
         "user": None},
    ]


def test_an_unknown_quirk_names_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"no such quirk: 'booklore\.stok'; did you mean 'booklore\.stock'\?"):
        create_app(Store(), now=lambda: START, quirks=["booklore.stok"])


def test_quirks_can_change_while_it_runs(server: Server) -> None:
    path = "/api/v1/books/search?title=salt"
    assert server.ask("GET", path, server.bearer()).status_code == 200
    server.app.config["QUIRKS"].add("booklore.stock")
    assert server.ask("GET", path, server.bearer()).status_code == 500


def test_a_body_beyond_the_limit_is_413(server: Server) -> None:
    server.app.config["MAX_CONTENT_LENGTH"] = 100
    reply = server.ask("POST", "/api/v1/auth/login", data=b"x" * 101)
    assert (reply.status_code, reply.json["status"]) == (413, 413)


def break_store(server: Server) -> None:
    server.store.execute("DROP TABLE shelves")


def test_an_error_of_ours_is_loud_in_a_test_and_a_500_in_public(server: Server, make_server: MakeServer) -> None:
    bearer = server.bearer()
    break_store(server)
    with pytest.raises(Exception, match="no such table: shelves"):
        server.ask("GET", "/api/v1/shelves", bearer)
    public = make_server(public=True)
    bearer = public.bearer()
    break_store(public)
    reply = public.ask("GET", "/api/v1/shelves", bearer)
    assert (reply.status_code, reply.json["message"]) == (500, "An unexpected error occurred.")


def day(server: Server) -> list[Any]:
    """Some of everything, as it comes over the wire, and the whole state it leaves."""
    replies = [
        server.ask("POST", "/api/v1/auth/login", json={"username": "mira", "password": "tide-pool"}),
        server.ask("GET", f"/api/v1/books/{server.book}", server.bearer()),
        server.ask("POST", "/api/v1/book-notes", server.bearer(), json={"bookId": 1, "content": "c"}),
    ]
    return [*((reply.status, reply.data) for reply in replies), list(server.store.connection.iterdump())]


def test_same_seed_same_bytes(make_server: MakeServer) -> None:
    assert day(make_server()) == day(make_server())


def test_another_seed_signs_otherwise(make_server: MakeServer) -> None:
    one, same, other = make_server(), make_server(), make_server(seed=8)
    assert one.admin.issue_tokens("mira") == same.admin.issue_tokens("mira")
    assert one.store.secret != other.store.secret
    assert other.bearer() != make_server().bearer()


def test_the_release_feed(server: Server) -> None:
    server.admin.set_release("WorldTeacher/BookLoreSync-plugin", "v1.4.2", body="Fixes", assets={"a b.zip": b"PK"},
                             published_at="2026-03-20T08:00:00Z")
    release = server.ask("GET", "/repos/WorldTeacher/BookLoreSync-plugin/releases/latest").json
    assert release["tag_name"] == "v1.4.2"
    assert release["body"] == "Fixes"
    assert release["published_at"] == "2026-03-20T08:00:00Z"
    asset = release["assets"][0]
    assert (asset["name"], asset["size"]) == ("a b.zip", 2)
    assert asset["browser_download_url"].startswith("http://localhost/")
    path = asset["browser_download_url"].removeprefix("http://localhost")
    assert server.ask("GET", path).data == b"PK"
    assert server.ask("HEAD", path).content_length == 2
    server.admin.set_release("WorldTeacher/BookLoreSync-plugin", "v2")
    assert server.ask("GET", path).status_code == 404
    assert server.ask("GET", "/repos/WorldTeacher/BookLoreSync-plugin/releases/latest").json["assets"] == []


def test_no_release(server: Server) -> None:
    reply = server.ask("GET", "/repos/nobody/nothing/releases/latest")
    assert (reply.status_code, reply.json["message"]) == (404, "Not Found")

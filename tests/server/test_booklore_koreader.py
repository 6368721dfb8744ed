"""The KOReader account: connection test, lookup by fingerprint, setting the account up."""

from __future__ import annotations

import pytest
from server_under_test import BOOK_CONTENT, BOOK_HASH, MakeServer, Server

AUTH = "/api/koreader/users/auth"
BY_HASH = "/api/koreader/books/by-hash/"


def test_the_connection_test(server: Server) -> None:
    reply = server.ask("GET", AUTH, server.x_auth())
    assert (reply.status_code, reply.json) == (200, {"username": "mira"})


def test_it_works_while_sync_is_off(server: Server) -> None:
    server.admin.set_sync("mira", False)
    assert server.ask("GET", AUTH, server.x_auth()).status_code == 200


def test_the_key_compares_without_case(server: Server) -> None:
    headers = server.x_auth()
    headers["x-auth-key"] = headers["x-auth-key"].upper()
    assert server.ask("GET", AUTH, headers).status_code == 200


@pytest.mark.parametrize("headers", [
    {}, {"x-auth-user": "mira"}, {"x-auth-user": "", "x-auth-key": "d41d8cd98f00b204e9800998ecf8427e"},
    {"x-auth-user": "mira", "x-auth-key": "d41d8cd98f00b204e9800998ecf8427e"},
])
def test_bad_credentials_are_403(server: Server, headers: dict[str, str]) -> None:
    for path in (AUTH, BY_HASH + BOOK_HASH):
        reply = server.ask("GET", path, headers)
        assert (reply.status_code, reply.json["error"]) == (403, "Forbidden")


def test_a_bearer_token_is_no_koreader_account(server: Server) -> None:
    assert server.ask("GET", AUTH, server.bearer()).status_code == 403


def test_names_beyond_ascii(server: Server) -> None:
    server.admin.add_user("Søren", "flod-bølge")
    reply = server.ask("GET", AUTH, server.x_auth("Søren", "flod-bølge"))
    assert reply.json == {"username": "Søren"}


def test_by_hash(server: Server) -> None:
    reply = server.ask("GET", BY_HASH + BOOK_HASH, server.x_auth())
    assert reply.status_code == 200
    assert reply.json == {"id": server.book, "title": "Salt Roads of the North", "authors": ["P. Hallam"],
                          "isbn13": "9780000004127", "currentHash": BOOK_HASH}


def test_an_unknown_hash_is_404(server: Server) -> None:
    reply = server.ask("GET", BY_HASH + "0" * 32, server.x_auth())
    assert (reply.status_code, reply.json["message"]) == (404, f"Book not found for hash {'0' * 32}")


def test_only_the_current_hash_counts(server: Server) -> None:
    server.admin.set_hash(server.book, "1" * 32)
    assert server.ask("GET", BY_HASH + BOOK_HASH, server.x_auth()).status_code == 404
    assert server.ask("GET", BY_HASH + "1" * 32, server.x_auth()).json["id"] == server.book


def test_a_removed_book_is_not_found(server: Server) -> None:
    server.admin.remove_book(server.book)
    assert server.ask("GET", BY_HASH + BOOK_HASH, server.x_auth()).status_code == 404


def test_two_books_of_one_hash(server: Server, make_server: MakeServer) -> None:
    server.admin.add_book("A copy", "copy.epub", content=BOOK_CONTENT)
    assert server.ask("GET", BY_HASH + BOOK_HASH, server.x_auth()).json["id"] == server.book
    strict = make_server(["booklore.duplicate-hash-500"])
    strict.admin.add_book("A copy", "copy.epub", content=BOOK_CONTENT)
    assert strict.ask("GET", BY_HASH + BOOK_HASH, strict.x_auth()).status_code == 500


def test_stock_answers_its_web_application(stock: Server) -> None:
    reply = stock.ask("GET", BY_HASH + BOOK_HASH, stock.x_auth())
    assert reply.status_code == 200
    assert reply.content_type.startswith("text/html")
    assert stock.ask("GET", BY_HASH + BOOK_HASH).status_code == 403


def test_a_user_sets_the_account_up(server: Server) -> None:
    server.admin.add_user("tom", "low-water", koreader=False)
    bearer = server.bearer("tom")
    assert server.ask("GET", "/api/v1/koreader-users/me", bearer).status_code == 404
    assert server.ask("PATCH", "/api/v1/koreader-users/me/sync?enabled=true", bearer).status_code == 404
    reply = server.ask("PUT", "/api/v1/koreader-users/me", bearer, json={"username": "tom-kobo", "password": "reef"})
    assert reply.status_code == 200
    assert reply.json == {"username": "tom-kobo", "syncEnabled": False, "syncWithBooklore": False}
    assert server.ask("GET", AUTH, server.x_auth("tom-kobo", "reef")).status_code == 200
    for flag in ("sync", "sync-progress-with-booklore"):
        assert server.ask("PATCH", f"/api/v1/koreader-users/me/{flag}?enabled=true", bearer).status_code == 204
    reply = server.ask("GET", "/api/v1/koreader-users/me", bearer)
    assert reply.json == {"username": "tom-kobo", "syncEnabled": True, "syncWithBooklore": True}


def test_a_koreader_name_belongs_to_one_user(server: Server) -> None:
    server.admin.add_user("tom", "low-water", koreader=False)
    reply = server.ask("PUT", "/api/v1/koreader-users/me", server.bearer("tom"),
                       json={"username": "mira", "password": "reef"})
    assert reply.status_code == 409
    assert server.ask("GET", AUTH, server.x_auth()).status_code == 200


def test_a_new_password_replaces_the_old_key(server: Server) -> None:
    server.ask("PUT", "/api/v1/koreader-users/me", server.bearer(), json={"username": "mira", "password": "reef"})
    assert server.ask("GET", AUTH, server.x_auth()).status_code == 403
    assert server.ask("GET", AUTH, server.x_auth("mira", "reef")).status_code == 200

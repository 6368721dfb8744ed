"""Shelves, and moving books on and off them."""

from __future__ import annotations

from typing import Any

import pytest
from server_under_test import MakeServer, Server

SHELVES = "/api/v1/shelves"
MOVE = "/api/v1/books/shelves"
NEW = {"name": "KOReader", "icon": "pi pi-shield", "iconType": "PRIME_NG", "publicShelf": True}


def create(server: Server, user: str = "mira", **change: Any) -> Any:
    return server.ask("POST", SHELVES, server.bearer(user), json=NEW | change)


def move(server: Server, user: str = "mira", **body: Any) -> Any:
    return server.ask("POST", MOVE, server.bearer(user), json=body)


def test_a_shelf_is_created_with_201(server: Server) -> None:
    reply = create(server)
    assert (reply.status_code, reply.json) == (201, {"id": 1, "userId": 1, "bookCount": 0, **NEW})
    assert server.ask("GET", SHELVES, server.bearer()).json == [reply.json]


def test_an_existing_name_is_409(server: Server) -> None:
    create(server)
    reply = create(server)
    assert (reply.status_code, reply.json["message"]) == (409, "Shelf already exists: KOReader")


@pytest.mark.parametrize("change", [{"name": " "}, {"name": None}, {"iconType": "EMOJI"}, {"publicShelf": "yes"}])
def test_what_a_shelf_must_be(server: Server, change: dict[str, Any]) -> None:
    assert create(server, **change).status_code == 400


@pytest.mark.parametrize("quirk", ["booklore.stock", "booklore.public-shelf-admins-only"])
def test_public_shelves_are_for_admins_on_stock(make_server: MakeServer, quirk: str) -> None:
    server = make_server([quirk])
    reply = create(server)
    assert (reply.status_code, reply.json["message"]) == (403, "Only admins can create public shelves")
    assert create(server, publicShelf=False).status_code == 201
    server.admin.add_user("root", "anchor", admin=True)
    assert create(server, "root").status_code == 201


def test_ones_own_and_the_public_ones(server: Server) -> None:
    server.admin.add_user("tom", "low-water")
    own = server.admin.add_shelf("mira", "Own", books=[server.book])
    public = server.admin.add_shelf("mira", "Public", public=True, books=[server.book])
    assert [row["id"] for row in server.ask("GET", SHELVES, server.bearer()).json] == [own, public]
    listed = server.ask("GET", SHELVES, server.bearer("tom")).json
    assert [(row["id"], row["bookCount"]) for row in listed] == [(public, 1)]
    assert server.ask("GET", f"{SHELVES}/{own}/books", server.bearer("tom")).status_code == 403
    assert server.ask("GET", f"{SHELVES}/{public}/books", server.bearer("tom")).json[0]["id"] == server.book
    server.admin.set_shelf_public(public, False)
    assert server.ask("GET", f"{SHELVES}/{public}/books", server.bearer("tom")).status_code == 403


def test_the_books_of_a_shelf(server: Server) -> None:
    shelf = server.admin.add_shelf("mira", "KOReader", books=[server.book])
    reply = server.ask("GET", f"{SHELVES}/{shelf}/books", server.bearer())
    assert reply.json[0]["primaryFile"]["fileName"] == "Hallam - Salt Roads.epub"
    assert [row["name"] for row in reply.json[0]["shelves"]] == ["KOReader"]
    assert server.ask("GET", f"{SHELVES}/77/books", server.bearer()).status_code == 404


def test_moving_on_and_off_any_number_of_times(server: Server) -> None:
    shelf = create(server).json["id"]
    for _ in range(2):
        reply = move(server, bookIds=[server.book], shelvesToAssign=[shelf], shelvesToUnassign=[])
        assert [row["name"] for row in reply.json[0]["shelves"]] == ["KOReader"]
    for _ in range(2):
        reply = move(server, bookIds=[server.book], shelvesToAssign=[], shelvesToUnassign=[shelf])
        assert (reply.status_code, reply.json[0]["shelves"]) == (200, [])
    assert server.admin.shelves()[0]["books"] == []


def test_a_foreign_shelf_is_401_and_changes_nothing(server: Server) -> None:
    server.admin.add_user("tom", "low-water")
    shelf = server.admin.add_shelf("mira", "KOReader", public=True, books=[server.book])
    assert move(server, "tom", bookIds=[server.book], shelvesToUnassign=[shelf]).status_code == 401
    assert server.admin.shelves()[0]["books"] == [server.book]


@pytest.mark.parametrize(("body", "status"), [
    ({"bookIds": []}, 400), ({"bookIds": [9001]}, 404), ({"bookIds": [1], "shelvesToAssign": [77]}, 404),
    ({"bookIds": [1], "shelvesToAssign": "x"}, 400),
])
def test_what_a_move_must_be(server: Server, body: dict[str, Any], status: int) -> None:
    assert move(server, **body).status_code == status


def test_a_removed_book_leaves_its_shelves(server: Server) -> None:
    shelf = server.admin.add_shelf("mira", "KOReader", books=[server.book])
    server.admin.remove_book(server.book)
    assert server.ask("GET", f"{SHELVES}/{shelf}/books", server.bearer()).json == []
    assert server.ask("GET", SHELVES, server.bearer()).json[0]["bookCount"] == 0

"""Annotations, notes and bookmarks."""

from __future__ import annotations

from typing import Any

import pytest
from server_under_test import START, Server

ANNOTATIONS, NOTES_V2, NOTES_V1, BOOKMARKS = (
    "/api/v1/annotations", "/api/v2/book-notes", "/api/v1/book-notes", "/api/v1/bookmarks")
CFI = "epubcfi(/6/18!/4/2/2,/28/3:21,/30/1:33)"
BODIES: dict[str, dict[str, Any]] = {
    ANNOTATIONS: {"bookId": 1, "cfi": CFI, "text": "the tide forgave nobody", "color": "#4ADE80",
                  "style": "underline", "chapterTitle": "Low Water"},
    NOTES_V2: {"bookId": 1, "cfi": CFI, "noteContent": "compare with ch. 9", "selectedText": "harbour",
               "color": "#FFC107", "chapterTitle": "Slack"},
    NOTES_V1: {"bookId": 1, "title": "Slack", "content": "compare with ch. 9"},
    BOOKMARKS: {"bookId": 1, "cfi": CFI, "title": "Slack"},
}


def post(server: Server, path: str, **change: Any) -> Any:
    return server.ask("POST", path, server.bearer(), json=BODIES[path] | change)


@pytest.mark.parametrize("path", BODIES)
def test_what_is_stored_is_answered(server: Server, path: str) -> None:
    reply = post(server, path)
    assert reply.status_code == 200, "exactly 200: the plugin takes nothing else"
    stamp = "2026-03-01T19:00:05"
    assert reply.json == {"id": 1, "userId": 1, **BODIES[path], "createdAt": stamp, "updatedAt": stamp}
    assert server.time[0] == START + 1


@pytest.mark.parametrize(("path", "message"), [
    (ANNOTATIONS, "Annotation already exists at this location"), (NOTES_V2, "Note already exists at this location"),
    (BOOKMARKS, "Bookmark already exists at this location"),
])
def test_a_second_one_at_the_same_place_is_409(server: Server, path: str, message: str) -> None:
    post(server, path)
    reply = post(server, path)
    assert (reply.status_code, reply.json["message"]) == (409, message)
    assert post(server, path, cfi="epubcfi(/6/2!/4/2)").status_code == 200


def test_the_kinds_do_not_stand_in_each_others_way(server: Server) -> None:
    for path in BODIES:
        assert post(server, path).status_code == 200
    lists = [server.admin.annotations(), server.admin.notes(), server.admin.bookmarks()]
    assert [len(rows) for rows in lists] == [1, 2, 1]
    assert [row["kind"] for row in lists[1]] == ["book note", "page note"]


def test_page_notes_are_not_deduplicated(server: Server) -> None:
    for _ in range(2):
        assert post(server, NOTES_V1).status_code == 200
    assert len(server.admin.notes()) == 2


@pytest.mark.parametrize("path", BODIES)
def test_an_unknown_book(server: Server, path: str) -> None:
    assert post(server, path, bookId=9001).status_code == (500 if path == ANNOTATIONS else 404)


@pytest.mark.parametrize("path", BODIES)
def test_a_closed_library_and_nobody(server: Server, path: str) -> None:
    server.admin.add_user("tom", "low-water", libraries=[])
    assert server.ask("POST", path, server.bearer("tom"), json=BODIES[path]).status_code == 403
    assert server.ask("POST", path, server.x_auth(), json=BODIES[path]).status_code == 403


@pytest.mark.parametrize(("path", "change", "detail"), [
    (ANNOTATIONS, {"cfi": ""}, "cfi: must not be empty"),
    (ANNOTATIONS, {"cfi": "x" * 1001}, "cfi: size must be between 0 and 1000"),
    (ANNOTATIONS, {"text": None}, "text: must not be empty"),
    (ANNOTATIONS, {"text": "x" * 5001}, "text: size must be between 0 and 5000"),
    (ANNOTATIONS, {"note": "x" * 5001}, "note: size must be between 0 and 5000"),
    (ANNOTATIONS, {"chapterTitle": "x" * 501}, "chapterTitle: size must be between 0 and 500"),
    (ANNOTATIONS, {"color": "yellow"}, "color: must be a hex colour such as #FFC107"),
    (ANNOTATIONS, {"style": "blink"}, "style: must be one of highlight, underline, strikethrough, squiggly"),
    (ANNOTATIONS, {"bookId": None}, "bookId: must not be null"),
    (NOTES_V2, {"noteContent": ""}, "noteContent: must not be empty"),
    (NOTES_V2, {"cfi": None}, "cfi: must not be empty"),
    (NOTES_V2, {"selectedText": "x" * 5001}, "selectedText: size must be between 0 and 5000"),
    (NOTES_V1, {"content": "  "}, "content: must not be blank"),
    (BOOKMARKS, {"cfi": None}, "cfi: must not be empty"),
])
def test_rules(server: Server, path: str, change: dict[str, Any], detail: str) -> None:
    reply = post(server, path, **change)
    assert (reply.status_code, reply.json["message"], reply.json["details"]) == (400, "Validation error", [detail])


def test_all_broken_rules_are_named_at_once(server: Server) -> None:
    assert post(server, ANNOTATIONS, cfi="", text="").json["details"] == [
        "cfi: must not be empty", "text: must not be empty"]


def test_defaults(server: Server) -> None:
    row = server.ask("POST", ANNOTATIONS, server.bearer(), json={"bookId": 1, "cfi": "c", "text": "t"}).json
    assert (row["color"], row["style"]) == ("#FFFF00", "highlight")
    row = server.ask("POST", NOTES_V2, server.bearer(), json={"bookId": 1, "cfi": "c", "noteContent": "t"}).json
    assert row["color"] == "#FFC107"


def test_a_long_title_of_a_page_note_is_a_conflict(server: Server) -> None:
    reply = post(server, NOTES_V1, title="x" * 256)
    assert reply.status_code == 400
    assert reply.json["message"].startswith("A data conflict occurred.")


def test_letters_of_any_script(server: Server) -> None:
    post(server, NOTES_V1, content="海は誰も許さない 🌊")
    assert server.admin.notes()[0]["note"] == "海は誰も許さない 🌊"


def test_an_annotation_is_read_changed_and_removed(server: Server) -> None:
    number = post(server, ANNOTATIONS).json["id"]
    bearer = server.bearer()
    assert [row["id"] for row in server.ask("GET", f"{ANNOTATIONS}/book/1", bearer).json] == [number]
    changed = server.ask("PUT", f"{ANNOTATIONS}/{number}", bearer, json={"note": "why", "color": "#FFC107"}).json
    assert (changed["note"], changed["color"], changed["style"]) == ("why", "#FFC107", "underline")
    assert changed["updatedAt"] > changed["createdAt"]
    assert server.ask("GET", f"{ANNOTATIONS}/{number}", bearer).json == changed
    assert server.ask("PUT", f"{ANNOTATIONS}/{number}", bearer, json={"style": "blink"}).status_code == 400
    assert server.ask("DELETE", f"{ANNOTATIONS}/{number}", bearer).status_code == 204
    assert server.ask("GET", f"{ANNOTATIONS}/{number}", bearer).status_code == 500


def test_others_annotations_are_out_of_reach(server: Server) -> None:
    number = post(server, ANNOTATIONS).json["id"]
    server.admin.add_user("tom", "low-water")
    bearer = server.bearer("tom")
    assert server.ask("DELETE", f"{ANNOTATIONS}/{number}", bearer).status_code == 500
    assert server.ask("GET", f"{ANNOTATIONS}/book/1", bearer).json == []
    assert server.ask("POST", ANNOTATIONS, bearer, json=BODIES[ANNOTATIONS]).status_code == 200


def test_a_page_note_is_changed_and_removed(server: Server) -> None:
    number = post(server, NOTES_V1).json["id"]
    assert post(server, NOTES_V1, id=number, content="new").json["content"] == "new"
    assert post(server, NOTES_V1, id=77).status_code == 404
    assert [row["content"] for row in server.ask("GET", f"{NOTES_V1}/book/1", server.bearer()).json] == ["new"]
    assert server.ask("DELETE", f"{NOTES_V1}/{number}", server.bearer()).status_code == 204
    assert server.ask("DELETE", f"{NOTES_V1}/{number}", server.bearer()).status_code == 404
    assert server.admin.notes() == []


@pytest.mark.parametrize("path", BODIES)
def test_a_books_marks_are_listed_to_who_made_them(server: Server, path: str) -> None:
    post(server, path)
    assert [row["id"] for row in server.ask("GET", f"{path}/book/1", server.bearer()).json] == [1]
    assert server.ask("GET", f"{path}/book/2", server.bearer()).json == []


@pytest.mark.parametrize(("path", "change", "shown"), [
    (NOTES_V2, {"noteContent": "and ch. 10", "color": "#FB923C"}, "noteContent"),
    (BOOKMARKS, {"title": "Ebb"}, "title"),
])
def test_a_note_or_bookmark_is_changed_in_its_place(
    server: Server, path: str, change: dict[str, str], shown: str
) -> None:
    post(server, path)
    reply = server.ask("PUT", f"{path}/1", server.bearer(), json=change)
    assert reply.status_code == 200
    assert reply.json[shown] == change[shown]
    assert reply.json["cfi"] == CFI
    assert server.ask("PUT", f"{path}/7", server.bearer(), json=change).status_code == 404


@pytest.mark.parametrize("path", [NOTES_V2, BOOKMARKS])
def test_a_note_or_bookmark_is_deleted_once(server: Server, path: str) -> None:
    post(server, path)
    assert server.ask("DELETE", f"{path}/1", server.bearer()).status_code == 204
    assert server.ask("DELETE", f"{path}/1", server.bearer()).status_code == 404
    assert post(server, path).status_code == 200

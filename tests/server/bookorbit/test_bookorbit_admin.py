"""What scenarios do behind the protocol's back, as methods and over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from orbit_under_test import Orbit
from server_under_test import MakeServer

from harness.server.bookorbit.admin import OrbitAdmin, OrbitAdminError
from harness.server.context import QUIRKS


@pytest.mark.parametrize(("call", "words"), [
    (lambda web: web.set_permission("nobody", True), "no user 'nobody'"),
    (lambda web: web.set_progress("mira", 9, 0.5), "sees no book 9"),
    (lambda web: web.set_progress("mira", 1, 50), "0–1"),
    (lambda web: web.set_progress("mira", 1, 0.5, source="nook"), "known are web, kobo"),
    (lambda web: web.set_status("mira", 1, "done"), "no such status"),
    (lambda web: web.set_rating("mira", 1, 7), "0–5"),
    (lambda web: web.add_annotation("mira", 1, "text"), "give the place"),
    (lambda web: web.add_annotation("mira", 1, "text", pos0="/body", style="wavy"), "no such style"),
    (lambda web: web.edit_annotation(4, note="x"), "no highlight 4"),
    (lambda web: web.edit_annotation(4, place="x"), "has no 'place'"),
    (lambda web: web.delete_bookmark(4), "no bookmark 4"),
    (lambda web: web.add_bookmark("mira", 1, "x"), "give the place"),
])
def test_what_cannot_be_done(orbit: Orbit, call: Any, words: str) -> None:
    with pytest.raises(OrbitAdminError, match=words):
        call(orbit.web)


def test_unread_on_the_web_sends_devices_to_the_start(orbit: Orbit) -> None:
    orbit.put_progress(0.5)
    orbit.web.set_status("mira", orbit.book, "unread")
    assert orbit.progress()["percentage"] == 0
    assert orbit.web.progress("mira")[0]["status"] == "unread"


def test_a_copy_of_the_store_is_a_copy_of_bookorbit(orbit: Orbit) -> None:
    orbit.put_progress(0.5)
    before = orbit.server.store.snapshot()
    orbit.web.set_progress("mira", orbit.book, 0.9)
    orbit.server.store.restore(before)
    assert orbit.progress()["percentage"] == 0.5


def test_a_reset_forgets_everything(orbit: Orbit) -> None:
    orbit.put_progress(0.5)
    orbit.web.set_plugin({"main.lua": b""})
    orbit.admin.reset()
    for table in ("orbit_positions", "orbit_shared", "orbit_devices", "orbit_states", "orbit_plugin_files"):
        assert orbit.server.store.count(table) == 0


def test_over_http(make_server: MakeServer) -> None:
    server = make_server(admin_token="deep")
    headers = {"X-Admin-Token": "deep"}
    path = "/admin/bookorbit/"
    reply = server.ask("POST", path + "add-annotation", headers, json={
        "user": "mira", "book_id": server.book, "text": "pier", "pos0": "/body/DocFragment[1]/body/p.0"})
    assert (reply.status_code, reply.json) == (201, {"id": 1})
    assert server.ask("POST", path + "edit-annotation", headers,
                      json={"annotation_id": 1, "note": "web"}).status_code == 204
    assert server.ask("GET", path + "annotations?user=mira", headers).json[0]["note"] == "web"
    assert server.ask("POST", path + "set-progress", headers,
                      json={"user": "mira", "book_id": server.book, "progress": 0.5}).status_code == 204
    assert server.ask("GET", path + "progress?user=mira", headers).json[0]["progress"] == 0.5
    for method, name, fields in (("POST", "add-annotation", {"user": "mira"}), ("POST", "explode", {}),
                                 ("GET", "explode", {}), ("GET", "annotations?user=nobody", {})):
        assert server.ask(method, path + name, headers, json=fields).status_code == 400
    assert server.ask("GET", path + "progress?user=mira").status_code == 403


def test_every_quirk_is_documented_and_used() -> None:
    from pathlib import Path

    root = Path(__file__).parents[3]
    page = (root / "docs" / "protocol-bookorbit.md").read_text(encoding="utf-8")
    files = sorted((root / "harness/server/bookorbit").glob("*.py"))
    code = "".join(path.read_text(encoding="utf-8") for path in files).replace("'", '"')
    for name in (name for name in QUIRKS if name.startswith("bookorbit.")):
        assert f"`{name}`" in page, name
        assert f'"{name}"' in code, name


def test_outside_of_a_request_no_quirk_is_on(make_server: MakeServer) -> None:
    server = make_server(["bookorbit.progress-reopens-book"])
    web = OrbitAdmin(server.store)
    web.set_status("mira", server.book, "on_hold")
    web.set_progress("mira", server.book, 0.3)
    assert web.states("mira")[0]["status"] == "on_hold"

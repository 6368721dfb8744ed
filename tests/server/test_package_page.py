"""The page where a reader fetches the plugin that is set up already."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lupa.luajit21 import LuaRuntime

from harness.server.admin import Admin
from harness.server.app import create_app
from harness.server.plugin_package import PROVISION, package
from harness.server.store import Store
from harness.server.tome.admin import TomeAdmin

NAME, PASSWORD = "mira", 'tide"]] pool\\'
EVIL = '"} os.execute("x") --]]\n\r\\" ü'


class Page:
    """A server with one account, and what its page answers."""

    def __init__(self, name: str = NAME, password: str = PASSWORD) -> None:
        store = Store(":memory:", password_rounds=1)
        self.app = create_app(store, now=lambda: 1_000_000.0, seed=0)
        self.admin, self.tome = Admin(store), TomeAdmin(self.app)
        self.admin.add_user(name, password)
        self.client = self.app.test_client()

    def fetch(self, kind: str, name: str = NAME, password: str = PASSWORD, **more: str) -> Any:
        """Send the form."""
        return self.client.post("/package", data={"kind": kind, "username": name, "password": password, **more})


def values_of(data: bytes) -> dict[str, str]:
    """What the package says, as Lua reads it with nothing at hand."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        text = archive.read(f"shelfsync.koplugin/{PROVISION}")
        assert "shelfsync.koplugin/main.lua" in archive.namelist()
    run = LuaRuntime(encoding=None).eval(b"function(text) return setfenv(assert(loadstring(text)), {})() end")
    return {key.decode(): value.decode() for key, value in run(text).items()}


def test_the_page_has_a_form_and_is_found_from_the_first_page() -> None:
    page = Page()
    assert b"/package" in page.client.get("/").data
    assert b'name="password"' in page.client.get("/package").data


@pytest.mark.parametrize(("kind", "more"), [
    ("kosync", {"username": NAME, "password": PASSWORD}),
    ("booklore", {"username": NAME, "password": PASSWORD, "booklore_username": NAME, "booklore_password": PASSWORD})])
def test_a_package_holds_kind_address_and_account(kind: str, more: dict[str, str]) -> None:
    reply = Page().fetch(kind)
    assert (reply.status_code, reply.headers["Cache-Control"]) == (200, "no-store")
    assert values_of(reply.data) == {"server_kind": kind, "server_url": "http://localhost", **more}


def test_a_package_for_tome_has_a_key_of_its_own_that_can_be_revoked() -> None:
    page = Page()
    values = values_of(page.fetch("tome").data)
    assert set(values) == {"server_kind", "server_url", "username", "tome_key"}
    headers = {"Authorization": f"Bearer {values['tome_key']}"}
    assert page.client.get("/api/tome-sync/series", headers=headers).status_code == 200
    for row in page.tome.keys(NAME):
        page.tome.revoke_key(NAME, row["id"])
    assert page.client.get("/api/tome-sync/series", headers=headers).status_code == 401


def test_wrong_passwords_get_nothing_and_in_the_end_no_more_tries() -> None:
    page = Page()
    assert [page.fetch("tome", password="x").status_code for _ in range(6)] == [401] * 5 + [429]
    assert page.fetch("tome").status_code == 429
    assert page.tome.keys(NAME) == []


@pytest.mark.parametrize(("form", "status"), [
    ({"kind": "other"}, 400), ({"kind": "tome", "password": ""}, 400), ({"kind": "tome", "username": "x" * 300}, 400),
    ({"kind": "tome", "server_url": "http://x/y"}, 400), ({"kind": "tome", "server_url": 'http://x".."'}, 400),
    ({"kind": "tome", "server_url": "ftp://x"}, 400), ({"kind": "tome", "server_url": "http://x\nend"}, 400)])
def test_what_is_not_right_is_said_and_makes_no_key(form: dict[str, str], status: int) -> None:
    page = Page()
    reply = page.client.post("/package", data={"username": NAME, "password": PASSWORD, **form})
    assert (reply.status_code, reply.mimetype) == (status, "text/html")
    assert page.tome.keys(NAME) == []


def test_a_name_that_looks_like_lua_stays_a_name() -> None:
    values = values_of(Page(EVIL).fetch("kosync", EVIL).data)
    assert values["username"] == EVIL


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(), st.text())
def test_no_text_gets_out_of_its_quotes(url: str, name: str) -> None:
    url, name = (text.encode("utf-8", "replace").decode() for text in (url, name))
    content = package({"main.lua": b""}, {"server_url": url, "username": name})
    assert values_of(content) == {"server_url": url, "username": name}

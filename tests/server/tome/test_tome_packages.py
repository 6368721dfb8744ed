"""The configured package: what is in it, and that nothing gets out of its quotes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lupa.luajit21 import LuaRuntime
from tome_under_test import Tome

from harness.server import plugin_package
from harness.server.plugin_package import PROVISION, lua_text, package, plugin_files, provision

EVIL = '"} os.execute("rm") --\\" \n\r\x00]] ü'


def run(text: str) -> dict[str, bytes]:
    table = LuaRuntime(encoding=None).execute(text.encode("utf-8", "surrogateescape"))
    return {key.decode(): value for key, value in table.items()}


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def values_of(data: bytes) -> dict[str, bytes]:
    return run(unpacked(data)[f"shelfsync.koplugin/{PROVISION}"].decode())


def test_a_package_holds_the_plugin_an_address_and_a_key(tome: Tome) -> None:
    reply = tome.web("GET", "plugin/koreader")
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "application/zip")
    files = unpacked(reply.data)
    assert files["shelfsync.koplugin/main.lua"] == plugin_files()["main.lua"]
    values = values_of(reply.data)
    assert {name: values[name] for name in ("server_kind", "server_url", "username")} == {
        "server_kind": b"tome", "server_url": b"http://localhost", "username": b"mira"}
    assert tome.device("GET", "series", values["api_key"].decode()).status_code == 200


def test_each_package_has_a_key_of_its_own_and_takes_none_away(tome: Tome) -> None:
    keys = [values_of(tome.web("GET", "plugin/koreader").data)["api_key"].decode() for _ in range(2)]
    assert keys[0] != keys[1]
    assert [tome.device("GET", "series", key).status_code for key in keys] == [200, 200]
    assert [row["label"] for row in tome.admin.keys("mira")] == ["KOReader Plugin"] * 3


@pytest.mark.parametrize(("query", "headers", "address"), [
    ("?server_url=https://books.example:8443/", {}, "https://books.example:8443"),
    ("?server_url=http://[fd00::1]:8080/tome", {}, "http://[fd00::1]:8080/tome"),
    ("", {"X-Forwarded-Proto": "https, http"}, "https://localhost"), ("", {"X-Forwarded-Proto": "gopher"}, "http://localhost"),
    ("", {"Host": "192.168.1.5:8080"}, "http://192.168.1.5:8080")])
def test_where_the_address_comes_from(tome: Tome, query: str, headers: dict[str, str], address: str) -> None:
    headers = {"Authorization": f"Bearer {tome.login}", **headers}
    reply = tome.server.ask("GET", f"/api/plugin/koreader{query}", headers)
    assert values_of(reply.data)["server_url"].decode() == address


def test_the_configured_address_comes_before_the_request(tome: Tome) -> None:
    tome.server.app.config["PUBLIC_URL"] = "https://library.example/"
    assert values_of(tome.web("GET", "plugin/koreader").data)["server_url"] == b"https://library.example"


@pytest.mark.parametrize("address", [
    "ftp://x", "http://", 'http://x"..os.exit().."', "http://x\ny", "javascript:1", "x"])
def test_addresses_that_are_none_make_no_package_and_no_key(tome: Tome, address: str) -> None:
    reply = tome.web("GET", "plugin/koreader", query_string={"server_url": address})
    assert (reply.status_code, reply.json) == (400, {"detail": "server_url must be an http or https address"})
    assert len(tome.admin.keys("mira")) == 1


def test_a_name_cannot_get_out_of_its_quotes(tome: Tome) -> None:
    tome.server.admin.add_user(EVIL, "x")
    reply = tome.web("GET", "plugin/koreader", tome.admin.log_in(EVIL))
    assert values_of(reply.data)["username"].decode() == EVIL
    tome.quirk("tome.unescaped-baking")
    broken = unpacked(tome.web("GET", "plugin/koreader", tome.admin.log_in(EVIL)).data)
    assert EVIL.encode() in broken[f"shelfsync.koplugin/{PROVISION}"]


@given(st.text())
def test_any_text_comes_back_from_lua_as_it_was(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    assert lua_text(text).isascii()
    assert run(provision({"username": text})) == {"username": text.encode()}


def test_the_same_input_makes_the_same_bytes() -> None:
    files, values = {"main.lua": b"return {}", "a/b.lua": b""}, {"server_url": "http://x"}
    assert package(files, values) == package(dict(reversed(files.items())), values)


def test_a_server_without_the_plugin(tome: Tome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert plugin_files(tmp_path / "nowhere") == {}
    monkeypatch.setattr(plugin_package, "_PLACES", (tmp_path,))
    assert tome.web("GET", "plugin/koreader").status_code == 404
    assert len(tome.admin.keys("mira")) == 1


def test_the_version(tome: Tome) -> None:
    assert tome.server.ask("GET", "/api/plugin/version").json == {"version": "41", "build": 41, "semver": "1.14.0"}


def test_a_text_to_update_to(tome: Tome) -> None:
    headers = {"Authorization": f"Bearer {tome.key}"}
    assert tome.server.ask("GET", "/api/plugin/main-impl.lua", headers).status_code == 404
    tome.admin.set_implementation("return { url = @SERVER_URL@, key = @API_KEY@, name = @USERNAME@ }", build=42,
                                  semver="1.15.0")
    assert tome.server.ask("GET", "/api/plugin/version").json["build"] == 42
    reply = tome.server.ask("GET", "/api/plugin/main-impl.lua", headers)
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert run(reply.text) == {"url": b"http://localhost", "key": tome.key.encode(), "name": b"mira"}
    assert tome.server.ask("GET", "/api/plugin/main-impl.lua").status_code == 401

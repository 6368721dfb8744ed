"""A reader's KOReader settings on the web: credentials, devices, figures, the package."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from orbit_under_test import KOBO, OTHER, PLUGIN, PREFIX, Orbit, device, highlight

from harness.server.bookorbit.package import is_origin, lua_string

MAIN = b'return { name = "bookorbit", version = "1.5.2" }\n'


def with_plugin(orbit: Orbit) -> Orbit:
    orbit.web.set_plugin({"main.lua": MAIN, "_meta.lua": b"return {}\n"})
    return orbit


def test_credentials(orbit: Orbit) -> None:
    orbit.admin.add_user("tom", "low-water", koreader=False)
    assert orbit.bearer("GET", "/credentials", "tom").json is None
    for method in ("PATCH", "DELETE"):
        assert orbit.bearer(method, "/credentials", "tom", json={}).status_code == 404
    fields = {"username": "tom-kobo", "password": "reef-reef"}
    reply = orbit.bearer("POST", "/credentials", "tom", json=fields)
    assert (reply.status_code, reply.json["username"], reply.json["syncEnabled"]) == (201, "tom-kobo", True)
    assert orbit.bearer("POST", "/credentials", "tom", json=fields).status_code == 409
    assert orbit.get(PREFIX + "/users/auth", "tom-kobo", "reef-reef").status_code == 200
    assert orbit.bearer("PATCH", "/credentials", "tom", json={"username": "mira"}).status_code == 409
    assert orbit.bearer("PATCH", "/credentials", "tom", json={"username": "tom-k"}).json["username"] == "tom-k"
    assert orbit.get(PREFIX + "/users/auth", "tom-k", "reef-reef").status_code == 200
    orbit.bearer("PATCH", "/credentials", "tom", json={"syncEnabled": False})
    assert orbit.get(PREFIX + "/users/auth", "tom-k", "reef-reef").status_code == 403
    orbit.bearer("PATCH", "/credentials", "tom", json={"syncEnabled": True, "password": "new-reef"})
    assert orbit.get(PREFIX + "/users/auth", "tom-k", "new-reef").status_code == 200
    assert orbit.get(PREFIX + "/users/auth", "tom-k", "reef-reef").status_code == 401


def test_a_name_that_is_taken(orbit: Orbit) -> None:
    orbit.admin.add_user("tom", "low-water", koreader=False)
    reply = orbit.bearer("POST", "/credentials", "tom", json={"username": "mira", "password": "reef-reef"})
    assert reply.status_code == 409


@pytest.mark.parametrize("fields", [{"username": "ab", "password": "123456"}, {"username": "abc", "password": "12345"},
                                    {"username": "abc"}, {"username": "abc", "password": "123456", "admin": True}])
def test_bad_credentials(orbit: Orbit, fields: dict[str, object]) -> None:
    assert orbit.bearer("POST", "/credentials", json=fields).status_code == 400


def test_deleted_credentials_keep_the_data(orbit: Orbit) -> None:
    orbit.put_progress(0.5)
    assert orbit.bearer("DELETE", "/credentials").status_code == 204
    assert orbit.get(PREFIX + "/users/auth").status_code == 401
    orbit.bearer("POST", "/credentials", json={"username": "mira", "password": "tide-pool"})
    assert orbit.progress()["percentage"] == 0.5


def test_the_web_wants_the_permission(orbit: Orbit) -> None:
    orbit.web.set_permission("mira", False)
    assert orbit.bearer("GET", "/credentials").status_code == 403
    assert orbit.server.ask("GET", PREFIX + "/credentials", orbit.server.x_auth()).status_code == 401


def test_devices_and_figures(orbit: Orbit) -> None:
    orbit.put_progress(0.5)
    orbit.exchange(highlight())
    orbit.wait(10)
    orbit.post("/sweeps", OTHER, booksMatched=1, pageStatsUploaded=2, annotationsUpserted=3)
    orbit.post("/match-check", hashes=["7" * 32])
    status = orbit.bearer("GET", "/sync-status").json
    assert {row["deviceId"] for row in status["devices"]} == {OTHER, KOBO}
    kobo = next(row for row in status["devices"] if row["deviceId"] == KOBO)
    assert (kobo["lastBookTitle"], kobo["lastProgressAt"]) == ("Salt Roads of the North", "2026-03-01T19:00:04.000Z")
    assert status["pluginTotals"] == {
        "matchedBooks": 1, "pageStatEvents": 0, "annotations": 1, "trashedAnnotations": 0, "pendingDeletes": 0,
        "failedPositions": 0, "unmatchedBooks": 1}
    assert [(row["deviceId"], row["annotationsUpserted"]) for row in status["sweeps"]] == [(OTHER, 3)]
    assert (status["totalSyncedBooks"], status["latestPluginVersion"]) == (1, "unknown")


def test_a_retired_device_comes_back_by_progress(orbit: Orbit) -> None:
    orbit.put_progress(0.5)
    assert orbit.bearer("PATCH", f"/devices/{KOBO}", json={"retired": True}).json["retired"] is True
    orbit.exchange(highlight())
    assert orbit.bearer("GET", "/sync-status").json["devices"] == []
    orbit.put_progress(0.6)
    assert len(orbit.bearer("GET", "/sync-status").json["devices"]) == 1
    assert orbit.bearer("PATCH", "/devices/none", json={"retired": True}).status_code == 404


def test_a_deleted_device_leaves_highlights_and_sessions(orbit: Orbit) -> None:
    orbit.post("/page-stats", books=[{"hash": orbit.hash, "events": [
        {"page": 1, "startTime": 1787000000, "durationSeconds": 60, "totalPages": 9}]}])
    orbit.exchange(highlight())
    assert orbit.bearer("DELETE", f"/devices/{KOBO}").status_code == 204
    assert orbit.bearer("DELETE", f"/devices/{KOBO}").status_code == 404
    assert orbit.web.page_events("mira") == []
    assert (len(orbit.admin.sessions("mira")), len(orbit.web.annotations("mira"))) == (1, 1)


def test_progress_of_a_book(orbit: Orbit) -> None:
    orbit.put_progress(0.4217, progress="/body/DocFragment[9]/body/p")
    found = orbit.bearer("GET", f"/books/{orbit.book}/progress").json
    assert (found["canonical"]["source"], found["canonical"]["percentage"]) == ("koreader", 42.17)
    assert [(row["deviceId"], row["chapterIndex"]) for row in found["devices"]] == [(KOBO, 8)]
    assert orbit.bearer("GET", "/books/99/progress").status_code == 404


def test_the_plugins_version(orbit: Orbit) -> None:
    assert orbit.get(PLUGIN + "/version").json["pluginVersion"] == "unknown"
    assert orbit.get(PLUGIN + "/package").status_code == 503
    with_plugin(orbit)
    found = orbit.get(PLUGIN + "/version").json
    assert (found["pluginVersion"], found["serverVersion"]) == ("1.5.2", "v2.5.0")
    assert "bookmarkSync" in found["capabilities"]
    assert orbit.bearer("GET", "/sync-status").json["pluginUpdateAvailable"] is False
    orbit.post("/match-check", hashes=["7" * 32])
    assert orbit.bearer("GET", "/sync-status").json["pluginUpdateAvailable"] is True


def test_an_old_plugin_is_not_told_of_updates(orbit: Orbit) -> None:
    with_plugin(orbit)
    counts = {"booksMatched": 0, "pageStatsUploaded": 0, "annotationsUpserted": 0}
    old = {**device(version="1.3.9"), **counts}
    orbit.server.ask("POST", PLUGIN + "/sweeps", orbit.server.x_auth(), json=old)
    assert orbit.get(PLUGIN + "/version").json["pluginVersion"] == "unknown"
    caller = {"x-bookorbit-device-id": OTHER, "x-bookorbit-plugin-version": "1.5.0"}
    assert orbit.get(PLUGIN + "/version", headers=caller).json["pluginVersion"] == "1.5.2"
    caller["x-bookorbit-plugin-version"] = "1.3.0"
    assert orbit.get(PLUGIN + "/version", headers=caller).json["pluginVersion"] == "unknown"
    orbit.bearer("PATCH", f"/devices/{KOBO}", json={"retired": True})
    assert orbit.get(PLUGIN + "/version").json["pluginVersion"] == "1.5.2"
    orbit.server.app.config["QUIRKS"] = {"bookorbit.update-withheld-for-all"}
    assert orbit.get(PLUGIN + "/version").json["pluginVersion"] == "unknown"


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_plain_package(orbit: Orbit) -> None:
    reply = with_plugin(orbit).get(PLUGIN + "/package")
    assert reply.headers["Cache-Control"] == "no-store"
    assert "bookorbit.koplugin.zip" in reply.headers["Content-Disposition"]
    assert unpacked(reply.data) == {"bookorbit.koplugin/_meta.lua": b"return {}\n", "bookorbit.koplugin/main.lua": MAIN}
    assert orbit.get(PLUGIN + "/package").data == reply.data


def test_the_preconfigured_package(orbit: Orbit) -> None:
    reply = with_plugin(orbit).bearer("GET", "/plugin-package?origin=https://books.example.com")
    lua = unpacked(reply.data)["bookorbit.koplugin/bookorbit_provision.lua"].decode()
    assert 'server_url = "https://books.example.com",' in lua
    key = re.search(r'userkey = "([0-9a-f]{32})"', lua)
    assert key is not None
    headers = {"x-auth-user": "mira", "x-auth-key": key[1]}
    assert orbit.server.ask("GET", PREFIX + "/users/auth", headers).status_code == 200
    assert key[1] != orbit.server.x_auth()["x-auth-key"]
    assert not orbit.server.store.rows("SELECT 1 FROM koreader_users WHERE instr(key, ?)", (key[1],))
    orbit.bearer("PATCH", "/credentials", json={"password": "new-reef"})
    assert orbit.server.ask("GET", PREFIX + "/users/auth", headers).status_code == 401


@pytest.mark.parametrize("origin", [
    "https://a/b", "ftp://a", "https://a?x", 'https://a"]]os.exit()', "https://a\n", "https://user:x@a", "https://a:99999"])
def test_an_origin_is_nothing_but_an_origin(orbit: Orbit, origin: str) -> None:
    assert not is_origin(origin)
    reply = with_plugin(orbit).bearer("GET", "/plugin-package", query_string={"origin": origin})
    assert reply.status_code == 400


def test_no_name_ends_its_string() -> None:
    assert lua_string('a"]]\n\\é') == '"a\\034]]\\010\\092\\195\\169"'


def test_no_package_without_credentials_or_plugin(orbit: Orbit) -> None:
    assert orbit.bearer("GET", "/plugin-package").status_code == 503
    orbit.bearer("DELETE", "/credentials")
    assert with_plugin(orbit).bearer("GET", "/plugin-package").status_code == 404


def test_naming_patterns(orbit: Orbit) -> None:
    assert orbit.bearer("GET", "/file-naming-pattern").json == {"pattern": None}
    assert orbit.bearer("PUT", "/file-naming-pattern", json={"pattern": "{title}"}).json == {"pattern": "{title}"}
    path = f"/devices/{KOBO}/file-naming-pattern"
    assert orbit.bearer("PUT", path, json={"pattern": "x/{title}"}).status_code == 404
    orbit.put_progress(0.1)
    assert orbit.bearer("PUT", path, json={"pattern": "x/{title}"}).status_code == 200
    assert orbit.bearer("DELETE", path).status_code == 204
    assert orbit.bearer("PUT", "/file-naming-pattern", json={"pattern": ""}).status_code == 400


def test_the_connection_test_of_the_web(orbit: Orbit) -> None:
    good = {"username": "mira", "password": "tide-pool"}
    reply = orbit.bearer("POST", "/test-connection", json=good)
    assert (reply.status_code, reply.json["success"], reply.json["username"]) == (201, True, "mira")
    assert orbit.bearer("POST", "/test-connection", json={**good, "password": "x"}).status_code == 400

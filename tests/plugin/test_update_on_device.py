"""Updates of the plugin on a whole device: offered, fetched, checked, put in place; and power that goes at any moment."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from plugin_world import HOST, OTHER_HOST, PASSWORD, PLUGIN, USER

from fake_koreader.clock import SECOND
from fake_koreader.device import Device
from fake_koreader.luatable import lua_literal
from fake_koreader.network import Transport
from fake_koreader.network.fault_kinds import Redirect, Status, TruncatedBody
from fake_koreader.profile import profile
from fake_koreader.storage.crash import DropUnsynced, KeepAll, KeepSynced, Policy, TornLast
from fake_koreader.storage.operations import CrashPoint
from harness.server.admin import Admin
from harness.server.app import create_app
from harness.server.store import Store

REPOSITORY, ASSET = "tidewater/shelfsync", "shelfsync.koplugin.zip"
FEED = f"http://{HOST}/repos/{REPOSITORY}/releases/latest"
NEW = b"9.0.0"
PRESENT = b"0.1.0"
NAMES = """local names = {}
for name in require("libs/libkoreader-lfs").dir("plugins") do
    if name:find("^shelfsync") then names[#names + 1] = name end
end
table.sort(names)
return table.concat(names, " ")"""
VERSIONS = """local versions = {}
for _, plugin in ipairs(require("pluginloader").enabled_plugins) do
    if plugin.name:find("^shelfsync") then versions[#versions + 1] = plugin.version end
end
return table.concat(versions, " ")"""
FOLDER = "/shelfsync.koplugin/"
MENU = ["Tools", "Shelf Sync", "Version 0.1.0", "Check for updates"]


def plugin_text(version: bytes = NEW) -> dict[str, bytes]:
    """The plugin's files, as of another version."""
    files = {f"{PLUGIN.name}/{path.relative_to(PLUGIN).as_posix()}": path.read_bytes()
             for path in sorted(PLUGIN.rglob("*")) if path.is_file()}
    meta = f"{PLUGIN.name}/_meta.lua"
    assert PRESENT in files[meta]
    return files | {meta: files[meta].replace(PRESENT, version)}


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


class Updating:
    """A device with the plugin on it as files of its own, and a feed with one release."""

    def __init__(self, content: bytes | None = None, tag: str = "v9.0.0") -> None:
        transport = Transport()
        self.device = Device(profile("kobo-clara"), transport=transport)
        store = Store(":memory:")
        clock = self.device.clock
        self.app = create_app(store, now=lambda: clock.wall / SECOND, seed=0)
        transport.mount(HOST, self.app)
        transport.mount(OTHER_HOST, self.app)
        self.admin = Admin(store)
        self.admin.add_user(USER, PASSWORD)
        self.content = packed(plugin_text()) if content is None else content
        self.admin.set_release(REPOSITORY, tag, body="Tides are kept.", assets={ASSET: self.content})
        self.root = f"{self.device.profile.install_dir}/plugins"
        for path in sorted(PLUGIN.rglob("*")):
            if path.is_file():
                where = f"{self.root}{FOLDER}{path.relative_to(PLUGIN).as_posix()}"
                self.device.disk.add_file(where, path.read_bytes())
        self.device.disk.forget_changes()
        settings = {"server_url": f"http://{HOST}", "username": USER, "password": PASSWORD, "update_feed": FEED}
        self.device.write_file("settings/shelfsync.lua", f"return {lua_literal(settings)}\n".encode())
        self.device.radio.connect_now()
        self.device.boot()

    def look(self) -> None:
        """Ask for updates by the menu."""
        self.device.menu(MENU)
        self.device.advance(5)

    def install(self) -> None:
        """Look, and take what is offered."""
        self.look()
        self.device.tap("Install")
        self.device.advance(30)

    def shown(self) -> str:
        """What the windows say."""
        return " | ".join(" ".join(map(str, window.texts)) for window in self.device.screen())

    def names(self) -> str:
        """What there is of the plugin among KOReader's plugins."""
        return text(self.device.evaluate(NAMES))

    def version(self) -> str:
        """The version, or versions, that KOReader loaded."""
        return text(self.device.evaluate(VERSIONS))


def text(value: object) -> str:
    """Lua's text."""
    return value.decode() if isinstance(value, bytes) else str(value)


def test_a_newer_version_is_offered_fetched_and_used_after_a_restart() -> None:
    updating = Updating()
    updating.look()
    assert "Shelf Sync v9.0.0 is there; you have 0.1.0." in updating.shown()
    assert "Tides are kept." in updating.shown()
    updating.device.tap("Install")
    updating.device.advance(30)
    assert "is installed" in updating.shown()
    assert updating.names() == "shelfsync.koplugin"
    updating.device.tap("Restart now")
    updating.device.advance(10)
    if not updating.device.alive:
        updating.device.boot()
    assert updating.version() == "9.0.0"
    assert updating.admin.sessions() == []


def stays(updating: Updating, reason: str) -> None:
    """The update was told to have failed for that reason, and the plugin is the one that was there."""
    assert reason in updating.shown()
    assert updating.names() == "shelfsync.koplugin"
    updating.device.exit()
    updating.device.boot()
    assert updating.version() == "0.1.0"


@pytest.mark.parametrize("tag", ["v0.1.0", "0.0.9", "0.1.0-dev", "nightly", ""])
def test_what_is_not_newer_is_not_offered(tag: str) -> None:
    updating = Updating(tag=tag)
    updating.look()
    assert ("is the newest version" in updating.shown()) == bool(tag)
    assert "Install" not in updating.shown()


def bad(name: str, content: bytes = b"return {}") -> bytes:
    """A package with one file that should not be in it."""
    return packed(plugin_text() | {name: content})


PACKAGES: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut off": (lambda: packed(plugin_text())[:-3000], "damaged"),
    "no zip": (lambda: b"<html>Sign in</html>" * 50, "damaged"),
    "a way up": (lambda: bad("shelfsync.koplugin/../../evil.lua"), "not this plugin's"),
    "an absolute path": (lambda: bad("/tmp/evil.lua"), "not this plugin's"),
    "another plugin": (lambda: bad("statistics.koplugin/main.lua"), "not this plugin's"),
    "a backslash": (lambda: bad("shelfsync.koplugin\\..\\evil.lua"), "not this plugin's"),
    "no Lua": (lambda: bad("shelfsync.koplugin/main.lua", b"return {"), "damaged"),
    "bytecode": (lambda: bad("shelfsync.koplugin/main.lua", b"\x1bLJ"), "damaged"),
    "no main.lua": (lambda: packed({"shelfsync.koplugin/_meta.lua": b"return { version = '9.0.0' }"}), "no plugin"),
    "an older one": (lambda: packed(plugin_text(b"0.0.1")), "no newer version"),
}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_that_is_not_right_changes_nothing(name: str) -> None:
    build, reason = PACKAGES[name]
    updating = Updating(build())
    updating.install()
    stays(updating, reason)
    assert updating.device.disk.read_or_none(f"{updating.root}/evil.lua") is None


@pytest.mark.parametrize(("digest", "reason"), [
    ("sha256:" + "0" * 64, "not the one that was published"), ("crc:12", "unknown kind"), (None, None)])
def test_a_digest_is_held_against_the_package(digest: str | None, reason: str | None) -> None:
    updating = Updating()
    right = f"sha256:{hashlib.sha256(updating.content).hexdigest()}"
    asset = {"name": ASSET, "browser_download_url": f"{FEED[:-len('releases/latest')].replace('/repos', '')}"
             f"releases/download/v9.0.0/{ASSET}", "digest": digest or right}
    body = json.dumps({"tag_name": "v9.0.0", "assets": [asset]}).encode()
    updating.device.faults.add(Status(url="*/releases/latest", status=200, body=body,
                                      headers=[("Content-Type", "application/json")]))
    updating.install()
    if reason:
        stays(updating, reason)
    else:
        assert "is installed" in updating.shown()


def test_a_download_that_breaks_off_changes_nothing_and_can_be_repeated() -> None:
    updating = Updating()
    updating.device.faults.add(TruncatedBody(url="*/download/*", count=1))
    updating.install()
    assert "was not installed" in updating.shown()
    assert updating.names() == "shelfsync.koplugin"
    updating.device.tap_outside()
    updating.install()
    assert "is installed" in updating.shown()


def test_a_download_is_followed_to_where_it_lies_but_not_for_ever() -> None:
    updating = Updating()
    updating.device.faults.add(Redirect(url="*/download/*", count=1, location=f"http://{OTHER_HOST}/{REPOSITORY}"
                                        f"/releases/download/v9.0.0/{ASSET}"))
    updating.install()
    assert "is installed" in updating.shown()
    endless = Updating()
    endless.device.faults.add(Redirect(url="*/download/*", location=f"http://{HOST}/a/b/releases/download/c/d"))
    endless.install()
    stays(endless, "leads on")


def test_it_is_looked_for_once_a_day_and_never_while_somebody_reads() -> None:
    updating = Updating()
    feed = f"GET /repos/{REPOSITORY}/releases/latest"

    def looks() -> int:
        return sum(f"{row['method']} {row['path']}" == feed for row in updating.admin.requests())

    updating.device.advance(40)
    assert (looks(), "Install" in updating.shown()) == (1, True)
    updating.device.tap("Cancel")
    for hours, count in ((12, 1), (13, 2)):
        updating.device.exit()
        updating.device.advance(hours * 3600)
        updating.device.radio.connect_now()
        updating.device.boot()
        updating.device.advance(40)
        assert looks() == count


def test_without_a_network_the_day_is_not_lost() -> None:
    updating = Updating()
    updating.device.radio.turn_off()
    updating.device.advance(40)
    assert "Install" not in updating.shown()
    updating.device.wifi_on()
    updating.device.advance(60)
    assert "Install" in updating.shown()


# A power loss keeps what was synced, all, none of the rest, or tears the last write.
POLICIES: tuple[Policy, ...] = (KeepSynced(), KeepAll(), DropUnsynced(), TornLast())


def operations_of_an_update() -> range:
    """The numbers of all durable operations from the tap on."""
    updating = Updating()
    updating.look()
    first = updating.device.disk.operations
    updating.device.tap("Install")
    updating.device.advance(30)
    assert "is installed" in updating.shown()
    return range(first + 1, updating.device.disk.operations + 1)

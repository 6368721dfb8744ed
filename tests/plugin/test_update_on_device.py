"""Updates of the plugin on a whole device: offered, fetched, checked, put in place; and power that goes meanwhile."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping

import pytest
from plugin_world import HOST, OTHER_HOST, PASSWORD, PLUGIN, USER

from fake_koreader.clock import SECOND
from fake_koreader.device import Device
from fake_koreader.luatable import lua_literal
from fake_koreader.network import Transport
from fake_koreader.network.fault_kinds import Redirect, Status, TruncatedBody
from fake_koreader.profile import profile
from fake_koreader.storage.crash import DropUnsynced, KeepAll, KeepSynced, Policy, TornLast, lose_power
from fake_koreader.storage.disk import Disk
from fake_koreader.storage.inode import DIRECTORY
from fake_koreader.storage.operations import Operation
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
        self.device.advance(2)

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
    updating.device.kill()
    updating.device.boot()
    assert updating.version() == "0.1.0"


@pytest.mark.parametrize("tag", ["v0.1.0", "0.0.9", "0.1.0-dev", "nightly", ""])
def test_what_is_not_newer_is_not_offered(tag: str) -> None:
    updating = Updating(tag=tag)
    updating.look()
    assert ("is the newest version" in updating.shown()) == bool(tag)
    assert "Install" not in updating.shown()


def test_a_release_without_a_package_is_told_of_honestly() -> None:
    updating = Updating()
    updating.admin.set_release(REPOSITORY, "v9.0.0", assets={"other.zip": b""})
    updating.look()
    assert "without a package" in updating.shown()


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


def test_a_full_disk_costs_the_update_and_nothing_else() -> None:
    size = len(packed(plugin_text()))
    for part in (0, size // 2, size + 1000, size + 100_000):
        updating = Updating()
        updating.look()
        free, updating.device.disk.free = updating.device.disk.free, part
        updating.device.tap("Install")
        updating.device.advance(30)
        assert "was not installed" in updating.shown(), part
        updating.device.disk.free = free
        assert updating.names() == "shelfsync.koplugin"
        updating.device.tap_outside()
        updating.install()
        assert "is installed" in updating.shown()


def test_a_link_to_where_somebody_works_on_the_plugin_is_left_alone() -> None:
    updating = Updating()
    disk, place = updating.device.disk, f"{updating.root}/shelfsync.koplugin"
    updating.device.kill()
    disk.rename(place, "/mnt/onboard/work")
    disk.symlink("/mnt/onboard/work", place)
    updating.device.boot()
    updating.install()
    stays(updating, "is a link")
    assert disk.read_file("/mnt/onboard/work/_meta.lua") == OLD_FILES["_meta.lua"]


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


def tree(disk: Disk, root: str) -> dict[str, dict[str, bytes]]:
    """What a folder of plugins holds of ours: by folder, the files in it."""
    found: dict[str, dict[str, bytes]] = {}
    for entry in sorted(disk.list(root)):
        name = entry.decode()
        if name.startswith("shelfsync") and disk.find(f"{root}/{name}".encode()).kind == DIRECTORY:
            found[name] = dict(files_below(disk, f"{root}/{name}", ""))
    return found


def files_below(disk: Disk, base: str, within: str) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder: its path in it, and what it holds."""
    for entry in sorted(disk.list(base + within)):
        path = f"{within}/{entry.decode()}"
        if disk.find((base + path).encode()).kind == DIRECTORY:
            yield from files_below(disk, base, path)
        else:
            yield path[1:], disk.read_file(base + path)


def inside(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """A package's files by their path in the plugin's folder."""
    return {name.removeprefix(f"{PLUGIN.name}/"): content for name, content in files.items()}


OLD_FILES, NEW_FILES = inside(plugin_text(PRESENT)), inside(plugin_text())


def kind_of(disk: Disk, root: str) -> tuple[tuple[str, str], ...]:
    """By folder: whether it is the whole old plugin, the whole new one, or something else."""
    return tuple((name, "old" if files == OLD_FILES else "new" if files == NEW_FILES else "part")
                 for name, files in tree(disk, root).items())


def is_sound(kind: tuple[tuple[str, str], ...]) -> bool:
    """Whether what KOReader would load from is whole, and there is something to load."""
    loaded = [state for name, state in kind if name.endswith(".koplugin")]
    return bool(loaded) and "part" not in loaded


def states_of(device: Device, root: str, act: Callable[[], None]) -> dict[tuple[tuple[str, str], ...], Disk]:
    """What power loss at any operation of what `act` does may leave, one disk of each kind; all are sound."""
    forks: list[tuple[Operation, Disk]] = []
    report = device.disk.on_operation
    assert report is not None

    def keep(operation: Operation) -> None:
        report(operation)
        forks.append((operation, device.disk.fork()))

    device.disk.on_operation = keep
    act()
    device.disk.on_operation = report
    kinds: dict[tuple[tuple[str, str], ...], Disk] = {}
    for operation, disk in forks:
        for policy in POLICIES:
            lost = disk.fork()
            lose_power(lost, policy)
            kind = kind_of(lost, root)
            assert is_sound(kind), (operation, policy, kind)
            kinds.setdefault(kind, lost)
    return kinds


def test_power_lost_at_any_operation_of_an_update_leaves_one_whole_plugin() -> None:
    updating = Updating()
    updating.look()

    def take() -> None:
        updating.device.tap("Install")
        updating.device.advance(30)

    kinds = states_of(updating.device, updating.root, take)
    assert {(("shelfsync.koplugin", "old"),), (("shelfsync.koplugin", "new"),)} <= set(kinds)
    assert any(name == "shelfsync_before.koplugin" for kind in kinds for name, _state in kind)
    versions = set()
    for kind, disk in kinds.items():
        versions.add(settles(kind, disk, updating.root))
    assert versions == {"0.1.0", "9.0.0"}


def settles(kind: tuple[tuple[str, str], ...], disk: Disk, root: str) -> str:
    """Start KOReader on what power loss left, and lose the power again at any moment of that; the version that runs."""
    device = Device(profile("kobo-clara"), transport=Transport(), disk=disk)

    def start() -> None:
        device.boot()
        device.advance(10)

    again = states_of(device, root, start)
    errors = [event.fields for event in device.trace.events if event.kind == "lua.error"]
    assert (errors, device.crash) == ([], None), kind
    version = text(device.evaluate(VERSIONS))
    assert text(device.evaluate(NAMES)) == "shelfsync.koplugin", kind
    assert (version == "9.0.0") == (dict(kind).get("shelfsync.koplugin") == "new"), kind
    assert f'"{FEED}"'.encode() in device.read_file("settings/shelfsync.lua")
    for second in again.values():
        twice = Device(profile("kobo-clara"), transport=Transport(), disk=second)
        twice.boot()
        twice.advance(10)
        assert text(twice.evaluate(NAMES)) == "shelfsync.koplugin", kind
        assert text(twice.evaluate(VERSIONS)) == version
    return version

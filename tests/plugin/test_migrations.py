"""The database of every earlier version of the plugin, brought up to the present one: nothing that was in it is lost.

Power may go on the way. And settings are read as earlier versions left them.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from plugin_world import PLUGIN, PluginWorld

from fake_koreader.device import Device
from fake_koreader.luatable import lua_literal
from fake_koreader.network import Transport
from fake_koreader.profile import profile
from fake_koreader.storage.crash import DropUnsynced, KeepSynced, Policy, TornLast, lose_power
from fake_koreader.storage.disk import Disk
from fake_koreader.storage.operations import Operation

DATABASE = "settings/shelfsync.sqlite3"
SETTINGS = {"server_url": "http://books.example", "username": "mira", "password": "tide-pool", "manual_only": True}
PRESENT = 6
POLICIES: tuple[Policy, ...] = (KeepSynced(), DropUnsynced(), TornLast())

_SESSION = """INSERT INTO session(identity, hash, title, book_type, start_time, end_time, duration, start_progress,
    end_progress, start_location, end_location, tries, last_error) VALUES('{0}', 'hash-1', 'Glass Harbor', 'EPUB', {1},
    {1} + 600, 590, 0.25, 0.5, '3', '9', 2, 'bad gateway')"""
_OUTBOX = """INSERT INTO outbox(account, kind, slot, identity, hash, title, began, at, data, tries, last_error)
    VALUES('1', '{0}', '{1}', '{1}', 'hash-1', 'Glass Harbor', {2}, {2} + 600, '{3}', 2, 'bad gateway')"""
_DATA = json.dumps({"book_type": "EPUB", "duration": 590, "start_progress": 0.25, "end_progress": 0.5,
                    "start_location": "3", "end_location": "9", "pages_turned": 4})
BEGAN = (("first", 1771990000), ("second", 1771995000))
_OPEN = """INSERT INTO open_session VALUES('left open', 'hash-1', 'Glass Harbor', 'EPUB', 1772000000, 1772000900, 900,
    7, 0.5, 0.75, '9', '12')"""


def content_of(version: int) -> list[str]:
    """What a reader of that version had."""
    rows = ["INSERT INTO single VALUES('dropped', '3')"]
    if version >= 2:
        rows.append(_OPEN)
    if version >= 3:
        rows.append("INSERT INTO file VALUES('hash-1', 'glass-harbor.epub')")
    if version < 4:
        rows.append("INSERT INTO book VALUES('hash-1', '7', 1771990000)")
        rows += [_SESSION.format(name, began) for name, began in BEGAN]
        if version == 3:
            rows.append("INSERT INTO position VALUES('hash-1', 'place-1', 'Glass Harbor', 0.5, '9', 1771990600, 1, 'x',"
                        " 0)")
            rows.append("INSERT INTO agreed VALUES('hash-1', 'stamp', 0.25, '3')")
        return rows
    rows += [_OUTBOX.format("session", name, began, _DATA) for name, began in BEGAN]
    rows.append(_OUTBOX.format("place", "place-1", 1771990000, '{"progress":0.5,"location":"9"}'))
    rows += ["INSERT INTO known VALUES('1', 'hash-1', '7', 1771990000)",
             "INSERT INTO agreed VALUES('1', 'hash-1', 'stamp', 0.25, '3')"]
    return rows


def database_of(version: int) -> bytes:
    """The file as that version left it."""
    world = PluginWorld()
    statements = lua_literal(content_of(version))
    world.process.run(f"""
        local SQ3 = require("lua-ljsqlite3/init")
        local Database = require("shelfsync/database")
        local conn = SQ3.open(Database.path)
        for number = 1, {version} do
            for _, step in ipairs(require("shelfsync/migrations")[number]) do
                if type(step) == "function" then step(conn, Database) else conn:exec(step) end
            end
        end
        for _, statement in ipairs({statements}) do conn:exec(statement) end
        conn:exec("PRAGMA user_version={version}")
        conn:close()""".encode(), "@tests/plugin/test_migrations.py")
    return world.machine.disk.read_file(f"{world.machine.data_dir}/{DATABASE}")


def device_with(database: bytes) -> Device:
    """A device, not started yet, whose reader updated the plugin."""
    device = Device(profile("kobo-clara"), transport=Transport())
    device.install_plugin(PLUGIN)
    device.write_file("settings/shelfsync.lua", f"return {lua_literal(SETTINGS)}\n".encode())
    device.write_file(DATABASE, database)
    device.disk.forget_changes()
    return device


def kept(device: Device, version: int) -> None:
    """All of it is there, under the present schema."""
    entries = device.sql(DATABASE, "SELECT * FROM outbox ORDER BY kind, began")
    sessions = {row["identity"]: row for row in entries if row["kind"] == "session"}
    assert set(sessions) == {"first", "second"} | ({"left open"} if version >= 2 else set())
    for name in ("first", "second"):
        row = sessions[name]
        data = json.loads(row["data"])
        assert (row["account"], row["hash"], row["title"], row["tries"], row["last_error"]) == (
            "1", "hash-1", "Glass Harbor", 2, "bad gateway")
        assert row["at"] - row["began"] == 600
        assert (data["duration"], data["start_progress"], data["end_progress"]) == (590, 0.25, 0.5)
    known = device.sql(DATABASE, "SELECT * FROM known WHERE hash = 'hash-1'")
    assert [(row["account"], row["server_id"]) for row in known] == [("1", "7")]
    assert device.sql(DATABASE, "SELECT value FROM single WHERE name = 'dropped'") == [{"value": "3"}]
    assert device.sql(DATABASE, "PRAGMA user_version")[0]["user_version"] >= PRESENT
    if version >= 3:
        [place] = [row for row in entries if row["kind"] == "place"]
        assert json.loads(place["data"])["progress"] == 0.5
        assert device.sql(DATABASE, "SELECT name FROM file") == [{"name": "glass-harbor.epub"}]
        assert [row["stamp"] for row in device.sql(DATABASE, "SELECT stamp FROM agreed")] == ["stamp"]


def disks_of(device: Device, act: Callable[[], None]) -> list[Disk]:
    """What power loss at any operation of it may leave of the database: one disk for each different content."""
    forks: list[Disk] = []
    report = device.disk.on_operation
    assert report is not None

    def keep(operation: Operation) -> None:
        report(operation)
        forks.append(device.disk.fork())

    device.disk.on_operation = keep
    act()
    device.disk.on_operation = report
    different: dict[tuple[bytes | None, ...], Disk] = {}
    for fork in forks:
        for policy in POLICIES:
            lost = fork.fork()
            lose_power(lost, policy)
            files = (lost.read_or_none(device.absolute(DATABASE + ending)) for ending in ("", "-journal"))
            different.setdefault(tuple(files), lost)
    return list(different.values())


@pytest.mark.parametrize("version", range(1, PRESENT + 1))
def test_what_an_earlier_version_left_is_kept(version: int) -> None:
    device = device_with(database_of(version))
    device.boot()
    device.advance(10)
    assert device.crash is None
    kept(device, version)


@pytest.mark.parametrize("version", range(1, PRESENT + 1))
def test_power_lost_at_any_operation_on_the_way_costs_nothing(version: int) -> None:
    device = device_with(database_of(version))

    def start() -> None:
        device.boot()
        device.advance(10)

    disks = disks_of(device, start)
    assert len(disks) > 1
    for disk in disks:
        again = Device(profile("kobo-clara"), transport=Transport(), disk=disk)
        again.boot()
        again.advance(10)
        kept(again, version)


@pytest.mark.parametrize(("left", "kind", "seconds"), [
    ({"server_url": "books.example/", "username": "mira", "password": "x"}, "booklore", 30),
    ({**SETTINGS, "min_duration": "45", "enabled": "yes", "withheld": "all"}, "booklore", 30),
    ({**SETTINGS, "server_kind": "no such", "more_servers": "none", "last_account": {}}, "booklore", 30),
    ({**SETTINGS, "more_servers": [5, {"id": 7}, {"id": "2", "server_kind": "kosync"}]}, "booklore", 30),
    ({"server_kind": "tome", "server_url": "http://books.example", "tome_key": "tk_1", "min_duration": 12}, "tome",
     12)])
def test_settings_of_an_older_shape_are_read(left: dict[str, object], kind: str, seconds: int) -> None:
    device = Device(profile("kobo-clara"), transport=Transport())
    device.install_plugin(PLUGIN)
    device.write_file("settings/shelfsync.lua", f"return {lua_literal(left)}\n".encode())
    device.boot()
    device.advance(10)
    assert [event.fields for event in device.trace.events if event.kind == "lua.error"] == []
    shown = device.evaluate("""local settings = require("shelfsync/settings"):open()
        return ("%s %d %s %d"):format(settings:kind(), settings:get("min_duration"), settings:server(),
            #settings:accounts())""")
    accounts = 2 if isinstance(left.get("more_servers"), list) else 1
    assert shown == f"{kind} {seconds} http://books.example {accounts}"

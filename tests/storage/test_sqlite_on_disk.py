"""SQLite on the emulated disk: its operations, time, randomness, locks and WAL, and what `host.sqlite` answers."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import apsw
import pytest

from fake_koreader.clock import SECOND, Clock
from fake_koreader.storage.disk import Disk
from fake_koreader.storage.operations import CrashPoint, Operation, PowerLost
from fake_koreader.storage.sqlite import Databases, SqliteHost

EXACT = 1 << 53


class World:
    """A disk with one process's databases and the host functions over them."""

    def __init__(self, seed: int = 1) -> None:
        self.operations: list[Operation] = []
        self.disk = Disk(Clock(), seed, self.operations.append)
        self.databases = Databases(self.disk)
        self.host = SqliteHost(self.databases, list)

    def open(self, path: bytes = b"/t.db", mode: bytes = b"rwc") -> int:
        number = self.host.open(path, mode)
        assert isinstance(number, int), number
        return number

    def run(self, database: int, text: str, *values: tuple[bytes, Any]) -> Any:
        """All rows of one statement, or the failure."""
        prepared = self.host.prepare(database, text.encode())
        if prepared[0] is None:
            return prepared
        statement = prepared[0]
        for index, (tag, value) in enumerate(values, 1):
            self.host.bind(statement, index, tag, value)
        rows = []
        while True:
            row = self.host.step(statement)
            if row is None or row[0] is None:
                self.host.finalize(statement)
                return row if row else rows
            rows.append(row)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.databases.kill()


def test_values_cross_with_their_types(world: World) -> None:
    database = world.open(b":memory:")
    (row,) = world.run(database, "SELECT 1, 1.0, 'ż', x'00ff', NULL, 9223372036854775807, -9007199254740993")
    assert row[0] == b"ifsbnII"
    assert row[1:6] == (1, 1.0, "ż".encode(), b"\x00\xff", None)
    assert int.from_bytes(row[6], "little", signed=True) == 2**63 - 1
    assert int.from_bytes(row[7], "little", signed=True) == -EXACT - 1
    large = (2**60).to_bytes(8, "little", signed=True)
    (row,) = world.run(
        database,
        "SELECT typeof(?), typeof(?), typeof(?), typeof(?), ? = 1 << 60",
        *((b"f", 5), (b"s", b"x"), (b"b", b"x"), (b"n", None), (b"I", large)),
    )
    assert row == (b"ssssi", b"real", b"text", b"blob", b"null", 1)


def test_failures_have_sqlites_code_and_words(world: World) -> None:
    database = world.open()
    assert world.run(database, "SELEC") == (None, b"error", b'near "SELEC": syntax error')
    assert world.run(database, 'SELECT "text"')[2].startswith(b'no such column: "text"')
    assert world.run(database, "-- only a comment") == (None, b"misuse", b"not an error")
    assert world.host.open(b"/no/t.db", b"rwc") == (None, b"cantopen", b"unable to open database file")
    assert world.host.open(b"/absent.db", b"rw") == (None, b"cantopen", b"unable to open database file")
    world.run(database, "CREATE TABLE t(a UNIQUE)")
    world.run(database, "INSERT INTO t VALUES (1)")
    failure = world.run(database, "INSERT INTO t VALUES (1)")
    assert failure == (None, b"constraint", b"UNIQUE constraint failed: t.a")
    assert world.run(database, "SELECT CAST(x'ff' AS TEXT)")[1:] == (
        b"error",
        b"not emulated: SQLite text that is not UTF-8",
    )


def test_a_full_disk_is_reported_as_full(world: World) -> None:
    database = world.open()
    world.run(database, "CREATE TABLE t(a)")
    world.disk.free = 100
    failure = world.run(database, "INSERT INTO t VALUES (zeroblob(100000))")
    assert failure == (None, b"full", b"database or disk is full")
    world.disk.free = 1 << 20
    assert world.run(database, "INSERT INTO t VALUES (1)") == []
    assert world.run(database, "SELECT count(*) FROM t") == [(b"i", 1)]


def test_now_is_the_devices_clock(world: World) -> None:
    database = world.open(b":memory:")
    assert world.run(database, "SELECT datetime('now')") == [(b"s", b"2026-03-01 08:00:00")]
    world.disk.clock.advance(90 * SECOND)
    assert world.run(database, "SELECT datetime('now'), unixepoch()") == [(b"si", b"2026-03-01 08:01:30", 1772352090)]


def test_the_same_seed_gives_the_same_bytes() -> None:
    def content(seed: int) -> tuple[bytes, Any]:
        world = World(seed)
        database = world.open()
        world.run(database, "PRAGMA journal_mode=WAL")
        world.run(database, "CREATE TABLE t(a)")
        world.run(database, "INSERT INTO t VALUES (random())")
        wal = world.disk.read_file("/t.db-wal")
        rows = world.run(database, "SELECT a FROM t")
        world.databases.kill()
        return wal, rows

    assert content(3) == content(3)
    assert content(3) != content(4)


def test_a_commit_is_writes_and_syncs_of_journal_and_database(world: World) -> None:
    database = world.open()
    world.run(database, "CREATE TABLE t(a)")
    world.operations.clear()
    world.run(database, "INSERT INTO t VALUES (1)")
    kinds = [f"{one.kind} {one.path.decode()}" for one in world.operations]
    assert kinds[0] == "create /t.db-journal"
    assert kinds[-2:] == ["fsync /t.db", "remove /t.db-journal"]
    assert kinds.index("fsync /t.db-journal") < kinds.index("write /t.db")


def test_a_second_writer_is_busy_and_its_timeout_takes_time(world: World) -> None:
    first, second = world.open(), world.open()
    world.run(first, "CREATE TABLE t(a)")
    world.run(first, "BEGIN IMMEDIATE")
    assert world.run(second, "INSERT INTO t VALUES (1)") == (None, b"busy", b"database is locked")
    before = world.disk.clock.monotonic
    world.host.busy_timeout(second, 2000)
    assert world.run(second, "INSERT INTO t VALUES (1)")[1] == b"busy"
    assert world.disk.clock.monotonic - before == 2 * SECOND
    world.run(first, "COMMIT")
    assert world.run(second, "INSERT INTO t VALUES (1)") == []


def test_a_reader_in_the_middle_holds_up_a_writer(world: World) -> None:
    reader, writer = world.open(), world.open()
    world.run(writer, "CREATE TABLE t(a)")
    world.run(writer, "INSERT INTO t VALUES (1), (2)")
    statement = world.host.prepare(reader, b"SELECT a FROM t")[0]
    assert world.host.step(statement) == (b"i", 1)
    assert world.run(writer, "INSERT INTO t VALUES (3)") == (None, b"busy", b"database is locked")
    world.host.reset(statement)
    assert world.run(writer, "INSERT INTO t VALUES (3)") == []


def test_wal_lets_readers_and_a_writer_work_side_by_side(world: World) -> None:
    writer, reader = world.open(), world.open()
    assert world.run(writer, "PRAGMA journal_mode=WAL") == [(b"s", b"wal")]
    world.run(writer, "CREATE TABLE t(a)")
    world.run(writer, "BEGIN IMMEDIATE")
    world.run(writer, "INSERT INTO t VALUES (1)")
    assert world.run(reader, "SELECT count(*) FROM t") == [(b"i", 0)]
    world.run(writer, "COMMIT")
    assert world.run(reader, "SELECT count(*) FROM t") == [(b"i", 1)]
    assert world.disk.list("/") == [b"t.db", b"t.db-shm", b"t.db-wal"]
    world.host.close(reader)
    world.host.close(writer)
    assert world.disk.list("/") == [b"t.db"]


def test_wal_syncs_as_the_devices_build_does(world: World) -> None:
    database = world.open()
    assert world.run(database, "PRAGMA synchronous") == [(b"i", 2)]
    world.run(database, "PRAGMA journal_mode = wal")
    assert world.run(database, "PRAGMA synchronous") == [(b"i", 1)]
    world.run(database, "CREATE TABLE t(a)")
    again = world.open()
    assert world.run(again, "PRAGMA synchronous") == [(b"i", 1)]
    chosen = world.open(b"/other.db")
    world.run(chosen, "PRAGMA synchronous = FULL")
    world.run(chosen, "PRAGMA journal_mode = WAL")
    assert world.run(chosen, "PRAGMA synchronous") == [(b"i", 2)]


def test_a_killed_process_leaves_journal_and_wal_where_they_are() -> None:
    world = World()
    database = world.open()
    world.run(database, "PRAGMA journal_mode=WAL")
    world.run(database, "CREATE TABLE t(a)")
    world.run(database, "INSERT INTO t VALUES (1)")
    world.run(database, "BEGIN")
    world.run(database, "INSERT INTO t VALUES (2)")
    operations = world.disk.operations
    world.databases.kill()
    assert world.disk.operations == operations
    assert b"t.db-wal" in world.disk.list("/")
    database = world.open()
    assert world.run(database, "SELECT a FROM t") == [(b"i", 1)]
    world.databases.close_all()
    assert world.disk.list("/") == [b"t.db"]


def test_statements_are_prepared_without_running(world: World) -> None:
    database = world.open()
    world.run(database, "CREATE TABLE t(a)")
    world.operations.clear()
    statement, parameters, names = world.host.prepare(database, b"INSERT INTO t VALUES (:v) RETURNING a AS b; SELECT 2")
    assert (parameters, names) == (1, [b"b"])
    assert world.operations == []
    assert world.host.parameter(statement, b":v") == 1
    assert world.host.parameter(statement, b"$v") is None
    assert world.host.bind(statement, 2, b"f", 1) == (None, b"range", b"column index out of range")
    world.host.bind(statement, 1, b"s", b"x")
    assert world.host.step(statement) == (b"s", b"x")
    assert world.host.bind(statement, 1, b"f", 1)[1] == b"misuse"
    assert world.host.step(statement) is None
    assert world.host.step(statement) is None
    world.host.reset(statement)
    assert world.host.step(statement) == (b"s", b"x")
    world.host.clear_bindings(statement)
    world.host.reset(statement)
    assert world.host.step(statement) == (b"n", None)


def test_functions_answer_with_tags_or_a_message(world: World) -> None:
    database = world.open(b":memory:")
    world.host.create_scalar(database, b"twice", lambda tags, value: (True, b"s", value * 2))
    world.host.create_scalar(database, b"fails", lambda tags: (False, b"my words"))
    assert world.run(database, "SELECT twice('ab')") == [(b"s", b"abab")]
    assert world.run(database, "SELECT fails()") == (None, b"error", b"my words")


def test_numbers_as_sqlite_writes_them(world: World) -> None:
    assert world.host.text_of(b"f", 5) == b"5.0"
    assert world.host.text_of(b"i", 5) == b"5"


def test_a_dropped_process_leaves_no_vfs_behind() -> None:
    gc.collect()
    before = apsw.vfs_names()
    world = World()
    world.run(world.open(), "CREATE TABLE t(a)")
    assert len(apsw.vfs_names()) > len(before)
    del world
    gc.collect()
    assert apsw.vfs_names() == before


def test_a_crash_point_inside_a_commit_ends_the_process(world: World) -> None:
    database = world.open()
    world.run(database, "CREATE TABLE t(a)")
    world.disk.crash_at(CrashPoint(world.disk.operations + 3))
    with pytest.raises(PowerLost):
        world.run(database, "INSERT INTO t VALUES (1)")
    with pytest.raises(PowerLost):
        world.run(database, "SELECT 1")
    stopped = world.disk.operations
    world.databases.kill()
    assert world.disk.operations == stopped

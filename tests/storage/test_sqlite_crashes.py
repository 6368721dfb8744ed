"""A database after a crash at every operation of a workload: it opens, is intact, and holds a prefix of commits."""

from __future__ import annotations

import pytest

from fake_koreader.clock import Clock
from fake_koreader.storage.crash import POLICIES, lose_power, survive_kill
from fake_koreader.storage.disk import Disk
from fake_koreader.storage.operations import Crashed, CrashPoint, Kind, Moment
from fake_koreader.storage.sqlite import Databases, SqliteHost

COMMITS = 6


class Session:
    """A process that commits the numbers 1, 2, 3, … each with 40 rows, and notes what it believes to be committed."""

    def __init__(self, disk: Disk) -> None:
        self.databases = Databases(disk)
        self.host = SqliteHost(self.databases, list)
        self.committed = 0

    def all(self, database: int, text: str) -> list[tuple[object, ...]]:
        prepared = self.host.prepare(database, text.encode())
        assert prepared[0] is not None, prepared
        rows = []
        while (row := self.host.step(prepared[0])) is not None:
            assert row[0] is not None, row
            rows.append(row[1:])
        self.host.finalize(prepared[0])
        return rows

    def work(self, journal: str, synchronous: str) -> None:
        database = self.host.open(b"/t.db", b"rwc")
        assert isinstance(database, int), database
        self.all(database, f"PRAGMA journal_mode={journal}")
        self.all(database, f"PRAGMA synchronous={synchronous}")
        self.all(database, "CREATE TABLE t(batch INTEGER, filler TEXT)")
        self.all(database, "CREATE INDEX i ON t(batch)")
        for batch in range(1, COMMITS + 1):
            self.all(database, "BEGIN")
            for _ in range(40):
                self.all(database, f"INSERT INTO t VALUES ({batch}, hex(zeroblob(100)))")
            self.all(database, "COMMIT")
            self.committed = batch
        self.databases.close_all()


def total_operations(journal: str, synchronous: str) -> int:
    disk = Disk(Clock(), 1)
    Session(disk).work(journal, synchronous)
    return disk.operations


def batches_after(disk: Disk) -> list[tuple[int, int]]:
    """(batch, rows) in the database, once it has been found intact."""
    session = Session(disk)
    database = session.host.open(b"/t.db", b"rwc")
    assert isinstance(database, int), database
    assert session.all(database, "PRAGMA integrity_check") == [(b"ok",)]
    if not session.all(database, "SELECT 1 FROM sqlite_master WHERE name = 't'"):
        session.databases.close_all()
        return []
    rows = session.all(database, "SELECT batch, count(*) FROM t GROUP BY batch ORDER BY batch")
    session.databases.close_all()
    return [(int(str(batch)), int(str(count))) for batch, count in rows]


def crash(
    journal: str, synchronous: str, point: CrashPoint, policy: str, seed: int
) -> tuple[int, list[tuple[int, int]]]:
    """What the process believed to be committed, and what is there after the crash."""
    disk = Disk(Clock(), seed)
    disk.crash_at(point)
    session = Session(disk)
    with pytest.raises(Crashed):
        session.work(journal, synchronous)
    session.databases.kill()
    if point.kind == "kill":
        survive_kill(disk)
    else:
        lose_power(disk, POLICIES[policy]())
    return session.committed, batches_after(disk)


@pytest.mark.parametrize("policy", sorted(POLICIES))
@pytest.mark.parametrize(
    ("journal", "synchronous"), [("DELETE", "FULL"), ("TRUNCATE", "FULL"), ("WAL", "NORMAL"), ("WAL", "FULL")]
)
def test_power_loss_at_every_operation_leaves_a_prefix(journal: str, synchronous: str, policy: str) -> None:
    durable = synchronous == "FULL" and journal == "WAL"
    moments: list[Moment] = ["torn", "after"]
    for number in range(1, total_operations(journal, synchronous) + 1):
        point = CrashPoint(number, moments[number % 2])
        committed, batches = crash(journal, synchronous, point, policy, number)
        assert batches == [(batch, 40) for batch in range(1, len(batches) + 1)], (number, batches)
        assert len(batches) <= committed + 1, number
        if durable:
            assert len(batches) >= committed, number


@pytest.mark.parametrize("journal", ["DELETE", "TRUNCATE", "WAL"])
def test_a_kill_at_every_operation_loses_no_commit(journal: str) -> None:
    kind: Kind = "kill"
    for number in range(1, total_operations(journal, "NORMAL") + 1):
        committed, batches = crash(journal, "NORMAL", CrashPoint(number, "before", kind), "keep-all", number)
        assert committed <= len(batches) <= committed + 1, number
        assert batches == [(batch, 40) for batch in range(1, len(batches) + 1)], number


def test_without_syncing_power_loss_destroys_databases() -> None:
    """The other side: the model is harsh enough to break a program that does not sync."""
    broken = 0
    for number in range(5, total_operations("DELETE", "OFF") + 1):
        try:
            committed, batches = crash("DELETE", "OFF", CrashPoint(number, "after"), "keep-synced", number)
        except AssertionError:
            broken += 1
        else:
            broken += len(batches) < committed or any(count != 40 for _, count in batches)
    assert broken > 0

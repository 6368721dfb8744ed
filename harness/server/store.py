"""The server's whole state in one SQLite database, in a file or in memory.

Nothing is kept beside the database, so that a copy of it (`Store.snapshot`) is a copy of the server:
the stepper goes back with it. Time and randomness come from the caller through `Store.use`.
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlite_utils

from harness.server.schema import TABLE_NAMES, create_tables

Row = dict[str, Any]
"""One record: column name to value."""

_REQUESTS_KEPT_MAX = 20_000


@cache
def _empty() -> sqlite3.Connection:
    """A database with the tables and nothing else: copying it is thirty times faster than making it."""
    connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    create_tables(sqlite_utils.Database(connection))
    return connection


class Store:
    """The database of one reference server.

    `path` is a file or ":memory:"; `password_rounds` is the PBKDF2 cost of account passwords (low by
    default: scenarios log in often, and their passwords protect nothing).
    """

    def __init__(self, path: str | Path = ":memory:", *, password_rounds: int = 600) -> None:
        self.path = str(path)
        self.password_rounds = password_rounds
        self.lock = threading.RLock()
        self._now: Callable[[], float] = lambda: 0.0
        self._seed = 0
        self._secret: bytes | None = None
        self._connect()

    def __repr__(self) -> str:
        users, books, sessions = (self.count(name) for name in ("users", "books", "sessions"))
        return f"<Store {self.path} users={users} books={books} sessions={sessions}>"

    def _connect(self) -> None:
        self.connection = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None)
        self.database = sqlite_utils.Database(self.connection)
        if self.path != ":memory:":
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = NORMAL")
            with self.transaction():
                create_tables(self.database)
        else:
            _empty().backup(self.connection)

    def use(self, now: Callable[[], float], seed: int) -> None:
        """Take time (seconds since 1970) and randomness from the caller."""
        self._now = now
        self._seed = seed

    def now_us(self) -> int:
        """The caller's time in microseconds since 1970."""
        return round(self._now() * 1_000_000)

    @property
    def secret(self) -> bytes:
        """The signing key of tokens: made from the seed once, then kept in the database."""
        if self._secret is None:
            row = self.one("SELECT value FROM meta WHERE key = 'secret'")
            if row is None:
                value = hashlib.sha256(f"koharness server {self._seed}".encode()).hexdigest()
                self.insert("meta", key="secret", value=value)
            else:
                value = row["value"]
            self._secret = bytes.fromhex(value)
        return self._secret

    def salt(self, label: str) -> bytes:
        """Sixteen bytes that depend on the seed and `label` alone."""
        return hmac.digest(self.secret, label.encode("utf-8"), "sha256")[:16]

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """All records that `sql` selects."""
        cursor = self.connection.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor]

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        """The first record that `sql` selects, or None."""
        cursor = self.connection.execute(sql, parameters)
        values = cursor.fetchone()
        if values is None:
            return None
        return dict(zip((column[0] for column in cursor.description), values, strict=True))

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run a writing statement; the number of records touched."""
        return self.connection.execute(sql, parameters).rowcount

    def insert(self, table: str, **values: Any) -> int:
        """Add one record and return its row number."""
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        cursor = self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
        return cursor.lastrowid or 0

    def fresh_id(self, table: str) -> int:
        """A number no record of `table` ever had, so that what is removed is never taken for what came after."""
        self.execute("INSERT INTO meta (key, value) VALUES (?, '1')"
                     " ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1", (f"last {table}",))
        row = self.one("SELECT value FROM meta WHERE key = ?", (f"last {table}",))
        return int(row["value"]) if row else 1

    def count(self, table: str) -> int:
        """The number of records of `table`."""
        found: int = self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        return found

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block or nothing; inside another transaction, a part of that one."""
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def log_request(self, method: str, path: str, query: str, status: int, user: str | None) -> None:
        """Record one answered request; bodies and credentials are never recorded. The newest 20,000 are kept."""
        with self.transaction():
            number = self.insert("requests", at=self.now_us(), method=method, path=path, query=query, status=status,
                                 user=user)
            if number % 1_000 == 0:
                self.execute("DELETE FROM requests WHERE id <= ?", (number - _REQUESTS_KEPT_MAX,))

    def log_unknown_endpoint(self, method: str, path: str) -> None:
        """Record a request to something this server does not speak."""
        self.insert("unknown_endpoints", at=self.now_us(), method=method, path=path)

    @property
    def unknown_endpoints(self) -> list[tuple[str, str]]:
        """Method and path of each request nobody answers, in order of arrival."""
        return [(row["method"], row["path"]) for row in self.rows("SELECT * FROM unknown_endpoints ORDER BY id")]

    def reset(self) -> None:
        """Forget everything but the signing key."""
        with self.transaction():
            for name in TABLE_NAMES:
                if name != "meta":
                    self.execute(f"DELETE FROM {name}")
            self.execute("DELETE FROM meta WHERE key <> 'secret'")

    def snapshot(self) -> sqlite3.Connection:
        """A copy of the whole state, for `restore`."""
        copy = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self.connection.backup(copy)
        return copy

    def restore(self, snapshot: sqlite3.Connection) -> None:
        """Go back to a state taken by `snapshot`, which stays usable."""
        snapshot.backup(self.connection)
        self._secret = None

    def close(self) -> None:
        """Close the database."""
        self.connection.close()

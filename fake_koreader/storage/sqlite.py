"""``host.sqlite``: databases and statements by id, for the Lua binding.

Values cross tagged, one letter each, because Lua has one kind of number: ``i`` an integer small enough for one, ``I``
eight bytes of a larger one, ``f`` a float, ``s`` text, ``b`` a blob, ``n`` NULL. A row is ``tags, value, value, …``.
A failure is ``(None, code name, message)``. What differs in the SQLite beneath from the device's is set when a database
is opened: no double-quoted strings, and NORMAL syncing once the journal mode is WAL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, cast

import apsw

from fake_koreader.storage.disk import Disk
from fake_koreader.storage.vfs import DiskVFS, seed_generator

CODES = (
    *(
        "ok",
        "error",
        "internal",
        "perm",
        "abort",
        "busy",
        "locked",
        "nomem",
        "readonly",
        "interrupt",
        "ioerr",
        "corrupt",
    ),
    *("notfound", "full", "cantopen", "protocol", "empty", "schema", "toobig", "constraint", "mismatch", "misuse"),
    *("nolfs", "auth", "format", "range", "notadb"),
)
MODES = {
    b"rwc": apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE,
    b"rw": apsw.SQLITE_OPEN_READWRITE,
    b"ro": apsw.SQLITE_OPEN_READONLY,
}
ALL_NULL: Any = getattr(apsw, "_null_bindings")  # noqa: B009  (its stubs leave it out)
EXACT_MAX = 1 << 53
SETS_WAL = re.compile(r"\bjournal_mode\s*[=(]\s*['\"]?wal\b", re.IGNORECASE)
SETS_SYNCHRONOUS = re.compile(r"\bsynchronous\s*[=(]", re.IGNORECASE)
NOT_UTF8 = b"not emulated: SQLite text that is not UTF-8"

Failure = tuple[None, bytes, bytes]
Value = None | int | float | str | bytes
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class Database:
    """An open connection. ``synchronous_chosen``: the program set it, so WAL does not."""

    connection: apsw.Connection
    synchronous_chosen: bool = False
    statements: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Statement:
    """A prepared statement. ``state`` goes ready → running → finished, and back to ready by a reset."""

    database: int
    text: str
    names: list[str]
    values: list[Value]
    parameters: tuple[str | None, ...]
    state: Literal["ready", "running", "finished"] = "ready"
    cursor: apsw.Cursor | None = None


class SqliteFailure(Exception):
    """A refusal with the name of its code."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(f"{code}: {message}")


class Databases:
    """The databases that one emulated process has open."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.vfs: DiskVFS | None = None
        self.opened: dict[int, Database] = {}
        self.statements: dict[int, Statement] = {}
        self.last_id = 0

    def open(self, path: str, flags: int) -> int:
        """Open a database; its id."""
        self.disk.check_alive()
        if self.vfs is None:
            self.vfs = DiskVFS(self.disk)
        seed_generator(self.disk.random.getrandbits(64))
        connection = apsw.Connection(path, flags=flags, vfs=self.vfs.name)
        connection.config(apsw.SQLITE_DBCONFIG_DQS_DML, 0)
        connection.config(apsw.SQLITE_DBCONFIG_DQS_DDL, 0)
        database = Database(connection)
        inode = None if path in ("", ":memory:") else self.disk.find(path)
        if inode is not None and inode.read(18, 2) == b"\x02\x02":
            connection.execute("PRAGMA synchronous = NORMAL")
        self.last_id += 1
        self.opened[self.last_id] = database
        return self.last_id

    def close(self, database_id: int) -> None:
        """Close a database with its statements; an open transaction is rolled back."""
        database = self.opened.pop(database_id)
        for statement_id in sorted(database.statements):
            self.finalize(statement_id)
        try:
            database.connection.close()
        except apsw.Error:
            # SQLite closes all the same when the checkpoint of a last close fails: the WAL then stays behind.
            self.disk.check_alive()

    def finalize(self, statement_id: int) -> None:
        """Forget a statement."""
        statement = self.statements.pop(statement_id)
        if statement.database in self.opened:
            self.opened[statement.database].statements.discard(statement_id)
        if statement.cursor is not None:
            statement.cursor.close(True)

    def close_all(self) -> None:
        """An orderly exit closes what is open."""
        for database_id in sorted(self.opened):
            self.close(database_id)
        self._drop_vfs()

    def kill(self) -> None:
        """The process ends at once: nothing more is written, journals and WAL stay where they are."""
        if self.vfs is not None:
            self.vfs.abandoned = True
        for database in self.opened.values():
            with suppress(apsw.Error):
                database.connection.close(True)
        self.opened.clear()
        self.statements.clear()
        self._drop_vfs()

    def __del__(self) -> None:
        """A device that is dropped without being switched off leaves nothing behind: SQLite holds on to each VFS."""
        with suppress(Exception):
            self.kill()

    def _drop_vfs(self) -> None:
        if self.vfs is not None:
            self.vfs.close()
            self.vfs = None


def _tagged(value: Value) -> tuple[bytes, Any]:
    if value is None:
        return b"n", None
    if isinstance(value, int):
        if abs(value) < EXACT_MAX:
            return b"i", value
        return b"I", value.to_bytes(8, "little", signed=True)
    if isinstance(value, float):
        return b"f", value
    return (b"s", value.encode("utf-8")) if isinstance(value, str) else (b"b", bytes(value))


def pack(values: Sequence[Value]) -> tuple[Any, ...]:
    """SQLite's values as Lua receives them: tags, then one value each."""
    tagged = [_tagged(value) for value in values]
    return (b"".join(tag for tag, _ in tagged), *(value for _, value in tagged))


def unpack(tag: bytes, value: Any) -> Value:
    """A value that Lua sent. SqliteFailure when it is text in another encoding than UTF-8."""
    if tag == b"n":
        return None
    if tag == b"f":
        return float(value)
    if tag == b"i":
        return int(value)
    if tag == b"I":
        return int.from_bytes(value, "little", signed=True)
    if tag == b"b":
        return bytes(value)
    try:
        return cast(bytes, value).decode("utf-8")
    except UnicodeDecodeError:
        raise SqliteFailure("error", NOT_UTF8.decode()) from None


def _answering(
    function: Callable[Concatenate[SqliteHost, P], T],
) -> Callable[Concatenate[SqliteHost, P], T | Failure]:
    @wraps(function)
    def answer(self: SqliteHost, *args: P.args, **kwargs: P.kwargs) -> T | Failure:
        try:
            result: T | Failure = function(self, *args, **kwargs)
        except SqliteFailure as failure:
            result = None, failure.code.encode(), failure.message.encode()
        except apsw.Error as error:
            code = getattr(error, "result", None)
            name = CODES[code & 0xFF] if isinstance(code, int) and code & 0xFF < len(CODES) else "error"
            result = None, name.encode(), str(error).encode("utf-8", "replace")
        except UnicodeDecodeError:
            result = None, b"error", NOT_UTF8
        self._databases.disk.check_alive()
        return result

    return cast("Callable[Concatenate[SqliteHost, P], T | Failure]", answer)


class SqliteHost:
    """The host functions of SQLite. Ids that are not open are the caller's mistake: the Lua side refuses them first."""

    def __init__(self, databases: Databases, table_from: Callable[[list[bytes]], Any]) -> None:
        self._databases = databases
        self._table_from = table_from

    @_answering
    def open(self, path: bytes, mode: bytes) -> int:
        """Open a database file (mode rwc, rw or ro), ":memory:" or "" (a temporary one)."""
        try:
            return self._databases.open(path.decode("utf-8"), MODES[mode])
        except UnicodeDecodeError:
            raise SqliteFailure("cantopen", "unable to open database file") from None

    @_answering
    def close(self, database: int) -> Literal[True]:
        """Close a database and its statements."""
        self._databases.close(database)
        return True

    @_answering
    def busy_timeout(self, database: int, milliseconds: float) -> Literal[True]:
        """How long to wait for a lock; waiting passes on the device's clock."""
        self._databases.opened[database].connection.set_busy_timeout(int(milliseconds))
        return True

    @_answering
    def prepare(self, database: int, text: bytes) -> tuple[int, int, Any]:
        """Prepare the first statement of ``text``: its id, the number of parameters, a Lua array of column names."""
        opened = self._databases.opened[database]
        statement = _prepare(opened.connection, database, unpack(b"s", text))
        self._databases.last_id += 1
        number = self._databases.last_id
        self._databases.statements[number] = statement
        opened.statements.add(number)
        return number, len(statement.values), self._table_from([name.encode() for name in statement.names])

    @_answering
    def bind(self, statement: int, index: int, tag: bytes, value: Any = None) -> Literal[True]:
        """Bind parameter ``index`` (from 1)."""
        prepared = self._databases.statements[statement]
        if prepared.state != "ready":
            raise SqliteFailure("misuse", "bad parameter or other API misuse")
        if not 1 <= index <= len(prepared.values):
            raise SqliteFailure("range", "column index out of range")
        prepared.values[index - 1] = unpack(tag, value)
        return True

    def parameter(self, statement: int, name: bytes) -> int | None:
        """The index of a named parameter, given with its prefix (``:name``), or nil."""
        prepared = self._databases.statements[statement]
        bare = name[1:].decode("utf-8", "replace")
        if bare in prepared.parameters and name.decode("utf-8", "replace") in prepared.text:
            return prepared.parameters.index(bare) + 1
        return None

    @_answering
    def clear_bindings(self, statement: int) -> Literal[True]:
        """All parameters become NULL."""
        prepared = self._databases.statements[statement]
        prepared.values = [None] * len(prepared.values)
        return True

    @_answering
    def step(self, statement: int) -> tuple[Any, ...] | None:
        """The next row, or nil at the end (and again until a reset)."""
        prepared = self._databases.statements[statement]
        if prepared.state == "finished":
            return None
        row = self._advance(prepared)
        if row is None:
            self._finish(prepared)
            return None
        return pack(row)

    def _advance(self, prepared: Statement) -> tuple[Value, ...] | None:
        if prepared.state == "ready":
            connection = self._databases.opened[prepared.database].connection
            cursor = prepared.cursor = connection.cursor()
            prepared.state = "running"
            cursor.execute(prepared.text, tuple(prepared.values) or None)
        assert prepared.cursor is not None, "running"
        return cast("tuple[Value, ...] | None", prepared.cursor.fetchone())

    def _finish(self, prepared: Statement) -> None:
        prepared.state = "finished"
        database = self._databases.opened[prepared.database]
        if SETS_SYNCHRONOUS.search(prepared.text):
            database.synchronous_chosen = True
        elif SETS_WAL.search(prepared.text) and not database.synchronous_chosen:
            database.connection.execute("PRAGMA synchronous = NORMAL")

    @_answering
    def reset(self, statement: int) -> Literal[True]:
        """Make ready to run again, with the same bindings; locks that it held are released."""
        prepared = self._databases.statements[statement]
        prepared.state = "ready"
        if prepared.cursor is not None:
            prepared.cursor.close(True)
            prepared.cursor = None
        return True

    @_answering
    def finalize(self, statement: int) -> Literal[True]:
        """Close a statement."""
        self._databases.finalize(statement)
        return True

    @_answering
    def text_of(self, tag: bytes, value: Any) -> bytes:
        """A value as SQLite writes it as text."""
        written = apsw.Connection(":memory:").execute("SELECT CAST(? AS TEXT)", (unpack(tag, value),)).get
        return cast(str, written).encode()

    @_answering
    def create_scalar(self, database: int, name: bytes, function: Callable[..., Any]) -> Literal[True]:
        """A SQL function in Lua: called with a packed row of arguments; returns true, tag, value or false, message."""

        def scalar(*arguments: Value) -> Value:
            return _returned(function(*pack(arguments)))

        self._databases.opened[database].connection.create_scalar_function(name.decode(), scalar)
        return True

    @_answering
    def create_aggregate(
        self, database: int, name: bytes, begin: Callable[[], Any], step: Callable[..., Any], final: Callable[..., Any]
    ) -> Literal[True]:
        """An aggregate in Lua. ``begin`` gives the key of a new state; the others get it first. Answers as scalars."""

        def take(key: Any, *arguments: Value) -> None:
            _returned(step(key, *pack(arguments)))

        def factory() -> tuple[Any, Callable[..., None], Callable[[Any], Value]]:
            return _returned(begin()), take, lambda key: _returned(final(key))

        self._databases.opened[database].connection.create_aggregate_function(name.decode(), factory)
        return True


def _returned(answer: Any) -> Value:
    ok, *rest = answer if isinstance(answer, tuple) else (answer,)
    if not ok:
        raise apsw.SQLError(rest[0].decode("utf-8", "replace") if rest and rest[0] is not None else "")
    return unpack(rest[0], rest[1] if len(rest) > 1 else None) if rest else None


def _prepare(connection: apsw.Connection, database: int, text: Value) -> Statement:
    """Compile without running: apsw has no call for that, so the trace before the first step looks, and stops it."""
    found: list[Statement] = []

    def look(cursor: apsw.Cursor, statement: str, _: Any) -> bool:
        if cursor.has_vdbe:
            names = [column[0] for column in cursor.get_description()]
            values: list[Value] = [None] * cursor.bindings_count
            found.append(Statement(database, statement, names, values, cursor.bindings_names))
        return False

    cursor = connection.cursor()
    cursor.exec_trace = look
    try:
        cursor.execute(str(text), ALL_NULL)
    except apsw.ExecTraceAbort:
        pass
    finally:
        cursor.close(True)
    if not found:
        raise SqliteFailure("misuse", "not an error")
    return found[0]

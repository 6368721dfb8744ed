"""Reading sessions: stored once, however often they are delivered.

A session that carries a client's own id is known by (user, client session id). Any other is known by its natural
key: (user, book, start, end). `deduplicate=False` stores every delivery, as the stock BookLore server does.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from harness.server.instants import format_instant
from harness.server.store import Row, Store

CLIENT_SESSION_ID_CHARS_MAX = 64


@dataclass(frozen=True)
class NewSession:
    """One stretch of reading. Instants in microseconds since 1970, progress in percent."""

    book_id: int
    book_type: str
    start_at: int
    end_at: int
    duration_seconds: int
    duration_formatted: str | None = None
    start_progress: float | None = None
    end_progress: float | None = None
    progress_delta: float | None = None
    start_location: str | None = None
    end_location: str | None = None
    client_session_id: str | None = None
    protocol: str = "booklore"
    device: str | None = None
    pages_turned: int | None = None


@dataclass(frozen=True)
class Recorded:
    """Where a session lies, and whether this delivery put it there."""

    id: int
    created: bool


def record(store: Store, user_id: int, session: NewSession, *, deduplicate: bool = True) -> Recorded:
    """Store a session unless it is there already."""
    with store.transaction():
        if deduplicate:
            known = _known(store, user_id, session)
            if known is not None:
                return Recorded(known, created=False)
        number = store.insert("sessions", user_id=user_id, created_at=store.now_us(), **asdict(session))
    return Recorded(number, created=True)


def _known(store: Store, user_id: int, session: NewSession) -> int | None:
    if session.client_session_id is not None:
        row = store.one("SELECT id FROM sessions WHERE user_id = ? AND client_session_id = ?",
                        (user_id, session.client_session_id))
    else:
        row = store.one("SELECT id FROM sessions WHERE user_id = ? AND book_id = ? AND start_at = ? AND end_at = ?"
                        " ORDER BY id", (user_id, session.book_id, session.start_at, session.end_at))
    return None if row is None else int(row["id"])


def sessions_of_book(store: Store, user_id: int, book_id: int, *, page: int, size: int) -> tuple[list[Row], int]:
    """One page of a user's sessions of a book, latest start first, and how many there are in all."""
    rows = store.rows("SELECT * FROM sessions WHERE user_id = ? AND book_id = ? ORDER BY start_at DESC, id DESC"
                      " LIMIT ? OFFSET ?", (user_id, book_id, size, page * size))
    total = store.one("SELECT count(*) AS n FROM sessions WHERE user_id = ? AND book_id = ?", (user_id, book_id))
    return rows, int(total["n"]) if total else 0


def list_sessions(store: Store, username: str | None = None, book_id: int | None = None) -> list[Row]:
    """Sessions in the order they were stored, of one user or book where given, for people to read.

    Keys: id, user, book_id, book_title (None once the book is gone), start and end (ISO-8601), and the
    columns of the store for the rest.
    """
    rows = store.rows(
        "SELECT sessions.*, users.username AS user, books.title AS book_title FROM sessions"
        " JOIN users ON users.id = sessions.user_id LEFT JOIN books ON books.id = sessions.book_id"
        " WHERE (?1 IS NULL OR users.username = ?1) AND (?2 IS NULL OR sessions.book_id = ?2)"
        " ORDER BY sessions.id", (username, book_id),
    )
    for row in rows:
        row["start"] = format_instant(row.pop("start_at"))
        row["end"] = format_instant(row.pop("end_at"))
        row["created_at"] = format_instant(row["created_at"])
        del row["user_id"]
    return rows

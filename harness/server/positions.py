"""Where a reader is in a book, whatever they read it on: one place per user and book, and how it got there."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from harness.server.instants import format_instant
from harness.server.store import Row, Store

HISTORY_MAX = 40
MOVE_MIN = 0.002


@dataclass(frozen=True)
class Place:
    """A place: a fraction (0–1), and a locator in the notation of whoever wrote it."""

    percentage: float
    progress: str | None = None
    device: str | None = None


def position_of(store: Store, user_id: int, book_id: int) -> Row | None:
    """The stored place, or None."""
    return store.one("SELECT * FROM positions WHERE user_id = ? AND book_id = ?", (user_id, book_id))


def set_position(store: Store, user_id: int, book_id: int, place: Place) -> int:
    """Store a place; the last write wins. Returns the server's time, microseconds since 1970."""
    now = store.now_us()
    with store.transaction():
        old = position_of(store, user_id, book_id)
        store.execute(
            "INSERT INTO positions (user_id, book_id, percentage, progress, device, updated_at)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (user_id, book_id) DO UPDATE SET percentage = excluded.percentage,"
            " progress = excluded.progress, device = excluded.device, updated_at = excluded.updated_at",
            (user_id, book_id, place.percentage, place.progress, place.device, now))
        if old is None or abs(old["percentage"] - place.percentage) >= MOVE_MIN or old["progress"] != place.progress:
            store.insert("position_history", user_id=user_id, book_id=book_id, created_at=now, **asdict(place))
            store.execute(
                "DELETE FROM position_history WHERE user_id = ?1 AND book_id = ?2 AND id NOT IN (SELECT id FROM"
                " position_history WHERE user_id = ?1 AND book_id = ?2 ORDER BY id DESC LIMIT ?3)",
                (user_id, book_id, HISTORY_MAX))
    return now


def forget_position(store: Store, user_id: int, book_id: int) -> None:
    """Take a place away."""
    with store.transaction():
        store.execute("DELETE FROM positions WHERE user_id = ? AND book_id = ?", (user_id, book_id))


def history_of(store: Store, user_id: int, book_id: int) -> list[Row]:
    """How a place came about, latest first."""
    return store.rows("SELECT id, percentage, device, created_at FROM position_history"
                      " WHERE user_id = ? AND book_id = ? ORDER BY id DESC", (user_id, book_id))


def list_positions(store: Store, username: str | None = None, book_id: int | None = None) -> list[Row]:
    """All places, of one user or book where given, for people to read: user, book_id, percentage (0–1), …"""
    rows = store.rows(
        "SELECT users.username AS user, book_id, percentage, progress, device, updated_at FROM positions"
        " JOIN users ON users.id = positions.user_id WHERE (?1 IS NULL OR users.username = ?1)"
        " AND (?2 IS NULL OR book_id = ?2) ORDER BY positions.id", (username, book_id))
    return [{**row, "updated_at": format_instant(row["updated_at"])} for row in rows]

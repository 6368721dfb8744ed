"""What a user thinks of a book: rating and read status."""

from __future__ import annotations

from harness.server.store import Row, Store


def set_state(store: Store, user_id: int, book_id: int, column: str, value: int | str | None) -> None:
    """Set `rating` or `status`; the last write wins."""
    if column not in ("rating", "status"):
        raise ValueError(f"no such column: {column}")
    with store.transaction():
        store.execute(
            f"INSERT INTO reading_states (user_id, book_id, {column}) VALUES (?, ?, ?)"
            f" ON CONFLICT (user_id, book_id) DO UPDATE SET {column} = excluded.{column}", (user_id, book_id, value),
        )


def state_of(store: Store, user_id: int, book_id: int) -> Row:
    """`rating` and `status`, each None where nothing was set."""
    row = store.one("SELECT rating, status FROM reading_states WHERE user_id = ? AND book_id = ?",
                    (user_id, book_id))
    return row or {"rating": None, "status": None}


def list_ratings(store: Store, username: str | None = None, book_id: int | None = None) -> list[Row]:
    """Ratings as user, book_id, rating, in the order of their books."""
    return store.rows(
        "SELECT users.username AS user, book_id, rating FROM reading_states"
        " JOIN users ON users.id = reading_states.user_id WHERE rating IS NOT NULL"
        " AND (?1 IS NULL OR users.username = ?1) AND (?2 IS NULL OR book_id = ?2)"
        " ORDER BY book_id, users.id", (username, book_id),
    )

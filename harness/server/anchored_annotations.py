"""Annotations that are known by an anchor, with tombstones for those that are gone (specs/tome.md §2.4)."""

from __future__ import annotations

from typing import Any

from harness.server.instants import format_instant
from harness.server.store import Row, Store

_KEY = "user_id = ? AND book_id = ? AND anchor = ?"


def annotation_at(store: Store, user_id: int, book_id: int, anchor: str) -> Row | None:
    """A user's annotation at an anchor, or None."""
    return store.one(f"SELECT * FROM anchored_annotations WHERE {_KEY}", (user_id, book_id, anchor))


def annotations_of(store: Store, user_id: int, book_id: int) -> list[Row]:
    """A user's annotations of a book, in the order they came."""
    return store.rows("SELECT * FROM anchored_annotations WHERE user_id = ? AND book_id = ? ORDER BY id",
                      (user_id, book_id))


def put_annotation(store: Store, user_id: int, book_id: int, anchor: str, **columns: Any) -> bool:
    """Store an annotation, new or changed; whether it is new. Its tombstone goes."""
    values = {**columns, "updated_at": store.now_us()}
    with store.transaction():
        store.execute(f"DELETE FROM annotation_tombstones WHERE {_KEY}", (user_id, book_id, anchor))
        assignments = ", ".join(f"{name} = ?" for name in values)
        if store.execute(f"UPDATE anchored_annotations SET {assignments} WHERE {_KEY}",
                         (*values.values(), user_id, book_id, anchor)):
            return False
        store.insert("anchored_annotations", id=store.fresh_id("anchored_annotations"), user_id=user_id,
                     book_id=book_id, anchor=anchor, **values)
    return True


def remove_annotation(store: Store, user_id: int, book_id: int, anchor: str) -> bool:
    """Take an annotation away without a trace; whether there was one."""
    with store.transaction():
        return store.execute(f"DELETE FROM anchored_annotations WHERE {_KEY}", (user_id, book_id, anchor)) > 0


def tombstone_at(store: Store, user_id: int, book_id: int, anchor: str) -> Row | None:
    """The tombstone at an anchor, or None."""
    return store.one(f"SELECT * FROM annotation_tombstones WHERE {_KEY}", (user_id, book_id, anchor))


def tombstones_of(store: Store, user_id: int, book_id: int) -> list[Row]:
    """What was deleted in a book, in the order it was."""
    return store.rows("SELECT * FROM annotation_tombstones WHERE user_id = ? AND book_id = ? ORDER BY id",
                      (user_id, book_id))


def bury(store: Store, user_id: int, book_id: int, anchor: str, deleted_at: str, *, by_server: bool) -> None:
    """Take an annotation away and remember when; a tombstone's time only grows."""
    with store.transaction():
        remove_annotation(store, user_id, book_id, anchor)
        store.execute(
            "INSERT INTO annotation_tombstones (user_id, book_id, anchor, deleted_at, by_server) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (user_id, book_id, anchor) DO UPDATE SET deleted_at = excluded.deleted_at,"
            " by_server = excluded.by_server WHERE excluded.deleted_at > deleted_at",
            (user_id, book_id, anchor, deleted_at, int(by_server)))


def list_annotations(store: Store, username: str | None = None, book_id: int | None = None) -> list[Row]:
    """Annotations in the order they came, of one user or book where given, for people to read."""
    rows = store.rows(
        "SELECT anchored_annotations.*, users.username AS user FROM anchored_annotations"
        " JOIN users ON users.id = anchored_annotations.user_id WHERE (?1 IS NULL OR users.username = ?1)"
        " AND (?2 IS NULL OR book_id = ?2) ORDER BY anchored_annotations.id", (username, book_id))
    for row in rows:
        del row["user_id"], row["by_server"]
        row["updated_at"] = format_instant(row["updated_at"])
    return rows

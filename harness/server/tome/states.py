"""Reading status and progress, and what a place in a book does to them (specs/tome.md §2.2).

Status and rating lie where the other protocols keep theirs: the status in capitals, the rating in half stars (2–10).
"""

from __future__ import annotations

from harness.server import reading_states
from harness.server.context import store
from harness.server.store import Row

FINISHED = 0.99
WORDS = ("unread", "reading", "read", "shelved", "want_to_read")

_EMPTY: Row = {"rating": None, "status": None, "progress": None, "locator": None, "review": None,
               "finished_at": None, "updated_at": None}


def state_of(user_id: int, book_id: int) -> Row:
    """A user's state of a book: `status` (a word of Tome's, or None), `rating` (stars), `progress` and the rest."""
    row = store().one("SELECT rating, status, progress, locator, review, finished_at, updated_at FROM reading_states"
                      " WHERE user_id = ? AND book_id = ?", (user_id, book_id))
    state = dict(row or _EMPTY)
    if state["status"] is not None:
        word = state["status"].lower()
        state["status"] = word if word in WORDS else "reading"
    if state["rating"] is not None:
        state["rating"] = max(1.0, state["rating"] / 2)
    return state


def change(user_id: int, book_id: int, **columns: str | float | None) -> None:
    """Set columns of a state; `status` is a word of Tome's, `rating` in stars."""
    values = dict(columns)
    status, rating = values.get("status"), values.get("rating")
    if isinstance(status, str):
        values["status"] = status.upper()
    if isinstance(rating, int | float):
        values["rating"] = round(rating * 2)
    values["updated_at"] = store().now_us()
    assignments = ", ".join(f"{name} = ?" for name in values)
    with store().transaction():
        reading_states.set_state(store(), user_id, book_id, "status", _status(user_id, book_id))
        store().execute(f"UPDATE reading_states SET {assignments} WHERE user_id = ? AND book_id = ?",
                        (*values.values(), user_id, book_id))


def _status(user_id: int, book_id: int) -> str | None:
    status: str | None = reading_states.state_of(store(), user_id, book_id)["status"]
    return status


def advance(user_id: int, book_id: int, fraction: float, *, monotonic: bool, may_finish: bool = True) -> None:
    """Let a place move status and progress: `monotonic` never lowers; a book that was read stays read.

    `may_finish` is False for a fraction that was out of scale: it says that somebody reads, not that the book is done.
    """
    state = state_of(user_id, book_id)
    if state["status"] == "read":
        return
    if monotonic:
        fraction = max(fraction, state["progress"] or 0.0)
    if fraction >= FINISHED and may_finish:
        change(user_id, book_id, status="read", progress=1.0, finished_at=store().now_us())
    elif fraction > 0:
        starts = state["status"] in (None, "unread", "want_to_read")
        change(user_id, book_id, status="reading" if starts else state["status"], progress=fraction)
    else:
        change(user_id, book_id, status=state["status"] or "unread", progress=fraction)

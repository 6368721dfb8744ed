"""Read status, rating and review of a book, and the attempts that progress makes (specs/bookorbit.md §2.4, §2.5).

A status that a reader set by hand as abandoned or on hold is left alone by progress short of the end; the real
server reopens the book (its defect 8), which the quirk `bookorbit.progress-reopens-book` brings back.
"""

from __future__ import annotations

from typing import Any

from harness.server.bookorbit.asking import Device
from harness.server.context import has_quirk
from harness.server.store import Row, Store

FINISHED_PERCENT = 98.0
REREAD_POINTS = 10.0
REVIEW_CHARS_MAX = 10_000
STATUSES = ("unread", "want_to_read", "reading", "on_hold", "rereading", "read", "skimmed", "abandoned")
FROM_DEVICE = {"reading": "reading", "complete": "read", "abandoned": "abandoned"}
"""KOReader's word for a status, and BookOrbit's."""

AUTO, MANUAL = "auto", "manual"


def state_of(store: Store, user_id: int, book_id: int) -> Row:
    """Status, rating and review of a book for a user; every value None where nothing is stored."""
    return store.one("SELECT * FROM orbit_states WHERE user_id = ? AND book_id = ?", (user_id, book_id)) or {
        "status": None, "status_at": None, "status_source": None, "rating": None, "rating_at": None, "review": None,
        "review_at": None}


def _write(store: Store, user_id: int, book_id: int, **values: Any) -> None:
    with store.transaction():
        columns = ", ".join(f"{name} = ?" for name in values)
        if not store.execute(f"UPDATE orbit_states SET {columns} WHERE user_id = ? AND book_id = ?",
                             (*values.values(), user_id, book_id)):
            store.insert("orbit_states", user_id=user_id, book_id=book_id, **values)


def set_status(store: Store, user_id: int, book_id: int, status: str, source: str = MANUAL) -> None:
    """Set the status by hand: what is over closes the running attempt, reading opens one."""
    now = store.now_us()
    with store.transaction():
        if status in ("abandoned", "read", "skimmed"):
            _close(store, user_id, book_id, "abandoned" if status == "abandoned" else "completed")
        elif status in ("reading", "rereading") and _active(store, user_id, book_id) is None:
            _begin(store, user_id, book_id)
        elif status == "unread":
            store.execute("DELETE FROM orbit_attempts WHERE user_id = ? AND book_id = ? AND ended_at IS NULL",
                          (user_id, book_id))
        if status == "reading" and _completed(store, user_id, book_id):
            status = "rereading"
        _write(store, user_id, book_id, status=status, status_at=now, status_source=source)


def _active(store: Store, user_id: int, book_id: int) -> Row | None:
    return store.one("SELECT * FROM orbit_attempts WHERE user_id = ? AND book_id = ? AND ended_at IS NULL",
                     (user_id, book_id))


def _completed(store: Store, user_id: int, book_id: int) -> bool:
    return store.one("SELECT 1 FROM orbit_attempts WHERE user_id = ? AND book_id = ? AND outcome = 'completed'",
                     (user_id, book_id)) is not None


def _begin(store: Store, user_id: int, book_id: int) -> None:
    store.insert("orbit_attempts", user_id=user_id, book_id=book_id, started_at=store.now_us(), ended_at=None,
                 outcome=None)


def _close(store: Store, user_id: int, book_id: int, outcome: str) -> None:
    now = store.now_us()
    if not store.execute("UPDATE orbit_attempts SET ended_at = ?, outcome = ? WHERE user_id = ? AND book_id = ?"
                         " AND ended_at IS NULL", (now, outcome, user_id, book_id)):
        store.insert("orbit_attempts", user_id=user_id, book_id=book_id, started_at=now, ended_at=now, outcome=outcome)


def on_progress(store: Store, user_id: int, book_id: int, percent: float, before: float | None) -> None:
    """What progress of `percent` (0–100) says about the status; `before` is the place a device was last known at."""
    state = state_of(store, user_id, book_id)
    finished = percent >= FINISHED_PERCENT
    held = state["status_source"] == MANUAL and state["status"] in ("abandoned", "on_hold")
    if held and not finished and not has_quirk("bookorbit.progress-reopens-book"):
        return
    completed = _completed(store, user_id, book_id)
    if _active(store, user_id, book_id) is None:
        reread = before is not None and percent <= before - REREAD_POINTS
        if (completed and not reread) or (not finished and percent <= 0):
            return
        if not finished:
            _begin(store, user_id, book_id)
    if finished:
        _close(store, user_id, book_id, "completed")
        status = "read"
    else:
        status = "rereading" if completed else "reading"
    _write(store, user_id, book_id, status=status, status_at=store.now_us(), status_source=AUTO)


def apply_device_status(store: Store, user_id: int, book_id: int, word: str, modified: str | None,
                        device: Device) -> bool:
    """A status that a device reports; whether it holds now. Of the same day, what a reader set by hand wins.

    What progress made of the status yields to a device's word of the same day, unless `bookorbit.same-day-status-lost`.
    """
    state = state_of(store, user_id, book_id)
    status = FROM_DEVICE[word]
    if state["status"] == status or (status == "reading" and state["status"] == "rereading"):
        return True
    if state["status"] is not None:
        if modified is None:
            return False
        stored = device.date_of(state["status_at"])
        by_progress = state["status_source"] == AUTO and not has_quirk("bookorbit.same-day-status-lost")
        if modified < stored or (modified == stored and not by_progress):
            return False
    set_status(store, user_id, book_id, status)
    return True


def set_rating(store: Store, user_id: int, book_id: int, rating: float | None) -> None:
    """Rate a book 0–5, or take the rating away."""
    _write(store, user_id, book_id, rating=rating, rating_at=store.now_us())


def set_review(store: Store, user_id: int, book_id: int, review: str | None) -> None:
    """Review a book, or take the review away; the text is trimmed and cut."""
    _write(store, user_id, book_id, review=_trimmed(review), review_at=store.now_us())


def _trimmed(review: str | None) -> str | None:
    return (review or "").strip()[:REVIEW_CHARS_MAX] or None


def _is_newer(at: int | None, modified: str | None, device: Device) -> bool:
    return at is None or (modified is not None and modified > device.date_of(at))


def apply_device_rating(store: Store, user_id: int, book_id: int, rating: int | None, modified: str | None,
                        device: Device) -> bool:
    """A rating that a device reports, None for a cleared one; whether the server has it now."""
    state = state_of(store, user_id, book_id)
    if state["rating"] == rating:
        return True
    if not _is_newer(state["rating_at"], modified, device):
        return False
    set_rating(store, user_id, book_id, None if rating is None else float(rating))
    return True


def apply_device_review(store: Store, user_id: int, book_id: int, review: str | None, modified: str | None,
                        device: Device) -> bool:
    """A review that a device reports, None for a cleared one; whether the server has it now."""
    state = state_of(store, user_id, book_id)
    if state["review"] == _trimmed(review):
        return True
    if not _is_newer(state["review_at"], modified, device):
        return False
    set_review(store, user_id, book_id, review)
    return True

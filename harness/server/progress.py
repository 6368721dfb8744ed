"""Where a user is in a document, as KOReader's own progress sync counts it (a fraction, 0–1)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from harness.server.store import Row, Store


@dataclass(frozen=True)
class Progress:
    """A place in a document that is named by its fingerprint."""

    document: str
    progress: str
    percentage: float
    device: str | None = None
    device_id: str | None = None


def set_progress(store: Store, user_id: int, progress: Progress) -> int:
    """Store a place; the last write wins. Returns the server's time, microseconds since 1970."""
    values = asdict(progress)
    now = store.now_us()
    with store.transaction():
        if not store.execute(
            "UPDATE progress SET progress = ?, percentage = ?, device = ?, device_id = ?, updated_at = ?"
            " WHERE user_id = ? AND document = ?",
            (progress.progress, progress.percentage, progress.device, progress.device_id, now, user_id,
             progress.document),
        ):
            store.insert("progress", user_id=user_id, updated_at=now, **values)
    return now


def progress_of(store: Store, user_id: int, document: str) -> Row | None:
    """The stored place, or None."""
    return store.one("SELECT * FROM progress WHERE user_id = ? AND document = ?", (user_id, document))


def list_progress(store: Store, username: str | None = None) -> list[Row]:
    """All places, with the `user`, oldest document first."""
    return store.rows(
        "SELECT users.username AS user, document, progress, percentage, device, device_id, updated_at FROM progress"
        " JOIN users ON users.id = progress.user_id WHERE (?1 IS NULL OR users.username = ?1) ORDER BY progress.id",
        (username,),
    )

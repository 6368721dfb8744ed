"""The devices of a user: what they are, when they were seen, and what they last swept."""

from __future__ import annotations

from harness.server.store import Row, Store

_DATA = ("orbit_positions", "orbit_page_events", "orbit_unmatched", "orbit_devices")


def seen(store: Store, user_id: int, device_id: str, model: str, plugin_version: str | None = None, *,
         revive: bool = False) -> None:
    """Note that a device was here; `revive` brings back one that was retired."""
    with store.transaction():
        if not store.execute(
            "UPDATE orbit_devices SET model = ?, plugin_version = coalesce(?, plugin_version), seen_at = ?,"
            " retired = CASE WHEN ? THEN 0 ELSE retired END WHERE user_id = ? AND device_id = ?",
            (model, plugin_version, store.now_us(), int(revive), user_id, device_id),
        ):
            store.insert("orbit_devices", user_id=user_id, device_id=device_id, model=model,
                         plugin_version=plugin_version, seen_at=store.now_us(), retired=0)


def note_sweep(store: Store, user_id: int, device_id: str, version: str, counts: Row) -> int:
    """Put the report of a sweep in the place of the one before; the server's time, microseconds since 1970."""
    now = store.now_us()
    with store.transaction():
        store.execute(
            "UPDATE orbit_devices SET swept_at = ?, swept_version = ?, books_matched = ?, page_stats_uploaded = ?,"
            " annotations_upserted = ? WHERE user_id = ? AND device_id = ?",
            (now, version, counts["booksMatched"], counts["pageStatsUploaded"], counts["annotationsUpserted"], user_id,
             device_id))
    return now


def of_user(store: Store, user_id: int) -> list[Row]:
    """The devices of a user, the one seen last first."""
    return store.rows("SELECT * FROM orbit_devices WHERE user_id = ? ORDER BY seen_at DESC, id", (user_id,))


def one(store: Store, user_id: int, device_id: str) -> Row | None:
    """A device, or None."""
    return store.one("SELECT * FROM orbit_devices WHERE user_id = ? AND device_id = ?", (user_id, device_id))


def retire(store: Store, user_id: int, device_id: str, retired: bool) -> bool:
    """Hide a device or show it again; False when there is none."""
    with store.transaction():
        return store.execute("UPDATE orbit_devices SET retired = ? WHERE user_id = ? AND device_id = ?",
                             (int(retired), user_id, device_id)) > 0


def name_files(store: Store, user_id: int, device_id: str, pattern: str | None) -> bool:
    """Give a device its own pattern for the names of downloads; False when there is no such device."""
    with store.transaction():
        return store.execute("UPDATE orbit_devices SET naming_pattern = ? WHERE user_id = ? AND device_id = ?",
                             (pattern, user_id, device_id)) > 0


def delete(store: Store, user_id: int, device_id: str) -> bool:
    """Forget a device with its positions, page events and queue; annotations and sessions stay."""
    if one(store, user_id, device_id) is None:
        return False
    with store.transaction():
        for table in _DATA:
            store.execute(f"DELETE FROM {table} WHERE user_id = ? AND device_id = ?", (user_id, device_id))
    return True

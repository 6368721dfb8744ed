"""The figures of a reader's KOReader settings: account, devices, sweeps, totals (specs/bookorbit.md §1.15)."""

from __future__ import annotations

from typing import Any

from harness.server.bookorbit import accounts, devices, package, positions, push_down
from harness.server.bookorbit.instants import iso_millis, iso_millis_or_none
from harness.server.bookorbit.matching import Match
from harness.server.store import Row, Store


def credentials(store: Store, user_id: int) -> Row | None:
    """Name, kill switch and age of the KOReader account, or None."""
    account = accounts.of_user(store, user_id)
    if account is None:
        return None
    return {"username": account.username, "syncEnabled": account.sync_enabled,
            "createdAt": iso_millis(accounts.created_at(store, user_id))}


def device_list(store: Store, user_id: int) -> list[Row]:
    """The devices with their last progress update and the book it was of, the one seen last first."""
    return [_device(store, user_id, row) for row in devices.of_user(store, user_id)]


def _device(store: Store, user_id: int, row: Row) -> Row:
    last = store.one(
        "SELECT orbit_positions.updated_at, books.title FROM orbit_positions JOIN files ON files.id = file_id"
        " JOIN books ON books.id = files.book_id WHERE user_id = ? AND device_id = ? ORDER BY updated_at DESC,"
        " orbit_positions.id DESC", (user_id, row["device_id"]))
    return {
        "deviceId": row["device_id"], "deviceModel": row["model"], "pluginVersion": row["plugin_version"],
        "retired": bool(row["retired"]), "lastSeenAt": iso_millis(row["seen_at"]),
        "lastProgressAt": None if last is None else iso_millis(last["updated_at"]),
        "lastBookTitle": None if last is None else last["title"], "fileNamingPattern": row["naming_pattern"]}


def sync_status(store: Store, user_id: int) -> Row:
    """Everything that the settings page shows."""
    listed = device_list(store, user_id)
    rows = devices.of_user(store, user_id)
    latest = package.plugin_version(store)
    synced = store.one("SELECT count(DISTINCT file_id) AS n, max(updated_at) AS at FROM orbit_positions"
                       " WHERE user_id = ?", (user_id,)) or {"n": 0, "at": None}
    return {
        "credentials": credentials(store, user_id), "devices": [row for row in listed if not row["retired"]],
        "totalSyncedBooks": synced["n"], "lastSyncAt": iso_millis_or_none(synced["at"]), "latestPluginVersion": latest,
        "pluginUpdateAvailable": latest != package.UNKNOWN and any(
            row["plugin_version"] is not None and package.older(row["plugin_version"], _numbers(latest))
            for row in rows if not row["retired"]),
        "sweeps": [_sweep(row) for row in rows if row["swept_at"] is not None],
        "pluginTotals": totals(store, user_id)}


def _numbers(version: str) -> tuple[int, int, int]:
    major, minor, patch = version.split(".")
    return int(major), int(minor), int(patch)


def _sweep(row: Row) -> Row:
    return {"deviceId": row["device_id"], "deviceModel": row["model"], "pluginVersion": row["swept_version"],
            "booksMatched": row["books_matched"], "pageStatsUploaded": row["page_stats_uploaded"],
            "annotationsUpserted": row["annotations_upserted"], "lastSweepAt": iso_millis(row["swept_at"])}


def totals(store: Store, user_id: int) -> Row:
    """Matched books, reading events, highlights, trash, deletes to be acknowledged, failed positions, unmatched books.

    A book counts as matched when any device has sent something of it.
    """
    row = store.one(
        "SELECT (SELECT count(*) FROM (SELECT files.book_id FROM orbit_positions JOIN files ON files.id = file_id"
        "  WHERE user_id = ?1 UNION SELECT files.book_id FROM orbit_page_events JOIN files ON files.id = file_id"
        "  WHERE user_id = ?1 UNION SELECT book_id FROM orbit_annotation_links WHERE user_id = ?1)) AS matchedBooks,"
        " (SELECT count(*) FROM orbit_page_events WHERE user_id = ?1) AS pageStatEvents,"
        " (SELECT count(DISTINCT hash) FROM orbit_unmatched WHERE user_id = ?1) AS unmatchedBooks", (user_id,)) or {}
    counts: dict[str, Any] = {**row, **push_down.counts(store, user_id)}
    names = ("matchedBooks", "pageStatEvents", "annotations", "trashedAnnotations", "pendingDeletes", "failedPositions",
             "unmatchedBooks")
    return {name: counts[name] for name in names}


def book_progress(store: Store, user_id: int, match: Match) -> Row:
    """The newest place in a file and the place of each device; percentages are 0–100."""
    newest = positions.newest(store, user_id, match)
    return {
        "bookId": match.book_id, "bookFileId": match.file_id,
        "canonical": None if newest is None else {
            "source": "web" if newest["device_id"] == "bookorbit-web" else "koreader", "device": newest["device"],
            "percentage": round(newest["percentage"] * 100, 2), "progress": newest["progress"],
            "timestamp": newest["timestamp"]},
        "devices": [{
            "deviceId": row["device_id"], "device": row["device"], "percentage": round(row["percentage"] * 100, 2),
            "progress": row["progress"], "chapterIndex": row["chapter"], "updatedAt": iso_millis(row["updated_at"]),
        } for row in positions.rows_of(store, user_id, match.file_id)]}

"""Bookmarks of reflowable books: a place and a title (specs/bookorbit.md §1.9, §2.8)."""

from __future__ import annotations

from typing import Any

from harness.server.bookorbit import conversion
from harness.server.bookorbit.annotation import key_of
from harness.server.bookorbit.matching import Match
from harness.server.store import Row, Store

PAGE_ENTRIES = 100
CONVERSIONS = 20
TOMBSTONE_US = 90 * 86_400 * 1_000_000


def title_of(item: Row) -> str:
    """What a bookmark of a device is called: its note, else its chapter, else its page."""
    page = f"p. {item['pageno']}" if item["pageno"] is not None else "Bookmark"
    return str(item["note"] or item["chapter"] or page)


def by_id(store: Store, user_id: int, book_id: int, bookmark_id: int) -> Row | None:
    """A bookmark of a user's book, deleted or not, or None."""
    return store.one("SELECT * FROM orbit_bookmarks WHERE id = ? AND user_id = ? AND book_id = ?",
                     (bookmark_id, user_id, book_id))


def create(store: Store, user_id: int, book_id: int, **values: Any) -> int:
    """Store a new bookmark and return its number, which no other ever has."""
    return store.insert("orbit_bookmarks", id=store.fresh_id("orbit_bookmarks"), user_id=user_id, book_id=book_id,
                        created_at=store.now_us(), **values)


def delete(store: Store, bookmark_id: int, by_device: str | None = None) -> None:
    """Move a bookmark to the trash; the device that deleted it need not be told."""
    now = store.now_us()
    store.execute("UPDATE orbit_bookmarks SET deleted_at = ? WHERE id = ?", (now, bookmark_id))
    if by_device is not None:
        store.execute("UPDATE orbit_bookmark_links SET delete_acked_at = ? WHERE bookmark_id = ? AND device_id = ?",
                      (now, bookmark_id, by_device))


def set_link(store: Store, bookmark: Row, device_id: str, file_id: int, key: str, datetime: str | None) -> None:
    """Note that a device holds a bookmark under a key."""
    store.execute(
        "INSERT INTO orbit_bookmark_links (bookmark_id, user_id, book_id, device_id, file_id, key, datetime)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (bookmark_id, device_id)"
        " DO UPDATE SET file_id = ?5, key = ?6, datetime = ?7, delete_acked_at = NULL",
        (bookmark["id"], bookmark["user_id"], bookmark["book_id"], device_id, file_id, key, datetime))


def ingest(store: Store, user_id: int, match: Match, device_id: str, item: Row, spine: list[Any]) -> str:
    """Take one bookmark of a device: "accepted", "duplicates" or "rejected" for a place that is not in the book."""
    key = key_of(item["datetime"], item["pos"])
    known = store.one("SELECT bookmark_id FROM orbit_bookmark_links WHERE user_id = ? AND book_id = ? AND key = ?"
                      " ORDER BY device_id = ? DESC, id", (user_id, match.book_id, key, device_id))
    title = title_of(item)
    if known is not None:
        found = by_id(store, user_id, match.book_id, known["bookmark_id"])
        if found is None or found["deleted_at"] is not None:
            return "duplicates"
        set_link(store, found, device_id, match.file_id, key, item["datetime"])
        changed = store.execute("UPDATE orbit_bookmarks SET title = ? WHERE id = ? AND title <> ?",
                                (title, found["id"], title))
        return "accepted" if changed else "duplicates"
    cfi = conversion.cfi_of(spine, item["pos"])
    if cfi is None and spine:
        return "rejected"
    found = store.one("SELECT * FROM orbit_bookmarks WHERE user_id = ? AND book_id = ? AND (pos = ? OR cfi = ?)"
                      " ORDER BY deleted_at IS NOT NULL, id", (user_id, match.book_id, item["pos"], cfi))
    outcome = "accepted"
    if found is None:
        number = create(store, user_id, match.book_id, pos=item["pos"], cfi=cfi, title=title, pageno=item["pageno"],
                        origin="koreader")
        found = {"id": number, "user_id": user_id, "book_id": match.book_id}
    elif found["deleted_at"] is not None:
        store.execute("UPDATE orbit_bookmarks SET deleted_at = NULL, title = ? WHERE id = ?", (title, found["id"]))
    else:
        outcome = "duplicates"
    set_link(store, found, device_id, match.file_id, key, item["datetime"])
    return outcome


def detect_deletes(store: Store, user_id: int, match: Match, device_id: str, keys: set[str]) -> int:
    """Delete what the device held of the file and, by its complete list of keys, holds no more; how many."""
    rows = store.rows(
        "SELECT orbit_bookmarks.id, links.key FROM orbit_bookmarks JOIN orbit_bookmark_links AS links"
        " ON links.bookmark_id = orbit_bookmarks.id WHERE links.user_id = ? AND links.book_id = ?"
        " AND links.device_id = ? AND links.file_id = ? AND deleted_at IS NULL ORDER BY orbit_bookmarks.id",
        (user_id, match.book_id, device_id, match.file_id))
    gone = [row for row in rows if row["key"] not in keys]
    for row in gone:
        delete(store, row["id"], by_device=device_id)
    return len(gone)


def pending(store: Store, user_id: int, match: Match, device_id: str, spine: list[Any]) -> Row:
    """What the device is to do: `toApply`, `more`, `skippedConversion`."""
    scope = (user_id, match.book_id, device_id)
    deletes = store.rows(
        "SELECT orbit_bookmarks.id, links.key, links.datetime FROM orbit_bookmarks JOIN orbit_bookmark_links AS links"
        " ON links.bookmark_id = orbit_bookmarks.id WHERE links.user_id = ? AND links.book_id = ?"
        " AND links.device_id = ? AND deleted_at IS NOT NULL AND delete_acked_at IS NULL ORDER BY orbit_bookmarks.id",
        scope)
    fresh = store.rows(
        "SELECT * FROM orbit_bookmarks WHERE user_id = ?1 AND book_id = ?2 AND deleted_at IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM orbit_bookmark_links WHERE bookmark_id = orbit_bookmarks.id AND device_id = ?3) ORDER BY id",
        scope)
    budget, adds = CONVERSIONS, []
    for row in fresh:
        place = row["pos"]
        if place is None and budget > 0:
            budget -= 1
            pair = conversion.xpointers_of(spine, row["cfi"] or "")
            place = None if pair is None else pair[0]
            store.execute("UPDATE orbit_bookmarks SET pos = ? WHERE id = ?", (place, row["id"]))
        if place is not None:
            adds.append({"serverId": row["id"], "pos": place, "pageno": row["pageno"], "title": row["title"]})
    room = max(0, PAGE_ENTRIES - len(deletes))
    return {
        "toApply": {"add": adds[:room], "delete": [
            {"serverId": row["id"], "key": row["key"], "datetime": row["datetime"]} for row in deletes[:PAGE_ENTRIES]]},
        "more": len(deletes) + len(adds) > PAGE_ENTRIES, "skippedConversion": len(fresh) - len(adds)}


def acknowledge(store: Store, user_id: int, match: Match, device_id: str, entry: Row) -> bool:
    """A device's word on a bookmark it was to add; False where it does not say what it made of it."""
    found = by_id(store, user_id, match.book_id, entry["serverId"])
    key = entry["key"]
    if key is None and entry["datetime"] is not None and entry["pos"] is not None:
        key = key_of(entry["datetime"], entry["pos"])
    if found is None or (entry["status"] == "applied" and key is None):
        return False
    if entry["status"] == "applied":
        set_link(store, found, device_id, match.file_id, key, entry["datetime"])
    return True


def acknowledge_delete(store: Store, user_id: int, match: Match, device_id: str, entry: Row) -> bool:
    """A device's word that it deleted a bookmark; False for one that is not the user's."""
    found = by_id(store, user_id, match.book_id, entry["serverId"])
    if found is None:
        return False
    if entry["status"] == "applied" and found["deleted_at"] is not None:
        store.execute("UPDATE orbit_bookmark_links SET delete_acked_at = ? WHERE bookmark_id = ? AND device_id = ?"
                      " AND delete_acked_at IS NULL", (store.now_us(), found["id"], device_id))
        _purge(store)
    return True


def _purge(store: Store) -> None:
    """Forget what was deleted 90 days ago and no device has to be told any more."""
    store.execute(
        "DELETE FROM orbit_bookmarks WHERE deleted_at < ? AND NOT EXISTS (SELECT 1 FROM orbit_bookmark_links"
        " WHERE bookmark_id = orbit_bookmarks.id AND delete_acked_at IS NULL)", (store.now_us() - TOMBSTONE_US,))

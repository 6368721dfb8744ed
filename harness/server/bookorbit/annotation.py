"""Highlights and notes of a book, and what a device tells of them (specs/bookorbit.md §2.7).

An annotation has one record, a position for each format, and a link for each device that holds it. A device knows it
by a key: the MD5 of when it was made and where it starts.
"""

from __future__ import annotations

import hashlib
from typing import Any

from harness.server.bookorbit.instants import device_seconds, device_text
from harness.server.bookorbit.matching import Match
from harness.server.bookorbit.palette import STYLES, color_code, merged_color, merged_style
from harness.server.context import has_quirk
from harness.server.store import Row, Store

CREATED, UPDATED, MOVED, UNCHANGED, SKIPPED = "created", "updated", "moved", "unchanged", "skippedDeleted"
EXACT, REPAIRED, PENDING, FAILED = "exact", "repaired", "pending", "failed"


def key_of(datetime: str, pos0: str) -> str:
    """A device's name for an annotation."""
    return hashlib.md5(f"{datetime}|{pos0}".encode(), usedforsecurity=False).hexdigest()


def by_id(store: Store, user_id: int, book_id: int, annotation_id: int) -> Row | None:
    """An annotation of a user's book, deleted or not, or None."""
    return store.one("SELECT * FROM orbit_annotations WHERE id = ? AND user_id = ? AND book_id = ?",
                     (annotation_id, user_id, book_id))


def position_of(store: Store, annotation_id: int, format: str) -> Row | None:
    """The position in one format (cfi, xpointer, pdf), or None."""
    return store.one("SELECT * FROM orbit_annotation_positions WHERE annotation_id = ? AND format = ?",
                     (annotation_id, format))


def set_position(store: Store, annotation_id: int, format: str, pos0: str | None, pos1: str | None, status: str,
                 pageno: int | None = None) -> None:
    """Store the position in one format."""
    store.execute("INSERT INTO orbit_annotation_positions (annotation_id, format, pos0, pos1, pageno, status)"
                  " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (annotation_id, format) DO UPDATE SET pos0 = ?3,"
                  " pos1 = ?4, pageno = coalesce(?5, pageno), status = ?6",
                  (annotation_id, format, pos0, pos1, pageno, status))


def link_of(store: Store, annotation_id: int, device_id: str) -> Row | None:
    """What a device holds of an annotation, or None."""
    return store.one("SELECT * FROM orbit_annotation_links WHERE annotation_id = ? AND device_id = ?",
                     (annotation_id, device_id))


def set_link(
    store: Store, annotation: Row, device_id: str, file_id: int, key: str, datetime: str, version: int,
) -> None:
    """Note that a device holds a version of an annotation under a key."""
    store.execute(
        "INSERT INTO orbit_annotation_links (annotation_id, user_id, book_id, device_id, file_id, key, datetime,"
        " applied_version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (annotation_id, device_id)"
        " DO UPDATE SET file_id = ?5, key = ?6, datetime = ?7, applied_version = max(applied_version, ?8)",
        (annotation["id"], annotation["user_id"], annotation["book_id"], device_id, file_id, key, datetime, version))


def create(store: Store, user_id: int, book_id: int, **values: Any) -> int:
    """Store a new annotation, version 1, and return its number, which no other ever has."""
    now = store.now_us()
    return store.insert("orbit_annotations", id=store.fresh_id("orbit_annotations"), user_id=user_id, book_id=book_id,
                        version=1, created_at=now, updated_at=now, **values)


def change(store: Store, annotation: Row, **values: Any) -> int:
    """Change an annotation and return its new version."""
    columns = "".join(f"{name} = ?, " for name in values)
    store.execute(f"UPDATE orbit_annotations SET {columns}version = version + 1, updated_at = ? WHERE id = ?",
                  (*values.values(), store.now_us(), annotation["id"]))
    return int(annotation["version"]) + 1


def delete(store: Store, annotation: Row, by_device: str | None = None) -> None:
    """Move an annotation to the trash; the device that deleted it need not be told."""
    now = store.now_us()
    change(store, annotation, deleted_at=now)
    if by_device is not None:
        store.execute("UPDATE orbit_annotation_links SET delete_acked_at = ? WHERE annotation_id = ? AND device_id = ?",
                      (now, annotation["id"], by_device))


def mint(store: Store, annotation: Row, offset_seconds: int) -> Row:
    """The annotation with device datetimes for what was made or edited on the web; once minted they stay.

    A creation gets a second of its own within the book, an edit one later than the last edit that is known.
    """
    values: dict[str, Any] = {}
    created = annotation["device_created"]
    if created is None:
        seconds = annotation["created_at"] // 1_000_000 + offset_seconds
        while store.one("SELECT 1 FROM orbit_annotations WHERE user_id = ? AND book_id = ? AND device_created = ?",
                        (annotation["user_id"], annotation["book_id"], device_text(seconds))):
            seconds += 1
        values["device_created"] = created = device_text(seconds)
    if annotation["edit_pending"]:
        last = device_seconds(annotation["device_updated"] or created)
        edited = annotation["updated_at"] // 1_000_000 + offset_seconds
        values |= {"device_updated": device_text(max(edited, last + 1)), "edit_pending": 0}
    if values:
        columns = ", ".join(f"{name} = ?" for name in values)
        store.execute(f"UPDATE orbit_annotations SET {columns} WHERE id = ?", (*values.values(), annotation["id"]))
    return {**annotation, **values}


def ingest(store: Store, user_id: int, match: Match, device_id: str, item: Row, present: set[str],
           offset_seconds: int) -> str:
    """Take one annotation of a device; `present` are the keys it holds now. Returns what became of it."""
    key = key_of(item["datetime"], item["pos0"])
    scope = (user_id, match.book_id, key)
    link = store.one("SELECT * FROM orbit_annotation_links WHERE user_id = ? AND book_id = ? AND key = ?"
                     " ORDER BY device_id = ? DESC, id", (*scope, device_id))
    moved = False
    if link is not None:
        found = by_id(store, user_id, match.book_id, link["annotation_id"])
    else:
        found = _same_creation(store, user_id, match.book_id, device_id, item, present)
        if found is not None:
            position = position_of(store, found["id"], item["posFormat"])
            moved = position is None or position["pos0"] != item["pos0"]
    if found is None:
        return _create(store, user_id, match, device_id, item, key)
    if found["deleted_at"] is not None:
        set_link(store, found, device_id, match.file_id, key, item["datetime"], 0)
        return SKIPPED
    found = mint(store, found, offset_seconds)
    own = link_of(store, found["id"], device_id)
    outcome = _merge(store, found, own, item, moved=moved)
    seen = found["version"] + (outcome != UNCHANGED)
    if outcome == UNCHANGED and not _same_content(found, item):
        seen = own["applied_version"] if own is not None else 0
    set_link(store, found, device_id, match.file_id, key, item["datetime"], seen)
    return outcome


def _same_creation(store: Store, user_id: int, book_id: int, device_id: str, item: Row,
                   present: set[str]) -> Row | None:
    """The annotation made in the same second: the one at the same place, or the only one that has left its place."""
    rows = store.rows("SELECT * FROM orbit_annotations WHERE user_id = ? AND book_id = ? AND device_created = ?"
                      " ORDER BY id", (user_id, book_id, item["datetime"]))
    candidates = []
    for row in rows:
        position = position_of(store, row["id"], item["posFormat"])
        if position is not None and position["pos0"] == item["pos0"]:
            return row
        link = link_of(store, row["id"], device_id)
        if link is None or link["key"] not in present:
            candidates.append(row)
    return candidates[0] if len(candidates) == 1 else None


def _create(store: Store, user_id: int, match: Match, device_id: str, item: Row, key: str) -> str:
    number = create(
        store, user_id, match.book_id, text=item["text"], note=item["note"], chapter=item["chapter"],
        color=color_code(item["color"]), style=STYLES[item["drawer"]], origin="koreader",
        device_created=item["datetime"], device_updated=item["datetimeUpdated"], edit_pending=0)
    set_position(store, number, item["posFormat"], item["pos0"], item["pos1"], EXACT, item["pageno"])
    set_link(store, {"id": number, "user_id": user_id, "book_id": match.book_id}, device_id, match.file_id, key,
             item["datetime"], 1)
    return CREATED


def _merge(store: Store, found: Row, own: Row | None, item: Row, *, moved: bool) -> str:
    """Bring an annotation up to what a device sent, as far as that is newer."""
    stored_at = found["device_updated"] or found["device_created"]
    sent_at = max(item["datetimeUpdated"] or item["datetime"], item["datetime"])
    values: dict[str, Any] = {}
    if sent_at > stored_at:
        values = _newer_content(found, item)
    elif sent_at == stored_at and _note_edited(found, own, item):
        values = {"note": item["note"]}
    position = position_of(store, found["id"], item["posFormat"])
    stretched = position is not None and not moved and item["pos1"] is not None and position["pos1"] != item["pos1"]
    if moved or stretched:
        set_position(store, found["id"], item["posFormat"], item["pos0"], item["pos1"], EXACT, item["pageno"])
        store.execute("UPDATE orbit_annotation_positions SET status = ? WHERE annotation_id = ? AND format <> ?",
                      (PENDING, found["id"], item["posFormat"]))
    if sent_at > stored_at:
        store.execute("UPDATE orbit_annotations SET device_updated = ? WHERE id = ?", (sent_at, found["id"]))
    if values or moved or stretched:
        change(store, found, edit_pending=0, **values)
    return MOVED if moved else UPDATED if values or stretched else UNCHANGED


def _newer_content(found: Row, item: Row) -> dict[str, Any]:
    values = {
        "text": item["text"] if item["text"] is not None else found["text"], "note": item["note"],
        "chapter": item["chapter"] if item["chapter"] is not None else found["chapter"],
        "style": merged_style(found["style"], item["drawer"]), "color": merged_color(found["color"], item["color"])}
    return {name: value for name, value in values.items() if value != found[name]}


def _note_edited(found: Row, own: Row | None, item: Row) -> bool:
    """Whether a device that holds the newest version changed its note: KOReader writes no new date for that, and the
    real server then ignores it (its defect 14)."""
    return (own is not None and own["applied_version"] >= found["version"] and item["note"] != found["note"]
            and not has_quirk("bookorbit.strict-edit-dates"))


def _same_content(found: Row, item: Row) -> bool:
    return not _newer_content(found, item)


def detect_deletes(store: Store, user_id: int, match: Match, device_id: str, keys: set[str], times: set[str]) -> int:
    """Delete what the device held of the file and, by its complete list of keys, holds no more; how many."""
    rows = store.rows(
        "SELECT orbit_annotations.*, links.key, links.datetime, links.file_id FROM orbit_annotations"
        " JOIN orbit_annotation_links AS links ON links.annotation_id = orbit_annotations.id"
        " WHERE links.user_id = ? AND links.book_id = ? AND links.device_id = ? AND deleted_at IS NULL"
        " ORDER BY orbit_annotations.id", (user_id, match.book_id, device_id))
    whole_book = has_quirk("bookorbit.deletes-across-files")
    gone = [row for row in rows if row["key"] not in keys and row["datetime"] not in times
            and (whole_book or row["file_id"] == match.file_id)]
    for row in gone:
        delete(store, row, by_device=device_id)
    return len(gone)

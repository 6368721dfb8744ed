"""What a device has to do to hold what the server holds, and its word that it did (specs/bookorbit.md §1.7, §1.8).

Asking changes nothing: only an acknowledgement moves a device on.
"""

from __future__ import annotations

from typing import Any

from harness.server.bookorbit import annotation, conversion
from harness.server.bookorbit.annotation import EXACT, FAILED, REPAIRED
from harness.server.bookorbit.matching import Match
from harness.server.bookorbit.palette import DRAWERS, color_name
from harness.server.context import has_quirk
from harness.server.store import Row, Store

PAGE_ENTRIES = 100
CONVERSIONS = 20


def pending(store: Store, user_id: int, match: Match, device_id: str, offset_seconds: int) -> Row:
    """The part of an answer that tells a device what to do: `toApply`, `more`, `skippedNoPosition`."""
    links = ("JOIN orbit_annotation_links AS links ON links.annotation_id = orbit_annotations.id"
             " AND links.device_id = ?3")
    where = "WHERE orbit_annotations.user_id = ?1 AND orbit_annotations.book_id = ?2"
    scope = (user_id, match.book_id, device_id)
    columns = "SELECT orbit_annotations.*, links.key, links.datetime FROM orbit_annotations"
    deletes = store.rows(f"{columns} {links} {where} AND deleted_at IS NOT NULL AND delete_acked_at IS NULL"
                         " ORDER BY orbit_annotations.id", scope)
    edits = store.rows(f"{columns} {links} {where} AND deleted_at IS NULL AND version > applied_version"
                       " ORDER BY orbit_annotations.id", scope)
    fresh = store.rows(f"{columns} LEFT {links} {where} AND deleted_at IS NULL AND links.id IS NULL"
                       " ORDER BY orbit_annotations.id", scope)
    adds, skipped = _placed(store, match, fresh)
    room = PAGE_ENTRIES
    to_delete, room = deletes[:room], room - len(deletes[:room])
    to_edit, room = edits[:room], room - len(edits[:room])
    to_add = adds[:room]
    return {
        "toApply": {
            "add": [_add(annotation.mint(store, row, offset_seconds), place, _format(match)) for row, place in to_add],
            "edit": [_edit(annotation.mint(store, row, offset_seconds)) for row in to_edit],
            "delete": [{"serverId": row["id"], "key": row["key"], "datetime": row["datetime"]} for row in to_delete],
        },
        "more": len(deletes) + len(edits) + len(adds) > PAGE_ENTRIES, "skippedNoPosition": skipped}


def _format(match: Match) -> str:
    return "pdf" if match.paged else "xpointer"


def _placed(store: Store, match: Match, rows: list[Row]) -> tuple[list[tuple[Row, Row]], int]:
    """The annotations with their positions in the file's format, and how many have none this time."""
    placed: list[tuple[Row, Row]] = []
    budget = CONVERSIONS
    for row in rows:
        place = annotation.position_of(store, row["id"], _format(match))
        if place is None and not match.paged and budget > 0:
            budget -= 1
            if conversion.convert(store, match.file_id, row["id"]) and not has_quirk("bookorbit.late-conversion"):
                place = annotation.position_of(store, row["id"], _format(match))
        if place is not None and place["pos0"]:
            placed.append((row, place))
    return placed, len(rows) - len(placed)


def _add(row: Row, place: Row, format: str) -> Row:
    return {"serverId": row["id"], "version": row["version"], "datetime": row["device_created"],
            "datetimeUpdated": row["device_updated"], **_content(row), "posFormat": format, "pos0": place["pos0"],
            "pos1": place["pos1"], "pageno": place["pageno"]}


def _edit(row: Row) -> Row:
    return {"serverId": row["id"], "version": row["version"], "key": row["key"], "datetime": row["datetime"],
            "datetimeUpdated": row["device_updated"] or row["device_created"], **_content(row)}


def _content(row: Row) -> Row:
    return {"drawer": DRAWERS[row["style"]], "color": color_name(row["color"]), "text": row["text"] or "",
            "note": row["note"], "chapter": row["chapter"]}


def acknowledge(store: Store, user_id: int, match: Match, device_id: str, entry: dict[str, Any]) -> bool:
    """A device's word on an annotation it was to add or edit; False for one that is not the user's."""
    found = annotation.by_id(store, user_id, match.book_id, entry["serverId"])
    if found is None:
        return False
    format = _format(match)
    place = annotation.position_of(store, found["id"], format)
    if entry["status"] != "applied":
        annotation.set_position(store, found["id"], format, None if place is None else place["pos0"],
                                 None if place is None else place["pos1"], FAILED)
        return True
    version = min(entry["version"], found["version"])
    pos0 = entry["pos0"] or (None if place is None else place["pos0"])
    if entry["corrected"] and entry["pos0"]:
        annotation.set_position(store, found["id"], format, pos0, entry["pos1"], REPAIRED, entry["pageno"])
        newer = annotation.change(store, found)
        version = newer if version == found["version"] else version
    elif place is not None:
        status = EXACT if entry["verified"] or place["status"] == FAILED else place["status"]
        annotation.set_position(store, found["id"], format, place["pos0"], place["pos1"], status, entry["pageno"])
    if entry["datetimeUpdated"] is not None:
        store.execute("UPDATE orbit_annotations SET device_updated = ? WHERE id = ? AND edit_pending = 0",
                      (entry["datetimeUpdated"], found["id"]))
    if pos0 is not None and found["device_created"] is not None:
        annotation.set_link(store, found, device_id, match.file_id, annotation.key_of(found["device_created"], pos0),
                             found["device_created"], version)
    return True


def acknowledge_delete(store: Store, user_id: int, match: Match, device_id: str, entry: dict[str, Any]) -> bool:
    """A device's word that it deleted an annotation; False for one that is not the user's."""
    found = annotation.by_id(store, user_id, match.book_id, entry["serverId"])
    if found is None:
        return False
    if entry["status"] == "applied" and found["deleted_at"] is not None:
        store.execute("UPDATE orbit_annotation_links SET delete_acked_at = ? WHERE annotation_id = ? AND device_id = ?"
                      " AND delete_acked_at IS NULL", (store.now_us(), found["id"], device_id))
    return True


def counts(store: Store, user_id: int) -> Row:
    """The figures a reader is shown: annotations, trashed ones, deletes not acknowledged, positions that failed."""
    row = store.one(
        "SELECT (SELECT count(*) FROM orbit_annotations WHERE user_id = ?1 AND deleted_at IS NULL) AS annotations,"
        " (SELECT count(*) FROM orbit_annotations WHERE user_id = ?1 AND deleted_at IS NOT NULL) AS trashedAnnotations,"
        " (SELECT count(*) FROM orbit_annotation_links AS links JOIN orbit_annotations ON"
        "  orbit_annotations.id = links.annotation_id WHERE links.user_id = ?1 AND deleted_at IS NOT NULL"
        "  AND delete_acked_at IS NULL) AS pendingDeletes,"
        " (SELECT count(*) FROM orbit_annotation_positions AS places JOIN orbit_annotations ON"
        "  orbit_annotations.id = places.annotation_id WHERE orbit_annotations.user_id = ?1 AND deleted_at IS NULL"
        "  AND places.status = 'failed') AS failedPositions", (user_id,))
    return dict(row or {})

"""The endpoints for bookmarks: exchange and acknowledgement (specs/bookorbit.md §1.9)."""

from __future__ import annotations

from typing import Any

from flask import Response

from harness.server.bookorbit import bookmarks, conversion, devices, matching
from harness.server.bookorbit.annotation import key_of
from harness.server.bookorbit.asking import Device, asker, device_routes, plugin_body
from harness.server.bookorbit.errors import reply
from harness.server.bookorbit.highlights import DELETED, KEY, WORD
from harness.server.bookorbit.matching import Match
from harness.server.bookorbit.validation import array, device_datetime, fingerprint, flag, record, text, whole
from harness.server.context import store
from harness.server.store import Row

_BOOKMARK = record({"datetime": device_datetime, "pos": text(4000)},
                   {"datetimeUpdated": device_datetime, "pageno": whole(0), "chapter": text(500), "note": text(500)})
_EXCHANGE = record({"hash": fingerprint, "keys": array(KEY, 0, 500), "keysComplete": flag,
                    "changes": array(_BOOKMARK, 0, 50)})
_APPLIED = record({"serverId": whole(1), "status": WORD},
                  {"key": fingerprint, "datetime": device_datetime, "pos": text(4000)})
_ACK = record({"hash": fingerprint, "applied": array(_APPLIED, 0, 200), "deleted": array(DELETED, 0, 200)})


@device_routes.post("/plugin/bookmarks/exchange")
def exchange_bookmarks() -> Response:
    """Bookmarks both ways."""
    values, device = plugin_body({"books": array(_EXCHANGE, 1, 20)})
    results: list[Row] = []
    unmatched: list[str] = []
    with store().transaction():
        for book in values["books"]:
            match = matching.resolve(store(), asker(), book["hash"])
            if match is None:
                unmatched.append(book["hash"])
            else:
                results.append(_exchange(match, device, book))
        devices.seen(store(), asker().id, device.id, device.model, device.plugin_version)
    return reply({"results": results, "unmatched": unmatched})


def _exchange(match: Match, device: Device, book: Row) -> Row:
    spine: list[Any] = conversion.spine_of(store(), match.file_id)
    counts = {"accepted": 0, "duplicates": 0, "rejected": 0}
    changed = {key_of(item["datetime"], item["pos"]): item for item in book["changes"]}
    for item in changed.values():
        counts[bookmarks.ingest(store(), asker().id, match, device.id, item, spine)] += 1
    deleted = 0
    if book["keysComplete"]:
        keys = {entry["k"] for entry in book["keys"]} | set(changed)
        deleted = bookmarks.detect_deletes(store(), asker().id, match, device.id, keys)
    return {"hash": book["hash"], "bookId": match.book_id, **counts, "deviceDeleted": deleted,
            **bookmarks.pending(store(), asker().id, match, device.id, spine)}


@device_routes.post("/plugin/bookmarks/exchange-ack")
def acknowledge_bookmarks() -> Response:
    """What the device did of what it was to do."""
    values, device = plugin_body({"books": array(_ACK, 1, 20)})
    results: list[Row] = []
    unmatched: list[str] = []
    with store().transaction():
        for book in values["books"]:
            match = matching.resolve(store(), asker(), book["hash"])
            if match is None:
                unmatched.append(book["hash"])
                continue
            acked = [bookmarks.acknowledge(store(), asker().id, match, device.id, entry) for entry in book["applied"]]
            acked += [bookmarks.acknowledge_delete(store(), asker().id, match, device.id, entry)
                      for entry in book["deleted"]]
            results.append({"hash": book["hash"], "acked": sum(acked)})
        devices.seen(store(), asker().id, device.id, device.model, device.plugin_version)
    return reply({"results": results, "unmatched": unmatched})

"""The endpoints for highlights: upload, exchange and acknowledgement (specs/bookorbit.md §1.6–1.8)."""

from __future__ import annotations

from flask import Response

from harness.server.bookorbit import annotation, devices, matching, push_down
from harness.server.bookorbit.asking import Device, asker, device_routes, plugin_body, refuse_if
from harness.server.bookorbit.errors import NotFound, reply
from harness.server.bookorbit.matching import Match
from harness.server.bookorbit.validation import (
    array,
    device_datetime,
    fingerprint,
    flag,
    one_of,
    record,
    text,
    total_at_most,
    whole,
)
from harness.server.context import has_quirk, store
from harness.server.store import Row

_ANNOTATION = record(
    {"datetime": device_datetime, "drawer": one_of("lighten", "underscore", "strikeout", "invert"),
     "posFormat": one_of("xpointer", "pdf"), "pos0": text(4000)},
    {"datetimeUpdated": device_datetime, "color": text(30), "text": text(10_000), "note": text(5000),
     "chapter": text(500), "pageno": whole(0), "pos1": text(4000)})
_UPLOAD = record({"hash": fingerprint, "annotations": array(_ANNOTATION, 1, None)})
KEY = record({"k": fingerprint, "dt": device_datetime})
_EXCHANGE = record({"hash": fingerprint, "keys": array(KEY, 0, 5000), "keysComplete": flag,
                    "changes": array(_ANNOTATION, 0, 50)})
WORD = one_of("applied", "failed")
_APPLIED = record(
    {"serverId": whole(1), "version": whole(1), "status": WORD},
    {"verified": flag, "corrected": flag, "pos0": text(4000), "pos1": text(4000), "pageno": whole(0),
     "datetimeUpdated": device_datetime})
DELETED = record({"serverId": whole(1), "status": WORD})
_ACK = record({"hash": fingerprint, "applied": array(_APPLIED, 0, 200), "deleted": array(DELETED, 0, 200)})
_OUTCOMES = (annotation.CREATED, annotation.UPDATED, annotation.MOVED, annotation.UNCHANGED, annotation.SKIPPED)


@device_routes.post("/plugin/annotations")
def upload() -> Response:
    """Highlights one way, as plugins send them to a server that has no exchange."""
    values, device = plugin_body({"books": array(_UPLOAD, 1, 20)})
    refuse_if(total_at_most(50, [book["annotations"] for book in values["books"]], "annotations"))
    results: list[Row] = []
    unmatched: list[str] = []
    with store().transaction():
        for book in values["books"]:
            match = matching.resolve(store(), asker(), book["hash"])
            if match is None:
                unmatched.append(book["hash"])
                continue
            counts = _ingest(match, device, book["annotations"], set())
            results.append({"hash": book["hash"], "upserted": counts["created"] + counts["updated"] + counts["moved"]})
        devices.seen(store(), asker().id, device.id, device.model, device.plugin_version)
    return reply({"results": results, "unmatched": unmatched})


@device_routes.post("/plugin/annotations/exchange")
def exchange() -> Response:
    """Highlights both ways: what the device has and changed, and what it is to change."""
    if has_quirk("bookorbit.no-exchange"):
        raise NotFound("Cannot POST /koreader/plugin/annotations/exchange")
    values, device = plugin_body({"books": array(_EXCHANGE, 1, 20)})
    refuse_if(total_at_most(50, [book["changes"] for book in values["books"]], "changes"))
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
    keys = {entry["k"] for entry in book["keys"]}
    counts = _ingest(match, device, book["changes"], keys)
    counts["deviceDeleted"] = 0
    if book["keysComplete"]:
        changed = {annotation.key_of(item["datetime"], item["pos0"]) for item in book["changes"]}
        times = {entry["dt"] for entry in book["keys"]} | {item["datetime"] for item in book["changes"]}
        counts["deviceDeleted"] = annotation.detect_deletes(
            store(), asker().id, match, device.id, keys | changed, times)
    return {"hash": book["hash"], "bookId": match.book_id, "applied": counts,
            **push_down.pending(store(), asker().id, match, device.id, device.offset_seconds)}


def _ingest(match: Match, device: Device, items: list[Row], keys: set[str]) -> dict[str, int]:
    last = {annotation.key_of(item["datetime"], item["pos0"]): item for item in items}
    counts = dict.fromkeys(_OUTCOMES, 0)
    for item in last.values():
        outcome = annotation.ingest(store(), asker().id, match, device.id, item, keys | set(last),
                                     device.offset_seconds)
        counts[outcome] += 1
    return counts


@device_routes.post("/plugin/annotations/exchange-ack")
def acknowledge() -> Response:
    """What the device did of what it was to do; only this moves it on."""
    values, device = plugin_body({"books": array(_ACK, 1, 20)})
    results: list[Row] = []
    unmatched: list[str] = []
    with store().transaction():
        for book in values["books"]:
            match = matching.resolve(store(), asker(), book["hash"])
            if match is None:
                unmatched.append(book["hash"])
                continue
            acked = [push_down.acknowledge(store(), asker().id, match, device.id, entry) for entry in book["applied"]]
            acked += [push_down.acknowledge_delete(store(), asker().id, match, device.id, entry)
                      for entry in book["deleted"]]
            results.append({"hash": book["hash"], "acked": sum(acked)})
        devices.seen(store(), asker().id, device.id, device.model, device.plugin_version)
    return reply({"results": results, "unmatched": unmatched})

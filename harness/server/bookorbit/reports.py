"""What a plugin reports: fingerprints, page events, states, progress in bulk, sweeps (specs/bookorbit.md §1.4–1.12)."""

from __future__ import annotations

from typing import Any

from flask import Response

from harness.server.bookorbit import devices, matching, page_events, positions, statuses
from harness.server.bookorbit.asking import Device, asker, device_routes, plugin_body, refuse_if
from harness.server.bookorbit.errors import reply
from harness.server.bookorbit.instants import iso_millis, iso_millis_or_none
from harness.server.bookorbit.page_events import Event
from harness.server.bookorbit.positions import Push
from harness.server.bookorbit.validation import (
    array,
    date_only,
    fingerprint,
    flag,
    number,
    one_of,
    record,
    text,
    total_at_most,
    whole,
)
from harness.server.context import store
from harness.server.store import Row
from harness.server.users import User

_HINT = record({"hash": fingerprint}, {
    "title": text(500), "authors": text(1000), "lastOpen": whole(0), "metadataAmbiguous": flag, "bookFileId": whole(1),
    "source": one_of("current_file", "file", "statistics")})
_EVENT = record({"page": whole(0), "startTime": whole(1), "durationSeconds": whole(0, 86_400), "totalPages": whole(1)})
_STATS = record({"hash": fingerprint, "events": array(_EVENT, 1, None)}, {"bookFileId": whole(1)})
_STATE = record({"hash": fingerprint}, {
    "status": one_of("reading", "complete", "abandoned"), "statusModified": date_only, "rating": whole(1, 5),
    "ratingCleared": flag, "reviewNote": text(10_000), "reviewCleared": flag, "reviewModified": date_only})
_PLACE = record({"hash": fingerprint, "percentage": number(0, 1)}, {"progress": text(4000), "timestamp": whole(0)})


@device_routes.post("/plugin/match-check")
def match_check() -> Response:
    """Which of these fingerprints are files that the user may see."""
    values, device = plugin_body({"hashes": array(fingerprint, 1, 500)}, {"books": array(_HINT, 0, 500)})
    user = asker()
    hints = {hint["hash"]: hint for hint in values["books"] or []}
    found: dict[str, matching.Match] = {}
    with store().transaction():
        devices.seen(store(), user.id, device.id, device.model, device.plugin_version)
        for hash in dict.fromkeys(values["hashes"]):
            hint = hints.get(hash, {})
            match = _linked(user, hash, hint) or matching.resolve(store(), user, hash)
            if match is None:
                matching.note_unmatched(store(), user.id, device.id, device.model, hash, hint)
            else:
                found[hash] = match
        matching.forget_unmatched(store(), user.id, found)
    matches = [{"hash": hash, "bookId": match.book_id, "bookFileId": match.file_id} for hash, match in found.items()]
    return reply({"matches": matches, "libraryVersion": matching.library_version(store(), user)})


def _linked(user: User, hash: str, hint: Row) -> matching.Match | None:
    """The file that a device names by number, tied to the fingerprint from now on."""
    if hint.get("bookFileId") is None or hint.get("source") not in ("file", "current_file"):
        return None
    present = matching.resolve(store(), user, hash)
    wanted = matching.file_of(store(), user, hint["bookFileId"])
    if wanted is None or (present is not None and present.file_id == wanted.file_id):
        return present
    matching.link(store(), user.id, hash, wanted.file_id)
    return wanted


@device_routes.post("/plugin/page-stats")
def page_stats() -> Response:
    """Page events; the same one again is a duplicate, and changes nothing."""
    values, device = plugin_body({"books": array(_STATS, 1, 50)})
    refuse_if(total_at_most(500, [book["events"] for book in values["books"]], "events"))
    user = asker()
    results: list[Row] = []
    unmatched: list[str] = []
    for book in values["books"]:
        match = matching.pinned(store(), user, book["hash"], book["bookFileId"])
        if match is None:
            unmatched.append(book["hash"])
            continue
        events = [Event(event["page"], event["startTime"], event["durationSeconds"], event["totalPages"])
                  for event in book["events"]]
        accepted, duplicates = page_events.ingest(store(), user.id, match, device.id, events)
        devices.seen(store(), user.id, device.id, device.model, device.plugin_version, revive=accepted > 0)
        results.append({"hash": book["hash"], "accepted": accepted, "duplicates": duplicates,
                        "watermark": max(event.start for event in events)})
    return reply({"results": results, "unmatched": unmatched})


@device_routes.post("/plugin/book-states")
def book_states() -> Response:
    """Status, rating and review of books; a bare fingerprint only asks."""
    values, device = plugin_body({"books": array(_STATE, 1, 200)})
    user = asker()
    results: list[Row] = []
    unmatched: list[str] = []
    with store().transaction():
        devices.seen(store(), user.id, device.id, device.model, device.plugin_version)
        for entry in values["books"]:
            match = matching.resolve(store(), user, entry["hash"])
            if match is None:
                unmatched.append(entry["hash"])
            else:
                results.append(_apply_state(user, match.book_id, entry, device))
    return reply({"results": results, "unmatched": unmatched})


def _apply_state(user: User, book_id: int, entry: dict[str, Any], device: Device) -> Row:
    at = (store(), user.id, book_id)
    modified = entry["statusModified"]
    status = rating = review = False
    if entry["status"] is not None:
        status = statuses.apply_device_status(*at, entry["status"], modified, device)
    if entry["rating"] is not None or entry["ratingCleared"]:
        rating = statuses.apply_device_rating(*at, entry["rating"], modified, device)
    if entry["reviewNote"] is not None or entry["reviewCleared"]:
        review = statuses.apply_device_review(*at, entry["reviewNote"], entry["reviewModified"] or modified, device)
    state = statuses.state_of(*at)
    return {
        "hash": entry["hash"], "statusApplied": status, "ratingApplied": rating, "reviewApplied": review,
        "rating": _plain(state["rating"]), "ratingSet": state["rating"] is not None,
        "ratingUpdatedAt": iso_millis_or_none(state["rating_at"]), "reviewNote": state["review"],
        "reviewNoteSet": state["review"] is not None, "reviewUpdatedAt": iso_millis_or_none(state["review_at"])}


def _plain(rating: float | None) -> int | float | None:
    return int(rating) if rating is not None and rating == int(rating) else rating


@device_routes.post("/plugin/progress")
def bulk_progress() -> Response:
    """Positions of many books, as a sweep finds them in the sidecars."""
    values, device = plugin_body({"items": array(_PLACE, 1, 100)})
    user = asker()
    results: list[Row] = []
    unmatched: list[str] = []
    with store().transaction():
        devices.seen(store(), user.id, device.id, device.model, device.plugin_version, revive=True)
        for item in values["items"]:
            match = matching.resolve(store(), user, item["hash"])
            if match is None:
                unmatched.append(item["hash"])
                continue
            sent = Push(device.model, device.id, item["percentage"], item["progress"], item["timestamp"])
            positions.push(store(), user.id, match, sent, bulk=True)
            results.append({"hash": item["hash"], "accepted": True})
    return reply({"results": results, "unmatched": unmatched})


@device_routes.post("/plugin/sweeps")
def sweep() -> Response:
    """The report of a whole sweep; the last one of a device is kept."""
    count = whole(0)
    values, device = plugin_body({"booksMatched": count, "pageStatsUploaded": count, "annotationsUpserted": count})
    user = asker()
    with store().transaction():
        devices.seen(store(), user.id, device.id, device.model, device.plugin_version, revive=True)
        at = devices.note_sweep(store(), user.id, device.id, device.plugin_version, values)
    return reply({"ok": True, "lastSweepAt": iso_millis(at),
                  "libraryVersion": matching.library_version(store(), user)})

"""Where a reader is in a file: a row for each device, and one that all readers share (specs/bookorbit.md §2.3).

The newest wins. A push that is older than what the server has is put on record for its device and moves nobody
else; the real server lets every live push win and lets stale ones answer later pulls (its defects 6, 7 and 40), which
quirks bring back.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from harness.server.bookorbit import statuses
from harness.server.bookorbit.matching import Match
from harness.server.context import has_quirk
from harness.server.store import Row, Store

PAGE_MAX = 2**31 - 1
START_FRACTION = 0.01
CLOCK_SANE_SECONDS = 1_577_836_800
"""2020-01-01: a device that says it is earlier has lost its clock, and its time says nothing."""


@dataclass(frozen=True)
class Push:
    """A position as a device sends it: `percentage` is a fraction, `timestamp` the device's seconds since 1970."""

    device: str
    device_id: str
    percentage: float
    progress: str | None
    timestamp: int | None


def default_device_id(device: str, user_id: int) -> str:
    """The device id of a client that sends none: half of an MD5."""
    return hashlib.md5(f"{device}:{user_id}".encode(), usedforsecurity=False).hexdigest()[:16]


def shared_of(store: Store, user_id: int, file_id: int) -> Row | None:
    """The position that all readers share, or None."""
    return store.one("SELECT * FROM orbit_shared WHERE user_id = ? AND file_id = ?", (user_id, file_id))


def rows_of(store: Store, user_id: int, file_id: int) -> list[Row]:
    """The rows of all devices, the latest pushed first."""
    return store.rows("SELECT * FROM orbit_positions WHERE user_id = ? AND file_id = ?"
                      " ORDER BY updated_at DESC, id DESC", (user_id, file_id))


def push(store: Store, user_id: int, match: Match, sent: Push, *, bulk: bool) -> bool:
    """Store what a device pushes; whether the shared position took it."""
    with store.transaction():
        rows = rows_of(store, user_id, match.file_id)
        shared = shared_of(store, user_id, match.file_id)
        stale = _is_stale(rows, shared, sent, bulk=bulk)
        before = rows[0]["percentage"] * 100 if rows else None
        own = next((row for row in rows if (row["device_id"], row["device"]) == (sent.device_id, sent.device)), None)
        held, converged = _reset_step(shared, own, match, sent)
        row_id = _write_row(store, user_id, match.file_id, sent, own, converged)
        if stale or held:
            return False
        _share(store, user_id, match, sent, shared, row_id)
        statuses.on_progress(store, user_id, match.book_id, sent.percentage * 100, before)
        return True


def _is_stale(rows: list[Row], shared: Row | None, sent: Push, *, bulk: bool) -> bool:
    """Whether something newer is known. A live push is only measured against other readers: a device's own clock
    may have gone back, and what it shows now is what its reader reads."""
    if sent.timestamp is None:
        return False
    if bulk:
        known = rows
        at = 0 if shared is None else shared[_shared_time()]
    else:
        if has_quirk("bookorbit.replayed-progress-wins") or sent.timestamp < CLOCK_SANE_SECONDS:
            return False
        known = [row for row in rows if row["device_id"] != sent.device_id]
        at = 0 if shared is None else shared["web_at"]
    seconds = [row["updated_at"] // 1_000_000 if row["timestamp"] is None else row["timestamp"] for row in known]
    return bool(sent.timestamp < max([*seconds, at // 1_000_000]))


def _reset_step(shared: Row | None, own: Row | None, match: Match, sent: Push) -> tuple[bool, int]:
    """Whether an outstanding reset holds the push back, and whether the device has gone to the start by now."""
    if shared is None or not shared["reset"]:
        return False, 0
    if is_start(match, sent.percentage, sent.progress):
        return True, 1
    if own is not None and own["converged"]:
        return False, 0
    return True, 0


def is_start(match: Match, percentage: float, progress: str | None) -> bool:
    """Whether a position is the start of the book."""
    if not progress:
        return percentage <= START_FRACTION
    if match.paged:
        return progress == "1"
    return re.match(r"/body/DocFragment(\[1\])?(/|$)", progress) is not None and percentage <= START_FRACTION


def _write_row(store: Store, user_id: int, file_id: int, sent: Push, own: Row | None, converged: int) -> int:
    fragment = re.match(r"/body/DocFragment\[(\d{1,9})\]", sent.progress or "", re.ASCII)
    values = {
        "percentage": sent.percentage, "progress": sent.progress, "timestamp": sent.timestamp, "converged": converged,
        "chapter": int(fragment[1]) - 1 if fragment else None, "updated_at": store.now_us()}
    if own is None:
        return store.insert("orbit_positions", user_id=user_id, file_id=file_id, device=sent.device,
                            device_id=sent.device_id, **values)
    columns = ", ".join(f"{name} = ?" for name in values)
    store.execute(f"UPDATE orbit_positions SET {columns} WHERE id = ?", (*values.values(), own["id"]))
    return int(own["id"])


def _share(store: Store, user_id: int, match: Match, sent: Push, shared: Row | None, row_id: int) -> None:
    now = store.now_us()
    place = sent.progress or ""
    page = int(place) if match.paged and re.fullmatch(r"\d{1,10}", place, re.ASCII) else None
    values = {
        "percentage": round(sent.percentage * 100, 2), "cfi": None,
        "page": page if page is not None and 1 <= page <= PAGE_MAX else None,
        "xpointer": None if match.paged else sent.progress or None, "read_at": now, "reset": 0,
        "writer_id": row_id, "writer_at": now, "writer_percentage": sent.percentage, "writer_progress": sent.progress,
        "writer_timestamp": sent.timestamp, "writer_device": sent.device, "writer_device_id": sent.device_id}
    if shared is None:
        store.insert("orbit_shared", user_id=user_id, file_id=match.file_id, updated_at=now, web_at=0, **values)
        return
    columns = ", ".join(f"{name} = ?" for name in values)
    store.execute(f"UPDATE orbit_shared SET {columns} WHERE id = ?", (*values.values(), shared["id"]))


def write_from_web(store: Store, user_id: int, match: Match, percentage: float, *, source: str = "web",
                   cfi: str | None = None, xpointer: str | None = None, page: int | None = None) -> None:
    """What the web reader or a Kobo reports; `percentage` is 0–100."""
    now = store.now_us()
    values = {"percentage": round(percentage, 2), "cfi": cfi, "xpointer": xpointer, "page": page, "updated_at": now,
              "web_at": now, "web_source": source, "read_at": now, "reset": 0}
    with store.transaction():
        rows = rows_of(store, user_id, match.file_id)
        _update_shared(store, user_id, match.file_id, values)
        statuses.on_progress(store, user_id, match.book_id, percentage, rows[0]["percentage"] * 100 if rows else None)


def reset(store: Store, user_id: int, match: Match) -> None:
    """Clear the progress: every device is sent to the start, and held there until it has been there."""
    now = store.now_us()
    with store.transaction():
        _update_shared(store, user_id, match.file_id, {
            "percentage": 0.0, "cfi": None, "xpointer": None, "page": None, "updated_at": now, "web_at": now,
            "web_source": "web", "reset": 1})
        store.execute("UPDATE orbit_positions SET converged = 0 WHERE user_id = ? AND file_id = ?",
                      (user_id, match.file_id))


def _update_shared(store: Store, user_id: int, file_id: int, values: Row) -> None:
    columns = ", ".join(f"{name} = ?" for name in values)
    if not store.execute(f"UPDATE orbit_shared SET {columns} WHERE user_id = ? AND file_id = ?",
                         (*values.values(), user_id, file_id)):
        store.insert("orbit_shared", user_id=user_id, file_id=file_id, writer_at=0, **values)


def newest(store: Store, user_id: int, match: Match) -> Row | None:
    """The answer to a pull: percentage (a fraction), progress, device, device_id, timestamp; None for no progress."""
    shared = shared_of(store, user_id, match.file_id)
    if shared is not None and shared["reset"]:
        start = "1" if match.paged else "/body/DocFragment[1]/body"
        return _web_answer(0, start, store.now_us())
    if has_quirk("bookorbit.stale-refreshes-row") or has_quirk("bookorbit.first-push-as-web"):
        device = _newest_row(store, user_id, match, shared)
    else:
        device = _writer(shared)
        if device is None and shared is None:
            device = next(iter(rows_of(store, user_id, match.file_id)), None)
    if device is not None:
        timestamp = device["timestamp"]
        return {"percentage": device["percentage"], "progress": device["progress"] or "", "device": device["device"],
                "device_id": device["device_id"],
                "timestamp": device["updated_at"] // 1_000_000 if timestamp is None else timestamp}
    if shared is None:
        return None
    place = shared["xpointer"] or spine_start(shared["cfi"])
    if place is None and match.paged and shared["page"] and not has_quirk("bookorbit.no-page-in-answer"):
        place = str(shared["page"])
    return _web_answer(round(shared["percentage"] / 100, 4), place, shared["updated_at"])


def _newest_row(store: Store, user_id: int, match: Match, shared: Row | None) -> Row | None:
    """The row that was updated last, as the real server looks for it."""
    row = next(iter(rows_of(store, user_id, match.file_id)), None)
    if row is None or shared is None:
        return row
    if has_quirk("bookorbit.first-push-as-web") and shared["web_at"] == 0 and row["updated_at"] == shared["updated_at"]:
        return None
    return row if row["updated_at"] >= shared[_shared_time()] else None


def _shared_time() -> str:
    """The column that tells when the web was last there; the real server's is set by the first push as well."""
    return "updated_at" if has_quirk("bookorbit.first-push-as-web") else "web_at"


def _writer(shared: Row | None) -> Row | None:
    """The last device whose push was shared, unless the web was there later."""
    if shared is None or not shared["writer_at"] or shared["writer_at"] < shared["web_at"]:
        return None
    names = ("percentage", "progress", "device", "device_id", "timestamp")
    return {"updated_at": shared["writer_at"], **{name: shared[f"writer_{name}"] for name in names}}


def _web_answer(percentage: float, progress: str | None, at_us: int) -> Row:
    return {"percentage": percentage, "progress": progress, "device": "web", "device_id": "bookorbit-web",
            "timestamp": at_us // 1_000_000}


def spine_start(cfi: str | None) -> str | None:
    """The start of the document in the spine that a CFI points into, as an xpointer, or None."""
    found = re.match(r"epubcfi\(/6/(\d{1,9})", cfi or "", re.ASCII)
    if found is None or int(found[1]) < 2 or int(found[1]) % 2:
        return None
    return f"/body/DocFragment[{int(found[1]) // 2}]/body"

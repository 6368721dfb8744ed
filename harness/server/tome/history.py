"""Reading history: sessions as people see them, and pages imported from KOReader's statistics (specs/tome.md §1.13)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from harness.server.context import store
from harness.server.library import book_by_id
from harness.server.store import Row
from harness.server.tome import bodies
from harness.server.tome.asking import body, device_user, web_user
from harness.server.tome.moments import whole_stamp
from harness.server.tome.replies import reply
from harness.server.tome.resolving import Ambiguous, book_of_hash, book_of_name
from harness.server.users import User

PAGE_SIZE = 50
SUSPECT_SECONDS = 6 * 3600
SUSPECT_SECONDS_A_PAGE = 600

blueprint = Blueprint("tome_history", __name__, url_prefix="/api")


@blueprint.get("/tome-sync/stats/watermark")
def watermark() -> Response:
    """Up to where a device's history has come in, seconds since 1970."""
    user = device_user()
    device = request.args.get("device", "")
    return reply({"device": device, "last_start_time_synced": _watermark(user.id, device)})


def _watermark(user_id: int, device: str) -> int:
    row = store().one("SELECT start_time FROM watermarks WHERE user_id = ? AND device = ?", (user_id, device))
    return 0 if row is None else int(row["start_time"])


def _raise_watermark(user_id: int, device: str, to: int) -> None:
    store().execute("INSERT INTO watermarks (user_id, device, start_time) VALUES (?, ?, ?)"
                    " ON CONFLICT (user_id, device) DO UPDATE SET start_time = max(start_time, excluded.start_time)",
                    (user_id, device, to))


@blueprint.post("/tome-sync/stats/import")
def import_stats() -> Response:
    """Take in a window of KOReader's statistics; a page that is known is skipped, whatever device tells it."""
    user = device_user()
    said = body(bodies.StatsImport)
    books = {book.ko_id: _match(user, book) for book in said.books}
    matched = {ko_id: number for ko_id, number in books.items() if number is not None}
    rows = [stat for stat in said.page_stats if stat.ko_id in matched]
    with store().transaction():
        new = sum(_store_page(user.id, matched[stat.ko_id], stat, said.device) for stat in rows)
        mark = max((stat.start_time for stat in rows), default=0)
        if rows:
            _raise_watermark(user.id, said.device, mark)
    return reply({"books": len(said.books), "matched": len(matched), "review": 0,
                  "unmatched": len(books) - len(matched), "page_rows_imported": new,
                  "page_rows_skipped": len(rows) - new, "watermark": mark}, 201)


def _match(user: User, book: bodies.StatsBook) -> int | None:
    found = book_of_hash(user, book.md5 or "")
    names = [book.filename] if book.filename else [f"{book.title}.epub"] if book.title else []
    for name in names if found is None else []:
        try:
            found = book_of_name(user, name)
        except Ambiguous:
            found = None
    return found


def _store_page(user_id: int, book_id: int, stat: bodies.PageStat, device: str) -> int:
    return store().execute(
        "INSERT OR IGNORE INTO page_stats (user_id, book_id, page, start_time, duration, total_pages, device)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (user_id, book_id, stat.page, stat.start_time, stat.duration, stat.total_pages, device))


@blueprint.post("/tome-sync/stats/rename-device")
def rename_device() -> Response:
    """Give a device's history to its new name. Doing it again changes nothing."""
    user = device_user()
    said = body(bodies.Rename)
    old, new = said.from_device.strip(), said.to_device.strip()
    if not old or not new or old == new:
        return reply({"rows_relabelled": 0, "rows_deduplicated": 0, "watermark_moved": False})
    with store().transaction():
        count = store().execute("UPDATE page_stats SET device = ? WHERE user_id = ? AND device = ?",
                                (new, user.id, old))
        mark = _watermark(user.id, old)
        if mark:
            _raise_watermark(user.id, new, mark)
        moved = store().execute("DELETE FROM watermarks WHERE user_id = ? AND device = ?", (user.id, old)) > 0
    return reply({"rows_relabelled": count, "rows_deduplicated": 0, "watermark_moved": moved})


@blueprint.get("/stats/sessions")
def list_sessions() -> Response:
    """The asker's sessions, latest first: `?limit=` (50) of them from `?offset=` (0) on."""
    user = web_user()
    limit, offset = _count("limit", PAGE_SIZE), _count("offset", 0)
    rows = store().rows("SELECT * FROM sessions WHERE user_id = ? ORDER BY start_at DESC, id DESC LIMIT ? OFFSET ?",
                        (user.id, limit, offset))
    total = store().one("SELECT count(*) AS n FROM sessions WHERE user_id = ?", (user.id,))
    return reply({"total": total["n"] if total else 0, "sessions": [session_json(row) for row in rows]})


def _count(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return min(int(text), 1000) if text.isascii() and text.isdecimal() and len(text) < 10 else default


def session_json(row: Row) -> dict[str, Any]:
    """A session as the statistics page shows it. One that a sleeping reader made is suspect."""
    book = book_by_id(store(), row["book_id"])
    seconds, pages = row["duration_seconds"], row["pages_turned"]
    suspect = seconds >= SUSPECT_SECONDS or 0 < SUSPECT_SECONDS_A_PAGE * (pages or 0) < seconds
    return {
        "id": row["id"], "kind": "live", "counted": True, "book_id": row["book_id"],
        "book_title": None if book is None else book["title"], "started_at": whole_stamp(row["start_at"]),
        "ended_at": whole_stamp(row["end_at"]), "duration_seconds": seconds, "pages_turned": pages,
        "device": row["device"], "progress_start": _fraction(row["start_progress"]),
        "progress_end": _fraction(row["end_progress"]), "suspect": suspect,
        "suggested_seconds": min(seconds, SUSPECT_SECONDS_A_PAGE * (pages or 1)) if suspect else None,
    }


def _fraction(percent: float | None) -> float | None:
    return None if percent is None else round(percent / 100, 8)

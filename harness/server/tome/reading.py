"""Positions and sessions (specs/tome.md §1.3 to §1.5). The heartbeat of a device is a position like any other."""

from __future__ import annotations

from flask import Blueprint, Response

from harness.server import positions, sessions
from harness.server.context import has_quirk, store
from harness.server.library import book_by_id, primary_file
from harness.server.positions import Place
from harness.server.sessions import NewSession
from harness.server.tome import bodies
from harness.server.tome.asking import body, book_of, device_user, sees
from harness.server.tome.errors import Crash, TomeError, not_found
from harness.server.tome.moments import read_session_time, stamp, whole_stamp
from harness.server.tome.replies import reply
from harness.server.tome.states import advance

SCALE_TOLERANCE = 0.01
"""How far above 1 a percentage may be: scroll mode divides a position by a height."""

blueprint = Blueprint("tome_reading", __name__, url_prefix="/api/tome-sync")


@blueprint.get("/position/<book_id>")
def get_position(book_id: str) -> Response:
    """Where the asker is, by whatever they last read it on."""
    user = device_user()
    row = positions.position_of(store(), user.id, book_of(user, book_id)["id"])
    if row is None:
        raise TomeError(404, "No position stored")
    return reply({"book_id": row["book_id"], "progress": row["progress"], "percentage": row["percentage"],
                  "device": row["device"], "updated_at": stamp(row["updated_at"])})


@blueprint.put("/position/<book_id>")
def put_position(book_id: str) -> Response:
    """Store where the asker is; the last write wins, and moves the status."""
    user = device_user()
    said = body(bodies.Position)
    number = book_of(user, book_id)["id"]
    fraction = clamped(said.percentage)
    with store().transaction():
        at = positions.set_position(store(), user.id, number, Place(fraction, said.progress, said.device))
        advance(user.id, number, fraction, monotonic=False, may_finish=in_scale(said.percentage))
    return reply({"ok": True, "timestamp": stamp(at)})


@blueprint.post("/session")
def post_session() -> Response:
    """Store a stretch of reading, once; the progress at its end moves the status, and never back."""
    user = device_user()
    said = body(bodies.Session)
    row = book_by_id(store(), said.book_id)
    if row is None or not (has_quirk("tome.visibility-gaps") or sees(user, row)):
        raise not_found("Book")
    known = _known_anywhere(said.session_uuid) if has_quirk("tome.global-session-dedup") else None
    if known is not None:
        return reply({"session_id": known}, 201)
    with store().transaction():
        recorded = sessions.record(store(), user.id, _new_session(said))
        if recorded.created and said.progress_end is not None and not has_quirk("tome.sessions-leave-status"):
            advance(user.id, said.book_id, clamped(said.progress_end), monotonic=True,
                    may_finish=in_scale(said.progress_end))
    return reply({"session_id": recorded.id}, 201)


def _known_anywhere(uuid: str | None) -> int | None:
    if not uuid:
        return None
    row = store().one("SELECT id FROM sessions WHERE client_session_id = ? ORDER BY id", (uuid,))
    return None if row is None else int(row["id"])


def _new_session(said: bodies.Session) -> NewSession:
    try:
        start = read_session_time(said.started_at)
        end = _end(start, said.duration_seconds or 0) if said.ended_at is None else read_session_time(said.ended_at)
    except (ValueError, OverflowError) as error:
        raise TomeError(400, f"Invalid datetime: {error}") from None
    seconds = said.duration_seconds if said.duration_seconds is not None else (end - start) // 1_000_000
    first, last = _percent(said.progress_start), _percent(said.progress_end)
    file = primary_file(store(), said.book_id)
    return NewSession(
        book_id=said.book_id, book_type=file["book_type"] if file else "EPUB", start_at=start, end_at=end,
        duration_seconds=seconds, start_progress=first, end_progress=last,
        progress_delta=None if first is None or last is None else round(last - first, 4),
        client_session_id=_session_id(said.session_uuid), protocol="tome", device=said.device,
        pages_turned=said.pages_turned)


def _end(start: int, seconds: int) -> int:
    end = start + seconds * 1_000_000
    whole_stamp(end)
    return end


def _session_id(uuid: str | None) -> str | None:
    if uuid != "" or not has_quirk("tome.empty-uuid-500"):
        return uuid or None
    if store().one("SELECT 1 FROM sessions WHERE client_session_id = ''"):
        raise Crash
    return ""


def _percent(fraction: float | None) -> float | None:
    return None if fraction is None else round(clamped(fraction) * 100, 6)


def clamped(fraction: float) -> float:
    """A fraction within 0–1."""
    return min(1.0, max(0.0, fraction))


def in_scale(fraction: float) -> bool:
    """Whether a fraction may count as the end of a book; 50 is a percentage that lost its way."""
    return fraction <= 1 + SCALE_TOLERANCE or has_quirk("tome.scale-trap")

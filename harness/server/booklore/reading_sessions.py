"""Reading sessions, one by one and in batches (specs/booklore.md §1.6, 3 to 5).

A session is stored once (`harness.server.sessions`); the stock server and the quirk
`booklore.no-session-dedup` store every delivery. `Idempotency-Key` and `clientSessionId` are our own additions.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from harness.server import idempotency, sessions
from harness.server.booklore.asking import (
    bearer_user,
    body_fields,
    book,
    path_number,
    query_number,
    session_user,
    visible_book,
)
from harness.server.booklore.errors import BadRequest, DataConflict, Invalid, KeyMismatch, Unexpected
from harness.server.booklore.represent import session_json
from harness.server.context import has_quirk, is_stock, store
from harness.server.fields import INT32_MAX, Fields
from harness.server.idempotency import Answer
from harness.server.instants import float32, format_instant
from harness.server.replies import json_reply, json_text
from harness.server.sessions import NewSession, Recorded
from harness.server.users import User

BOOK_TYPES = ("PDF", "EPUB", "CBX", "FB2", "MOBI", "AZW3", "AUDIOBOOK")
BATCH_SESSIONS_MAX = 500
FORMATTED_CHARS_MAX = 50
LOCATION_CHARS_MAX = 500
DELTA_TOLERANCE = float32(0.01)

blueprint = Blueprint("booklore_sessions", __name__, url_prefix="/api/v1/reading-sessions")


@blueprint.post("")
def post_one() -> Response:
    """Store one session: 202 and an empty body, also for one that is there already."""
    user = session_user()
    return _once(user, lambda: _store_one(user))


@blueprint.post("/batch")
def post_batch() -> Response:
    """Store all the sessions of one book, or none."""
    user = session_user()
    if is_stock():
        raise Unexpected
    return _once(user, lambda: _store_batch(user))


@blueprint.get("/book/<book_id>")
def of_book(book_id: str) -> Response:
    """The asker's sessions of a book, latest start first."""
    user = session_user() if not is_stock() else bearer_user()
    page, size = query_number("page", 0), query_number("size", 5)
    if page < 0 or not 1 <= size <= 100:
        raise Invalid([*(["page: must be greater than or equal to 0"] if page < 0 else []),
                       *(["size: must be between 1 and 100"] if not 1 <= size <= 100 else [])])
    row = visible_book(user, path_number(book_id))
    found, total = sessions.sessions_of_book(store(), user.id, row["id"], page=page, size=size)
    return json_reply({
        "content": [session_json(session, row["title"]) for session in found],
        "page": {"size": size, "number": page, "totalElements": total, "totalPages": -(-total // size)},
    })


def _once(user: User, answer: Callable[[], Answer]) -> Response:
    """Answer a request, or give the answer kept under its `Idempotency-Key`."""
    key = None if is_stock() else request.headers.get("Idempotency-Key")
    if key is None:
        return _response(answer())
    if not 1 <= len(key) <= idempotency.KEY_CHARS_MAX:
        raise Invalid([f"Idempotency-Key: size must be between 1 and {idempotency.KEY_CHARS_MAX}"])
    fingerprint = idempotency.fingerprint(request.method, request.path, request.get_data())
    try:
        kept = idempotency.kept_answer(store(), user.id, key, fingerprint)
    except idempotency.KeyReused:
        raise KeyMismatch from None
    if kept is not None:
        response = _response(kept)
        response.headers["Idempotency-Replayed"] = "true"
        return response
    with store().transaction():
        fresh = answer()
        idempotency.keep_answer(store(), user.id, key, fingerprint, fresh)
    return _response(fresh)


def _response(answer: Answer) -> Response:
    if not answer.body:
        return Response(status=answer.status)
    return Response(answer.body, answer.status, content_type="application/json")


def _store_one(user: User) -> Answer:
    fields = body_fields()
    book_id = fields.integer("bookId", required=True)
    session = _read(fields, book_id or 0, fields.word("bookType", BOOK_TYPES))
    fields.check()
    book(session.book_id)
    if not session.book_type:
        raise DataConflict
    _refuse_too_long(session)
    _record(user, session)
    return Answer(202, "")


def _store_batch(user: User) -> Answer:
    fields = body_fields()
    book_id = fields.integer("bookId", required=True)
    book_type = fields.word("bookType", BOOK_TYPES)
    items = fields.objects("sessions", count_max=BATCH_SESSIONS_MAX)
    fields.check()
    row = visible_book(user, book_id or 0)
    if book_type is None:
        raise Invalid(["bookType: must not be null"])
    batch = []
    for item in items:
        session = _read(item, row["id"], book_type)
        item.check()
        _check_batch_rules(session)
        _refuse_too_long(session)
        batch.append(session)
    with store().transaction():
        recorded = [_record(user, session) for session in batch]
    return Answer(200, json_text({
        "totalRequested": len(batch), "successCount": len(batch),
        "results": [
            {
                "sessionId": stored.id, "startTime": format_instant(session.start_at),
                "endTime": format_instant(session.end_at), "clientSessionId": session.client_session_id,
                "duplicate": None if stored.created else True,
            }
            for session, stored in zip(batch, recorded, strict=True)
        ],
    }))


def _record(user: User, session: NewSession) -> Recorded:
    return sessions.record(store(), user.id, session, deduplicate=not has_quirk("booklore.no-session-dedup"))


def _read(fields: Fields, book_id: int, book_type: str | None) -> NewSession:
    start = fields.instant("startTime", required=True)
    end = fields.instant("endTime", required=True)
    duration = fields.integer("durationSeconds", required=True, highest=INT32_MAX)
    client_session_id = fields.text("clientSessionId", chars_max=sessions.CLIENT_SESSION_ID_CHARS_MAX)
    return NewSession(
        book_id=book_id, book_type=book_type or "", start_at=start or 0, end_at=end or 0,
        duration_seconds=duration or 0, duration_formatted=fields.text("durationFormatted"),
        start_progress=fields.number("startProgress"), end_progress=fields.number("endProgress"),
        progress_delta=fields.number("progressDelta"), start_location=fields.text("startLocation"),
        end_location=fields.text("endLocation"),
        client_session_id=None if is_stock() else client_session_id or None,
    )


def _refuse_too_long(session: NewSession) -> None:
    too_long = (
        len(session.duration_formatted or "") > FORMATTED_CHARS_MAX
        or len(session.start_location or "") > LOCATION_CHARS_MAX
        or len(session.end_location or "") > LOCATION_CHARS_MAX
    )
    if too_long:
        raise DataConflict


def _check_batch_rules(session: NewSession) -> None:
    """What the fork asks of a batch and not of a single session."""
    if session.end_at < session.start_at:
        raise BadRequest("End time must be after start time")
    if session.duration_seconds < 0:
        raise BadRequest("Duration must not be negative")
    start, end, delta = session.start_progress, session.end_progress, session.progress_delta
    if any(value is not None and not 0 <= value <= 100 for value in (start, end)):
        raise BadRequest("Progress must be between 0 and 100")
    if start is not None and end is not None and delta is not None:
        off_by = abs(float32(float32(end - start) - delta))
        if off_by > DELTA_TOLERANCE:
            raise BadRequest("Progress delta must be end progress minus start progress")

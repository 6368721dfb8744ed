"""Places in documents: one for each account and document, and the last write wins.

Under Tome's /api/v1 a place also moves the reading status of the book, though not its place in Tome
(specs/tome.md §1.15).
"""

from __future__ import annotations

import math
import re
from typing import Any

from flask import Blueprint, Response, request

from harness.server import library, progress
from harness.server.context import has_quirk, store
from harness.server.kosync import errors
from harness.server.kosync.asking import asker, body, check_version, is_name
from harness.server.kosync.errors import KosyncError
from harness.server.progress import Progress
from harness.server.replies import json_reply
from harness.server.tome.states import advance
from harness.server.users import User

_NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")
_SERVED = re.compile(r"[A-Za-z0-9_]+")

blueprint = Blueprint("kosync_documents", __name__)
blueprint.before_request(check_version)


@blueprint.put("/syncs/progress")
def put_progress() -> Response:
    """Store a place; the time is the server's, in seconds."""
    user = asker()
    said = body()
    document = said.get("document")
    if not is_name(document) or "/" in str(document):
        raise KosyncError(*errors.NO_DOCUMENT)
    percentage, place, device = _number(said.get("percentage")), _text(said.get("progress")), _text(said.get("device"))
    if percentage is None or place is None or device is None:
        raise KosyncError(*errors.INVALID)
    known = Progress(str(document), place, percentage, device, _text(said.get("device_id")))
    with store().transaction():
        at = progress.set_progress(store(), user.id, known)
        if request.path.startswith("/api/v1/"):
            _move_status(user, known)
    status = 202 if has_quirk("kosync.put-202") else 200
    return json_reply({"document": document, "timestamp": at // 1_000_000}, status)


@blueprint.get("/syncs/progress/<document>")
def get_progress(document: str) -> Response:
    """The place of a document; an empty object where there is none."""
    if has_quirk("kosync.document-not-served") and _SERVED.fullmatch(document) is None:
        return Response("<html><body><h1>404 Not Found</h1></body></html>", 404, content_type="text/html")
    row = progress.progress_of(store(), asker().id, document)
    if row is None:
        return json_reply({}, 404 if has_quirk("kosync.unknown-document-404") else 200)
    return json_reply({
        "document": document, "percentage": row["percentage"], "progress": row["progress"], "device": row["device"],
        "device_id": row["device_id"], "timestamp": row["updated_at"] // 1_000_000,
    })


def _number(value: Any) -> float | None:
    """A finite number, or a text that is one."""
    if isinstance(value, str):
        value = float(value) if _NUMBER.fullmatch(value) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _text(value: Any) -> str | None:
    """A text; a number (the page of a document with pages) becomes one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return f"{value:.14g}" if isinstance(value, float) else str(value)
    return value if isinstance(value, str) else None


def _move_status(user: User, known: Progress) -> None:
    for row in library.books_by_hash(store(), known.document):
        if library.may_see(store(), user, row["library_id"]):
            advance(user.id, row["id"], min(1.0, max(0.0, known.percentage)), monotonic=False,
                    may_finish=known.percentage <= 1)
            return

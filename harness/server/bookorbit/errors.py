"""BookOrbit's errors: each is an exception and is itself the response (specs/bookorbit.md §1.1)."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, g, request
from werkzeug.exceptions import HTTPException

from harness.server.bookorbit.instants import iso_millis
from harness.server.context import store


class OrbitError(HTTPException):
    """An error with BookOrbit's body; `message` is a text, or a list of texts for validation failures."""

    code: int = 500
    text: str | list[str] = "Internal server error"

    def __init__(self, text: str | list[str] | None = None) -> None:
        super().__init__(None)
        if text is not None:
            self.text = text

    def get_response(self, *_args: Any, **_kwargs: Any) -> Response:
        """The error as a Flask response."""
        return reply({
            "statusCode": self.code, "message": self.text, "path": request.full_path.rstrip("?"),
            "timestamp": iso_millis(store().now_us()), "requestId": request_id(),
        }, self.code)


class BadRequest(OrbitError):
    """A body or query that breaks a rule, or a rule of the domain."""

    code = 400


class Unauthorized(OrbitError):
    """Nobody, or somebody who may not sync."""

    code = 401
    text = "Unauthorized"


class SyncOff(OrbitError):
    """The kill switch of the KOReader account is off, or registration from a device."""

    code = 403
    text = "KOReader sync is disabled"


class NotFound(OrbitError):
    """There is no such thing, or not for the asker."""

    code = 404
    text = "Not found"


class Conflict(OrbitError):
    """There is one already."""

    code = 409
    text = "Conflict"


class TooLarge(OrbitError):
    """A body beyond 1 MiB."""

    code = 413
    text = "The request body is too large"


class Unavailable(OrbitError):
    """The server has no plugin to give out."""

    code = 503
    text = "The plugin source is not available"


def request_id() -> str:
    """The number of this request in the server's log: the same run gives the same numbers."""
    if "orbit_request" not in g:
        row = store().one("SELECT max(id) AS last FROM requests")
        g.orbit_request = (row["last"] or 0) + 1 if row else 1
    return f"req-{g.orbit_request:x}"


def reply(value: Any, status: int | None = None) -> Response:
    """`value` as JSON, nulls included. A POST is answered 201 unless `status` says otherwise."""
    if status is None:
        status = 201 if request.method == "POST" else 200
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Response(text, status, content_type="application/json; charset=utf-8",
                    headers={"X-Request-Id": request_id()})

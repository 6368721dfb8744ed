"""BookLore's errors: each is an exception and is itself the response (specs/booklore.md §1.3).

    raise NotFound("Book not found with ID: 9001")

answers 404 with `{"status":404,"message":"Book not found with ID: 9001","timestamp":"2026-03-01T10:15:30.123456"}`.
"""

from __future__ import annotations

from typing import Any

from flask import Response, request
from werkzeug.exceptions import HTTPException

from harness.server.context import store
from harness.server.fields import Complaints
from harness.server.instants import format_local
from harness.server.replies import json_reply


class BookLoreError(HTTPException):
    """An error with BookLore's body; the status is the class's, the message the raiser's."""

    code: int = 500
    message = "An unexpected error occurred."

    def __init__(self, message: str | None = None, details: list[str] | None = None) -> None:
        super().__init__(message or self.message)
        self.message = message or self.message
        self.details = details

    def get_response(self, *_args: Any, **_kwargs: Any) -> Response:
        """The error as a Flask response."""
        return json_reply({
            "status": self.code, "message": self.message, "timestamp": format_local(store().now_us()),
            "details": self.details,
        }, self.code)


class Unexpected(BookLoreError):
    """Whatever the server does not foresee: a number expected in the path, a missing entity in some places."""


class BadRequest(BookLoreError):
    """A rule of the domain is broken."""

    code = 400


class Malformed(BookLoreError):
    """No body, no JSON, a value of the wrong type, an unknown word."""

    code = 400
    message = "Request body is missing or malformed."


class Invalid(BookLoreError):
    """Fields that break a rule; `details` has one line for each."""

    code = 400
    message = "Validation error"

    def __init__(self, details: list[str]) -> None:
        super().__init__(None, details)


class DataConflict(BookLoreError):
    """The database refuses: a column too long, empty, or not unique."""

    code = 400
    message = "A data conflict occurred. The operation could not be completed."


class Unauthorized(BookLoreError):
    """Not the asker's own, or sync switched off for the asker."""

    code = 401


class Forbidden(BookLoreError):
    """The asker is known and may not."""

    code = 403


class NotFound(BookLoreError):
    """There is no such thing."""

    code = 404


class Conflict(BookLoreError):
    """There is one already."""

    code = 409


class KeyMismatch(BookLoreError):
    """An `Idempotency-Key` that came with another request before."""

    code = 422
    message = "This Idempotency-Key was used with a different request."


class TooLarge(BookLoreError):
    """A body beyond what the server reads."""

    code = 413
    message = "The request body is too large."


class TooManyLogins(BookLoreError):
    """Five logins failed within 15 minutes."""

    code = 429
    message = "Too many failed login attempts. Please try again later."


class TokenRefused(BookLoreError):
    """A bearer token that is malformed, expired or revoked: 401 and nothing else."""

    code = 401

    def get_response(self, *_args: Any, **_kwargs: Any) -> Response:
        """A response with an empty body."""
        return Response(status=self.code)


class AccessDenied(BookLoreError):
    """Nobody is logged in: refused before any code of BookLore runs, with the framework's body."""

    code = 403

    def get_response(self, *_args: Any, **_kwargs: Any) -> Response:
        """A response in the framework's own shape."""
        return json_reply({
            "timestamp": format_local(store().now_us()) + "+00:00", "status": self.code, "error": "Forbidden",
            "path": request.path,
        }, self.code)


class KosyncError(BookLoreError):
    """An error of the endpoints made for KOReader's own sync, which carry it in `error`."""

    code = 403

    def get_response(self, *_args: Any, **_kwargs: Any) -> Response:
        """A response with `error` for its text."""
        return json_reply({"error": self.message}, self.code)


COMPLAINTS = Complaints(malformed=Malformed, invalid=Invalid)
"""BookLore's errors for request bodies."""

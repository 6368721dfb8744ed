"""kosync's errors: a number and a message, each with its own status."""

from __future__ import annotations

from typing import Any

from flask import Response
from werkzeug.exceptions import HTTPException

from harness.server.replies import json_reply


class KosyncError(HTTPException):
    """An error as the protocol words it: `{"code":2001,"message":"Unauthorized"}`."""

    def __init__(self, status: int, number: int, message: str) -> None:
        super().__init__(message)
        self.code = status
        self.number = number
        self.message = message

    def get_response(self, *_args: Any, **_kwargs: Any) -> Response:
        """The error as a Flask response."""
        return json_reply({"code": self.number, "message": self.message}, self.code or 500)


NO_ACCEPT = (412, 100, "Accept header not set.")
BAD_ACCEPT = (412, 101, "Invalid Accept header format.")
OTHER_VERSION = (412, 102, "Unsupported version specified in the Accept header.")
NO_JSON = (400, 103, "Could not parse JSON in body.")
NO_OBJECT = (400, 104, "Body should be a JSON hash.")
UNAUTHORIZED = (401, 2001, "Unauthorized")
NAME_TAKEN = (402, 2002, "Username is already registered.")
INVALID = (403, 2003, "Invalid request")
NO_DOCUMENT = (403, 2004, "Field 'document' not provided.")
NO_REGISTRATION = (402, 2005, "User registration is disabled.")
NO_ACCOUNT = (404, 2006, "Account not found.")

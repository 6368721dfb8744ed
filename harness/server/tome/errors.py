"""Tome's errors: `{"detail": …}`, a text for a broken rule, a list for a misshapen request (specs/tome.md §1.0)."""

from __future__ import annotations

from typing import Any

from flask import Response
from werkzeug.exceptions import HTTPException

from harness.server.replies import json_reply


class TomeError(HTTPException):
    """An error with a status and a text for `detail`."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.code = status
        self.detail = detail

    def get_response(self, *_args: Any, **_kwargs: Any) -> Response:
        """The error as a Flask response."""
        return json_reply({"detail": self.detail}, self.code or 500)


class NotLoggedIn(TomeError):
    """No login, or a bad one, where a person is asked for."""

    def __init__(self, detail: str) -> None:
        super().__init__(401, detail)

    def get_response(self, *_args: Any, **_kwargs: Any) -> Response:
        """The error with the scheme that would help."""
        response = super().get_response()
        response.headers["WWW-Authenticate"] = "Bearer"
        return response


class Invalid(TomeError):
    """A request that is not of the right shape: 422 with one entry for each thing wrong."""

    def __init__(self, problems: list[dict[str, Any]]) -> None:
        super().__init__(422, "; ".join(str(problem["msg"]) for problem in problems))
        self.problems = problems

    def get_response(self, *_args: Any, **_kwargs: Any) -> Response:
        """The error with the list."""
        return json_reply({"detail": self.problems}, 422)


class Crash(TomeError):
    """What the server did not foresee: plain text."""

    def __init__(self) -> None:
        super().__init__(500, "Internal Server Error")

    def get_response(self, *_args: Any, **_kwargs: Any) -> Response:
        """The error as the framework shows it."""
        return Response("Internal Server Error", 500, content_type="text/plain; charset=utf-8")


def not_found(what: str) -> TomeError:
    """There is no such thing: `Book not found`."""
    return TomeError(404, f"{what} not found")


def problem(kind: str, where: list[str | int], text: str, given: object = None) -> dict[str, Any]:
    """One entry of a validation error's list."""
    return {"type": kind, "loc": where, "msg": text, "input": given}

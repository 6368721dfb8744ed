"""A server that a test talks to, with a clock that the test holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from harness.server import Admin, Store

START = 1772391604.0
"""2026-03-01T19:00:04Z"""
BOOK_CONTENT = b"the tide forgave nobody"
BOOK_HASH = hashlib.md5(BOOK_CONTENT).hexdigest()


@dataclass
class Server:
    """A server under test and how to talk to it."""

    app: Flask
    store: Store
    admin: Admin
    book: int = 0
    time: list[float] = field(default_factory=lambda: [START])

    def x_auth(self, user: str = "mira", password: str = "tide-pool") -> dict[str, str]:
        """The headers of a KOReader account."""
        return {"x-auth-user": user.encode().decode("latin-1"),
                "x-auth-key": hashlib.md5(password.encode()).hexdigest()}

    def bearer(self, user: str = "mira") -> dict[str, str]:
        """The header of a BookLore account; a second passes first, so that tokens differ."""
        self.time[0] += 1
        return {"Authorization": "Bearer " + self.admin.issue_tokens(user).access}

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> TestResponse:
        """One request."""
        return self.app.test_client().open(path, method=method, headers=headers, **more)


MakeServer = Callable[..., Server]

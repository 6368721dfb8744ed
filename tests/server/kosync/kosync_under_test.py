"""kosync as a device speaks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server_under_test import Server
from werkzeug.test import TestResponse

ACCEPT = {"Accept": "application/vnd.koreader.v1+json"}
KEY = "0b229176d4e8db7f6d2b5a4952368d7a"
DOCUMENT = "59d481d168cca6267322f150c5f6a2a3"
XPOINTER = "/body/DocFragment[11]/body/div/p[7]/text().123"
PLACE = {"document": DOCUMENT, "progress": XPOINTER, "percentage": 0.4213, "device": "Kobo_clara", "device_id": "1A2B"}


@dataclass
class Kosync:
    """The server and one account."""

    server: Server
    user: str = "tom"
    key: str = KEY
    prefix: str = ""

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        """A request of the account."""
        headers = {**ACCEPT, "x-auth-user": self.user.encode().decode("latin-1"), "x-auth-key": self.key}
        return self.server.ask(method, self.prefix + path, headers, **more)

    def create(self) -> TestResponse:
        """Make the account."""
        said = {"username": self.user, "password": self.key}
        return self.server.ask("POST", self.prefix + "/users/create", ACCEPT, json=said)

    def put(self, **changes: Any) -> TestResponse:
        """Store a place; a field that is None is left out."""
        body = {name: value for name, value in {**PLACE, **changes}.items() if value is not None}
        return self.ask("PUT", "/syncs/progress", json=body)

    def get(self, document: str = DOCUMENT) -> TestResponse:
        """Ask for a place."""
        return self.ask("GET", f"/syncs/progress/{document}")

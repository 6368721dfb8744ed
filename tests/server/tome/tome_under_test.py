"""A Tome server that a test talks to as a device or as a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server_under_test import Server
from werkzeug.test import TestResponse

from harness.server.tome.admin import TomeAdmin

XPOINTER = "/body/DocFragment[2]/body/p[3]/text().0"


@dataclass
class Tome:
    """The server, the hand on it, and mira's key and login."""

    server: Server
    admin: TomeAdmin
    key: str

    def __post_init__(self) -> None:
        self.login = self.admin.log_in("mira")

    @property
    def book(self) -> int:
        """The number of mira's book."""
        return self.server.book

    def device(self, method: str, path: str, key: str | None = None, **more: Any) -> TestResponse:
        """A request of a device."""
        return self.server.ask(method, f"/api/tome-sync/{path}", {"Authorization": f"Bearer {key or self.key}"}, **more)

    def web(self, method: str, path: str, login: str | None = None, **more: Any) -> TestResponse:
        """A request of a browser."""
        return self.server.ask(method, f"/api/{path}", {"Authorization": f"Bearer {login or self.login}"}, **more)

    def quirk(self, *names: str) -> None:
        """Let the server misbehave."""
        self.server.app.config["QUIRKS"] = set(names)

    def add_book(self, title: str, name: str, series: str | None = None, index: float | None = None,
                 kind: str | None = None, **more: Any) -> int:
        """A further book."""
        number = self.server.admin.add_book(title, name, content=f"{title} {name}".encode(), **more)
        self.admin.set_book(number, series=series, series_index=index, book_type=kind)
        return number

    def put(self, percentage: Any, **more: Any) -> TestResponse:
        """The device says where mira is."""
        return self.device("PUT", f"position/{self.book}", json={"percentage": percentage, "progress": XPOINTER,
                                                                 "device": "Kobo_clara", **more})

    def status(self) -> tuple[str | None, float | None]:
        """Status and progress of mira's book."""
        state = self.admin.state("mira", self.book)
        return state["status"], state["progress"]

"""A BookOrbit server that a test talks to as a device does."""

from __future__ import annotations

import hashlib
from typing import Any

from server_under_test import BOOK_CONTENT, BOOK_HASH, Server
from werkzeug.test import TestResponse

from harness.server.bookorbit.admin import OrbitAdmin

PREFIX = "/api/v1/koreader"
PLUGIN = PREFIX + "/plugin"
CATALOG = PLUGIN + "/catalog"
KOBO = "6F1C2B7E-09D4-4E5B-9C1A-52B0C7A1D3E8"
OTHER = "0A1B2C3D-4444-4E5B-9C1A-52B0C7A1D3E8"
UNKNOWN_HASH = "00aa11bb22cc33dd44ee55ff66778899"
POS = "/body/DocFragment[5]/body/p[3]/text().0"


def device(device_id: str = KOBO, version: str = "1.5.0", **more: Any) -> dict[str, Any]:
    """The fields that name a device in every body."""
    return {"deviceId": device_id, "deviceModel": "Kobo_spica", "pluginVersion": version, **more}


def key_of(datetime: str, pos0: str = POS) -> str:
    """A highlight's key, computed as a plugin does."""
    return hashlib.md5(f"{datetime}|{pos0}".encode()).hexdigest()


def highlight(datetime: str = "2026-03-01 18:14:03", **changes: Any) -> dict[str, Any]:
    """A highlight as a plugin uploads it."""
    return {"datetime": datetime, "drawer": "lighten", "color": "yellow", "text": "the tide came late",
            "chapter": "Two", "pageno": 61, "posFormat": "xpointer", "pos0": POS,
            "pos1": "/body/DocFragment[5]/body/p[3]/text().18", **changes}


class Orbit:
    """The server, its hash of mira's book, and mira's device."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.book = server.book
        self.admin = server.admin
        self.web = OrbitAdmin(server.store)
        self.hash = BOOK_HASH

    @property
    def now(self) -> int:
        """The server's second."""
        return int(self.server.time[0])

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.server.time[0] += seconds

    def get(self, path: str, user: str = "mira", password: str = "tide-pool", **more: Any) -> TestResponse:
        """A GET of a device."""
        return self.server.ask("GET", path, {**self.server.x_auth(user, password), **more.pop("headers", {})}, **more)

    def post(self, path: str, device_id: str = KOBO, *, user: str = "mira", password: str = "tide-pool",
             **fields: Any) -> TestResponse:
        """A POST of a device, its own fields added."""
        return self.server.ask("POST", PLUGIN + path, self.server.x_auth(user, password),
                               json={**device(device_id), **fields})

    def put_progress(self, percentage: float, device_id: str = KOBO, **more: Any) -> TestResponse:
        """A live push."""
        values = {"document": self.hash, "percentage": percentage, "device": "Kobo_spica", "device_id": device_id,
                  "timestamp": self.now, **more}
        return self.server.ask("PUT", PREFIX + "/syncs/progress", self.server.x_auth(),
                               json={name: value for name, value in values.items() if value is not None})

    def progress(self) -> Any:
        """The newest position."""
        reply = self.get(f"{PREFIX}/syncs/progress/{self.hash}")
        assert reply.status_code == 200
        return reply.json

    def exchange(self, *changes: dict[str, Any], keys: list[tuple[str, str]] | None = None, complete: bool = True,
                 device_id: str = KOBO, **more: Any) -> Any:
        """One exchange of highlights; `keys` are (key, datetime), by default those of the changes."""
        if keys is None:
            keys = [(key_of(item["datetime"], item["pos0"]), item["datetime"]) for item in changes]
        reply = self.post("/annotations/exchange", device_id, **more, books=[{
            "hash": self.hash, "keys": [{"k": key, "dt": at} for key, at in keys], "keysComplete": complete,
            "changes": list(changes)}])
        assert reply.status_code == 201, reply.json
        return reply.json["results"][0]

    def ack(self, *, applied: list[dict[str, Any]] | None = None, deleted: list[int] | None = None,
            device_id: str = KOBO) -> Any:
        """One acknowledgement."""
        reply = self.post("/annotations/exchange-ack", device_id, books=[{
            "hash": self.hash, "applied": applied or [],
            "deleted": [{"serverId": number, "status": "applied"} for number in deleted or []]}])
        assert reply.status_code == 201, reply.json
        return reply.json["results"][0]["acked"]

    def bearer(self, method: str, path: str, user: str = "mira", **more: Any) -> TestResponse:
        """A request of the web application."""
        return self.server.ask(method, PREFIX + path, self.server.bearer(user), **more)


__all__ = ["BOOK_CONTENT", "CATALOG", "KOBO", "OTHER", "PLUGIN", "POS", "PREFIX", "UNKNOWN_HASH", "Orbit", "device",
           "highlight", "key_of"]

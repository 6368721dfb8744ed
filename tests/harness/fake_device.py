"""A small device in memory, for tests of the engine alone: a reader, a radio, and a plugin of thirty lines of Python.

The plugin keeps sessions in a list and posts them with `requests` through the transport when a book is closed and the
radio is on. Switches make it misbehave: ``drop``, ``twice``, ``ignore_radio``, ``block`` seconds, ``crash``.
"""

from __future__ import annotations

import fnmatch
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from fake_koreader.clock import SECOND, Clock
from fake_koreader.commands import ScriptedCommands
from fake_koreader.trace import Trace
from harness.device_contract import Window
from harness.server.fingerprint import fingerprint_of_file
from harness.settings_file import read_settings

PAGES = 100


@dataclass
class FakeDisk:
    mounted: dict[str, Path] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    operations: int = 0
    on_operation: Any = None

    def mount(self, path: str, host: Path) -> None:
        self.mounted[path] = host

    def export(self, directory: Path) -> None:
        for name, data in self.files.items():
            target = directory / name.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


class FakeRadio:
    def __init__(self, device: FakeDevice) -> None:
        self._device = device
        self.association_us = 3 * SECOND
        self.is_on = self.connected = False

    def turn_on(self) -> None:
        self.is_on = True
        self._device.clock.call_later(self.association_us, self.connect_now, "associate")

    def turn_off(self) -> None:
        self.is_on = self.connected = False
        self._device.emit("radio.off")

    def connect_now(self) -> None:
        self.is_on = self.connected = True
        self._device.emit("radio.on")
        self._device.try_upload()

    def leave(self) -> None:
        self.connected = False

    come_back = connect_now

    def drop(self, duration_us: int | None = None) -> None:
        self.leave()
        self._device.clock.call_later(duration_us or 0, self.come_back, "back")


class FakeFaults:
    def __init__(self) -> None:
        self.faults: list[Any] = []

    def add(self, fault: Any) -> Any:
        self.faults.append(fault)
        return fault

    def remove(self, fault: Any) -> None:
        self.faults.remove(fault)

    def reset(self) -> None:
        self.faults.clear()


class FakeDevice:
    misbehaviour: dict[str, Any] = {}

    def __init__(
        self, profile: str, *, name: str, trace: Trace, seed: int, wall: int, zone: str, transport: Any
    ) -> None:
        self.name, self.trace, self.transport = name, trace, transport
        self.clock = Clock(wall=wall, zone=zone)
        self.disk, self.radio, self.faults = FakeDisk(), FakeRadio(self), FakeFaults()
        self.scripted_commands = ScriptedCommands()
        self.alive, self.exit_code, self.crash = False, None, None
        self.on_hook: Any = None
        self.book: str | None = None
        self.at = 1
        self.queue: list[dict[str, Any]] = []
        self.disk.files["settings/shelfsync.sqlite3"] = b"SQLite"
        self._session: dict[str, Any] | None = None
        self._requests = 0

    def emit(self, kind: str, /, **fields: Any) -> None:
        self.trace.emit(self.name, self.clock.monotonic, kind, fields)

    # before it starts

    def install_plugin(self, host_dir: Path) -> None:
        self.plugin = host_dir

    def unpack_plugin(self, files: Mapping[str, bytes]) -> None:
        self.disk.files.update({f"plugins/{name}": content for name, content in files.items()})

    def set_setting(self, key: str, value: Any) -> None:
        self.disk.files[f"setting/{key}"] = repr(value).encode()

    def write_file(self, path: str, data: bytes) -> None:
        self.disk.files[path] = data

    def read_file(self, path: str) -> bytes:
        try:
            return self.disk.files[path]
        except KeyError:
            raise FileNotFoundError(path) from None

    # life

    def boot(self, book: str | None = None) -> None:
        self.alive, self.exit_code = True, None
        self.emit("process.started")
        if book:
            self.open_book(book)

    def advance(self, seconds: float) -> None:
        self.clock.advance(round(seconds * SECOND))

    def suspend(self) -> None:
        self._end()

    def sleep(self, seconds: float) -> None:
        self.clock.sleep(round(seconds * SECOND))

    def resume(self) -> None:
        if self.book:
            self._begin()

    def exit(self) -> None:
        self.close_book()
        self.alive, self.exit_code = False, 0

    def restart(self) -> None:
        self.exit()
        self.boot()

    def kill(self) -> None:
        self.alive, self.book, self._session = False, None, None
        self.emit("process.killed", why="kill")

    def power_loss(self) -> None:
        self.alive, self.book, self._session = False, None, None
        self.emit("power.lost", why="battery")

    # reading

    def open_book(self, path: str) -> None:
        if self.misbehaviour.get("crash"):
            self.crash, self.alive = _Crash(), False
            self.emit("lua.error", message=_Crash.message, where=_Crash.where, fatal=True)
            return
        self.book, self.at = path, 1
        self._begin()

    switch_book = open_book

    def close_book(self) -> None:
        self._end()
        self.book = None
        self.try_upload()

    def turn_pages(self, n: int, seconds_each: float) -> None:
        for _ in range(abs(n)):
            self.advance(seconds_each)
            self.at = max(1, min(PAGES, self.at + (1 if n > 0 else -1)))

    def go_to_page(self, n: int) -> None:
        self.at = n

    def go_to_percent(self, x: float) -> None:
        self.at = max(1, round(x))

    def highlight(self, text: str) -> None:
        self.emit("note", text=text)

    def toggle_bookmark(self) -> None:
        self.emit("note", text="bookmark")

    def set_status(self, status: str) -> None:
        self.emit("note", text=status)

    def set_rating(self, stars: int) -> None:
        self.emit("note", text=str(stars))

    def page(self) -> int | None:
        return self.at if self.alive and self.book else None

    def pages(self) -> int | None:
        return PAGES if self.book else None

    def percent(self) -> float | None:
        return float(self.at) if self.book else None

    # the plugin

    def _begin(self) -> None:
        self._session = {"start": self.clock.wall, "awake": self.clock.monotonic, "page": self.at, "path": self.book}

    def _end(self) -> None:
        session, self._session = self._session, None
        seconds = (self.clock.monotonic - session["awake"]) / SECOND if session else 0
        if session is None or seconds < 30 or self.misbehaviour.get("drop"):
            return
        self.queue.append({
            "hash": fingerprint_of_file(self.disk.mounted[session["path"]]), "start_time": session["start"] // SECOND,
            "end_time": self.clock.wall // SECOND, "duration": round(seconds), "pages": (session["page"], self.at),
        })  # fmt: skip
        self.emit("window.shown", window="notification", texts="Session saved")

    def try_upload(self) -> None:
        if not self.alive or not (self.radio.connected or self.misbehaviour.get("ignore_radio")):
            return
        if self.misbehaviour.get("block") and self.queue:
            self.advance(self.misbehaviour["block"])
            self.emit("freeze", seconds=self.misbehaviour["block"], by="GET http://books.example/")
        for session in list(self.queue):
            for _ in range(2 if self.misbehaviour.get("twice") else 1):
                done = self._send(session)
            if done:
                self.queue.remove(session)

    def _send(self, session: dict[str, Any]) -> bool:
        settings = read_settings(self.disk.files["settings/shelfsync.lua"])
        key = hashlib.md5(settings["password"].encode()).hexdigest()
        headers = {"x-auth-user": settings["username"], "x-auth-key": key}
        book = self._ask("GET", f"{settings['server_url']}/api/koreader/books/by-hash/{session['hash']}", headers)
        if book is None:
            return False
        body = {
            "bookId": book["id"], "bookType": "EPUB", "startTime": _instant(session["start_time"]),
            "endTime": _instant(session["end_time"]), "durationSeconds": session["duration"],
            "startProgress": session["pages"][0], "endProgress": session["pages"][1],
            "progressDelta": session["pages"][1] - session["pages"][0],
            "startLocation": str(session["pages"][0]), "endLocation": str(session["pages"][1]),
        }  # fmt: skip
        if self.misbehaviour.get("twice"):
            self._requests += 1
            body["clientSessionId"] = str(self._requests)
        return self._ask("POST", f"{settings['server_url']}/api/v1/reading-sessions", headers, body) is not None

    def _ask(self, method: str, url: str, headers: dict[str, str], body: Any = None) -> Any:
        self._requests += 1
        head = {"id": self._requests, "method": method, "url": url}
        self.emit("request.started", **head, radio="on" if self.radio.connected else "off")
        if not self.radio.connected:
            self.emit("request.radio-off", **head)
            self.emit("request.failed", **head, error="no route")
            return None
        for fault in self.faults.faults:
            if fnmatch.fnmatch(url, fault.url) and fault.strikes(method, url, self.clock.monotonic):
                fault.fired += 1
                self.emit("fault.fired", **head, fault=fault.name)
                self.emit("request.finished", **head, status=500)
                return None
        reply = self.transport.session.request(method, url, headers=headers, json=body)
        self.emit("request.finished", **head, status=reply.status_code)
        return (reply.json() if reply.content else {}) if reply.ok else None

    # the reader's hands and eyes

    def wifi_on(self) -> None:
        self.radio.turn_on()

    def wifi_off(self) -> None:
        self.radio.turn_off()

    def tap(self, label: str) -> None:
        self.emit("tap", label=label)

    hold = type_text = press = tap

    def tap_outside(self) -> None:
        self.emit("tap", label="outside")

    def menu(self, path: list[str]) -> None:
        self.emit("tap", label=" > ".join(path))
        self.try_upload()

    def dispatch(self, action: str, arg: Any = None) -> None:
        self.emit("tap", label=action)

    def screen(self) -> list[Window]:
        return [Window("ReaderUI" if self.book else "FileManager", [f"page {self.at}"])] if self.alive else []

    def evaluate(self, lua: str) -> Any:
        return lua

    def close(self) -> None:
        """Holds nothing."""

    def sql(self, path: str, query: str) -> list[dict[str, Any]]:
        if "kind = " in query and "kind = 'session'" not in query:
            return [{"n": 0}] if "count(" in query else []
        if "count(" in query:
            return [{"n": len(self.queue)}]
        if "integrity_check" in query:
            return [{"integrity_check": "ok"}]
        if " AS s" in query:
            return [{"s": session["start_time"], "e": session["end_time"]} for session in self.queue]
        return [dict(session) for session in self.queue]


class _Crash:
    message = "plugins/shelfsync.koplugin/main.lua:42: attempt to index a nil value"
    where = "plugins/shelfsync.koplugin/main.lua:42"


def _instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

"""The world of the plugin's Lua specs: a fresh device with the plugin on it, and the reference server beyond its radio.

The public methods of the classes here are what helpers.lua offers to specs.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fake_koreader.clock import SECOND
from fake_koreader.machine import Machine
from fake_koreader.network import Transport
from fake_koreader.network.fault_kinds import KINDS
from fake_koreader.profile import profile
from harness.server.admin import Admin
from harness.server.app import create_app
from harness.server.store import Store

HERE = Path(__file__).parent
PLUGIN = HERE.parents[1] / "plugin_lua" / "shelfsync.koplugin"
HOST = "books.example"
OTHER_HOST = "other.example"
USER, PASSWORD = "mira", "tide-pool"
_MICROSECONDS = ("latency_us", "wait_us")


def python_of(value: Any) -> Any:
    """A Lua value as Python has it: tables as dicts or lists, strings as text."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    if hasattr(value, "items"):
        items = {python_of(key): python_of(item) for key, item in value.items()}
        numbered = items and set(items) == set(range(1, len(items) + 1))
        return [items[i] for i in range(1, len(items) + 1)] if numbered else items
    return value


class ServerHelp:
    """`server`: the reference server behind the protocols' back."""

    def __init__(self, admin: Admin, app: Any, lua_of: Callable[[Any], Any]) -> None:
        self._admin, self._app, self._lua_of = admin, app, lua_of

    def add_book(self, fields: Any) -> int:
        """Add a book: title, file_name, hash."""
        words = {"title": "A book", "file_name": "book.epub"} | python_of(fields)
        return self._admin.add_book(**words)

    def remove_book(self, book_id: float) -> None:
        """Remove a book."""
        self._admin.remove_book(int(book_id))

    def sessions(self) -> Any:
        """Every stored session, in the order in which they were stored."""
        return self._lua_of(self._admin.sessions())

    def requests(self) -> Any:
        """Every request that arrived, as "METHOD path status"."""
        return self._lua_of([f"{row['method']} {row['path']} {row['status']}" for row in self._admin.requests()])

    def expire_tokens(self) -> int:
        """Let every token run out."""
        return self._admin.expire_tokens(USER)

    def forbid_logins(self) -> None:
        """No login with a password any more."""
        self._admin.set_local_login(False)

    def quirk(self, name: bytes) -> None:
        """Turn a quirk of the server on."""
        self._app.config["QUIRKS"] = self._app.config["QUIRKS"] | {name.decode()}


class DeviceHelp:
    """`hardware`: radio, clock and disk, and the wire between the device and the server."""

    def __init__(self, machine: Machine, lua_of: Callable[[Any], Any], recording: bool) -> None:
        self._machine, self._lua_of, self.recording = machine, lua_of, recording

    def radio_on(self) -> None:
        """Radio on, with a link, now."""
        self._machine.network.radio.connect_now()

    def radio_off(self) -> None:
        """Radio off."""
        self._machine.network.radio.turn_off()

    def set_clock(self, seconds: float) -> None:
        """Move the wall clock by so many seconds; negative ones set it back."""
        clock = self._machine.clock
        clock.set_wall(clock.wall + round(seconds * SECOND))

    def sleep(self, seconds: float) -> None:
        """The kernel sleeps for so long."""
        self._machine.clock.sleep(round(seconds * SECOND))

    def fault(self, kind: bytes, fields: Any) -> None:
        """Put a fault in force: a name of `fault_kinds.KINDS` and its fields; ``json`` is a body with its type."""
        words = python_of(fields) or {}
        for key in ("nth", "count", "status", "retry_after", *_MICROSECONDS):
            if key in words:
                words[key] = int(words[key])
        if "body" in words:
            words["body"] = words["body"].encode("utf-8", "surrogateescape")
        if "type" in words:
            words["headers"] = [("Content-Type", words.pop("type"))]
        self._machine.network.faults.add(KINDS[kind.decode()](**words))

    def clear_faults(self) -> None:
        """Nothing goes wrong any more."""
        self._machine.network.faults.reset()

    def requests(self) -> Any:
        """Every request that left the device, as "METHOD url"."""
        sent = [event for event in self._machine.trace.events if event.kind == "request.sent"]
        return self._lua_of([f"{event.fields['method']} {event.fields['url']}" for event in sent])

    def log(self) -> bytes:
        """Everything in KOReader's log."""
        self._machine.logbook.flush()
        lines = [str(event.fields["text"]) for event in self._machine.trace.events if event.kind == "log"]
        return "\n".join(lines).encode()

    def write_file(self, path: bytes, data: bytes) -> None:
        """Put a file on the disk."""
        self._machine.disk.add_file(self._absolute(path), data)

    def reference_screen(self, name: bytes, shown: bytes) -> bytes:
        """The recorded screen of that name; with ``--record-screens``, what is shown is recorded first."""
        path = HERE / "screens" / f"{name.decode()}.txt"
        if self.recording:
            path.write_bytes(shown + b"\n")
        if not path.is_file():
            return b"(nothing recorded: run pytest tests/plugin --record-screens, and look at the file)"
        return path.read_bytes().removesuffix(b"\n")

    def _absolute(self, path: bytes) -> str:
        text = path.decode()
        return text if text.startswith("/") else f"{self._machine.data_dir}/{text}"


class PluginWorld:
    """A device as a spec finds it: plugin installed, connected, one account on the server, no books."""

    def __init__(self, *, recording: bool = False) -> None:
        self.transport = Transport()
        self.machine = Machine(profile("kobo-clara"), transport=self.transport)
        self.machine.disk.mount(f"{self.machine.profile.install_dir}/plugins/{PLUGIN.name}", PLUGIN)
        self.store = Store(":memory:")
        self.app = create_app(self.store, now=lambda: self.machine.clock.wall / SECOND, seed=0)
        self.admin = Admin(self.store)
        self.admin.add_user(USER, PASSWORD)
        self.transport.mount(HOST, self.app)
        self.transport.mount(OTHER_HOST, self.app)
        self.machine.network.radio.connect_now()
        self.printed: list[bytes] = []
        self.process = self.machine.start()
        self.process.floor("conformance/common.lua", self.machine.data_dir.encode(), self.printed.append)
        tables = {
            "server": ServerHelp(self.admin, self.app, self._lua_of),
            "hardware": DeviceHelp(self.machine, self._lua_of, recording),
        }
        helpers = self.process.boundary.table(tables, self.process.lua.table)
        self.process.run((HERE / "helpers.lua").read_bytes(), "@tests/plugin/helpers.lua", helpers)

    def _lua_of(self, value: Any) -> Any:
        """A Python value for Lua: lists and dicts as tables, None left out."""
        if isinstance(value, dict):
            pairs = {key.encode(): self._lua_of(item) for key, item in value.items() if item is not None}
            return self.process.lua.table_from(pairs)
        if isinstance(value, (list, tuple)):
            return self.process.lua.table_from([self._lua_of(item) for item in value])
        return value.encode("utf-8") if isinstance(value, str) else value


__all__ = ["HERE", "PluginWorld"]

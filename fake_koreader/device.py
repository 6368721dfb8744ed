"""The device: a machine with KOReader on it, and somebody who reads with it.

Everything a scenario does to a device is a method here. An action is carried out in Lua by the running
KOReader, as a finger or a button would; then one turn of its main loop runs. A Lua error that nobody
catches ends KOReader, as on a real device: `crash` holds it, and the device must be booted again.

States: off (`alive` is False), running, asleep (`hardware.power` is "asleep").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fake_koreader.clock import SECOND
from fake_koreader.hostcalls import ProcessEnded
from fake_koreader.luatable import lua_literal, python_value
from fake_koreader.machine import LUA, Machine
from fake_koreader.network import Faults, Radio
from fake_koreader.process import LuaFailure, Process
from fake_koreader.storage.crash import KeepSynced, Policy, lose_power, survive_kill
from fake_koreader.storage.operations import Crashed, CrashPoint, PowerLost, ProcessKilled
from fake_koreader.storage.reading import read_database
from fake_koreader.trace import Event, Value

RESTART = 85
# Plugins that come with KOReader and that others read from: ours, under lua/plugins/.
BUNDLED = ("coverbrowser", "statistics")
# After the end of a turn of time, tasks that keep scheduling themselves for "now" are cut off here.
LAST_TURNS = 100


@dataclass(frozen=True, slots=True)
class Window:
    """A window on the screen: its widget's kind and the texts in it, in reading order."""

    kind: str
    texts: list[str]


@dataclass(frozen=True, slots=True)
class Hook:
    """A handler of a plugin that was just called."""

    plugin: str
    handler: str


class ActionRefused(Exception):
    """A reader's action that the device cannot do now (no such label, no book open)."""


class Device(Machine):
    """One emulated e-reader. Constructor arguments as for `Machine`, and which bundled plugins it comes with.

    Seconds are virtual.
    """

    on_hook: Callable[[Any], None] | None = None

    crash: LuaFailure | None = None
    exit_code: int | None = None
    power_policy: Policy = KeepSynced()
    _driver: Any = None
    _settings: dict[str, Any]

    def __init__(self, *arguments: Any, bundled: Iterable[str] = BUNDLED, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in bundled if options.get("disk") is None else ():
            self.install_plugin(LUA / "plugins" / f"{name}.koplugin")
        self._settings = {}
        self.trace.listen(self._heard)

    @property
    def alive(self) -> bool:
        """True while KOReader runs."""
        return self.process is not None

    @property
    def radio(self) -> Radio:
        """The Wi-Fi radio, for what the world does to it."""
        return self.network.radio

    @property
    def faults(self) -> Faults:
        """What goes wrong on the wire."""
        return self.network.faults

    def _heard(self, event: Event) -> None:
        if event.kind == "hook.called" and event.device == self.name and self.on_hook is not None:
            self.on_hook(Hook(str(event.fields.get("plugin")), str(event.fields.get("handler"))))

    # Before it starts

    def install_plugin(self, host_dir: Path) -> None:
        """Let a ``*.koplugin`` directory of the host appear among KOReader's plugins; one of that name gives way."""
        if not (host_dir / "main.lua").is_file():
            raise FileNotFoundError(f"{host_dir} is no KOReader plugin: it has no main.lua")
        name = host_dir.name if host_dir.name.endswith(".koplugin") else host_dir.name + ".koplugin"
        path = f"{self.profile.install_dir}/plugins/{name}"
        if self.disk.exists(path):
            place = self.disk.locate(path)
            self.disk.set_entry(place.parent.number, place.name, None)
        self.disk.mount(path, host_dir)

    def unpack_plugin(self, files: Mapping[str, bytes]) -> None:
        """Put files among KOReader's plugins, as a reader unpacks a package there; keys are paths in that folder."""
        for name, content in files.items():
            self.disk.add_file(f"{self.profile.install_dir}/plugins/{name}", content)

    def set_setting(self, key: str, value: Any) -> None:
        """A setting of KOReader's own: at once when it runs, else from its next start on."""
        if self.process is not None and self._driver is not None:
            self._call("set_setting", key.encode(), self.process.run("return " + lua_literal(value), "=setting"))
            return
        self._settings[key] = value

    def write_file(self, path: str, data: bytes) -> None:
        """Put a file on the disk; relative paths begin at KOReader's data directory."""
        self.disk.add_file(self.absolute(path), data)

    def read_file(self, path: str) -> bytes:
        """A file of the disk. DiskError when there is none."""
        return self.disk.read_file(self.absolute(path))

    def absolute(self, path: str) -> str:
        """A device path; relative ones begin at KOReader's data directory."""
        return path if path.startswith("/") else f"{self.data_dir}/{path}"

    # Starting and stopping

    def boot(self, book: str | None = None) -> None:
        """Start KOReader: into the file manager, or into a book."""
        if self.alive:
            raise ActionRefused("KOReader is already running; exit or kill it first")
        self.crash = self.exit_code = None
        self.hardware.power = "awake"
        self._apply_settings()
        try:
            process = self.start()
            self._driver = process.floor("driver.lua")[0]
        except BaseException as stop:
            self._stopped(stop)
            return
        self.emit("process.started", {"start": self.starts, "book": book})
        self._call("boot", book.encode() if book else None)
        self.turn()

    def _apply_settings(self) -> None:
        """Settings asked for while KOReader was off go into its file, beside what is there."""
        if not self._settings:
            return
        path = self.absolute("settings.reader.lua")
        present = python_value(self.disk.read_file(path)) if self.disk.exists(path) else {}
        merged = (present if isinstance(present, dict) else {}) | self._settings
        self._settings = {}
        self.disk.add_file(path, f"return {lua_literal(merged)}\n".encode())

    def _call(self, name: str, *arguments: Any) -> Any:
        """A function of driver.lua; whatever ends KOReader is recorded, not raised."""
        if self.process is None:
            raise ActionRefused("KOReader is not running")
        self.loop_resumes()
        try:
            result = self.process.enter(self._driver[name.encode()], *arguments)
        except BaseException as stop:
            self._stopped(stop)
            return None
        self.note_freeze()
        return result

    def _stopped(self, stop: BaseException) -> None:
        """KOReader is gone; whether that was an exit, a crash or the power is in the trace."""
        self.note_freeze()
        if isinstance(stop, (ProcessEnded, LuaFailure)):
            try:
                self._close_files(databases=isinstance(stop, ProcessEnded))
            except Crashed as crash:
                stop = crash
        if isinstance(stop, ProcessEnded):
            self._left(stop.code)
        elif isinstance(stop, LuaFailure):
            self.crash = stop
            error: dict[str, Value] = {"where": stop.where, "message": stop.message, "traceback": stop.traceback}
            self.emit("lua.error", error | {"fatal": True})
            self._left(1)
        elif isinstance(stop, ProcessKilled):
            self._drop_process()
            survive_kill(self.disk)
            self.emit("process.killed", {"why": str(stop)})
        elif isinstance(stop, PowerLost):
            self._power_lost(str(stop))
        else:
            raise stop

    def _left(self, code: int) -> None:
        """The process ended by itself; the launcher starts another one when it was asked to."""
        self._drop_process()
        self.exit_code = code
        self.emit("process.exited", {"code": code})
        if code == RESTART:
            self.boot()

    def _close_files(self, databases: bool) -> None:
        """What the C library does in exit(): streams are flushed. Databases are closed only by an orderly exit."""
        if self.files is not None:
            self.files.close_all()
        if databases and self.databases is not None:
            self.databases.close_all()

    def _drop_process(self) -> None:
        """The process is gone, and with it what its buffers and caches still held."""
        if self.files is not None:
            self.files.kill()
        if self.databases is not None:
            self.databases.kill()
        self.process, self._driver, self.files, self.databases = None, None, None, None
        self.logbook.flush()

    def kill(self) -> None:
        """End the process at once (kill -9): what was written stays, buffers of the process are lost."""
        if self.process is None:
            raise ActionRefused("KOReader is not running")
        self._drop_process()
        survive_kill(self.disk)
        self.emit("process.killed", {"why": "kill"})

    def power_loss(self) -> None:
        """The battery is pulled: what was not synced may be gone."""
        self._power_lost("battery pulled")

    def _power_lost(self, why: str) -> None:
        self._drop_process()
        lose_power(self.disk, self.power_policy)
        self.clock.drop_timers()
        self.radio.turn_off()
        self.hardware.power = "off"
        self.emit("power.lost", {"why": why})

    def crash_at(self, point: CrashPoint) -> None:
        """Break off at an operation of the disk that has not happened yet."""
        self.disk.crash_at(point)

    # Time

    def advance(self, seconds: float) -> None:
        """Let time pass: the main loop runs, tasks and timers fall due."""
        until = self.clock.monotonic + round(seconds * SECOND)
        if self.process is None or self.hardware.power == "asleep":
            if self.hardware.power == "asleep":
                self.clock.sleep(round(seconds * SECOND))
            else:
                self.clock.advance_to(until)
            return
        extra = 0
        while self.process is not None and extra < LAST_TURNS:
            # A restart in between makes another input.
            assert self.input is not None
            self.input.until = until
            due = self._turn()
            if self.hardware.power == "asleep" and self.clock.monotonic < until:
                self.clock.sleep(until - self.clock.monotonic)
                return
            if self.clock.monotonic >= until:
                if due is None or due > self.clock.monotonic:
                    break
                extra += 1
        if self.process is None:
            self.clock.advance_to(until)

    def turn(self) -> None:
        """One turn of the main loop: what is due now runs, no time passes."""
        if self.process is not None and self.input is not None:
            self.input.until = self.clock.monotonic
            self._turn()

    def _turn(self) -> float | None:
        result = self._call("turn")
        if self.process is None or result is None:
            return None
        code, due = result if isinstance(result, tuple) else (result, None)
        self._leave_if(code)
        return float(due) if due is not None and self.process is not None else None

    def _leave_if(self, code: Any) -> None:
        if code is not None and self.process is not None:
            self._call("leave", int(code))

    # The reader's actions

    def act(self, name: str, *arguments: Any) -> Any:
        """An action of `reader_actions.lua`, and one turn of the main loop after it.

        ActionRefused, with the reason, when the action cannot be done now.
        """
        result = self._call("act", name.encode(), *(_to_lua(value) for value in arguments))
        code, *rest = result if isinstance(result, tuple) else (result,)
        self._leave_if(code)
        self.turn()
        if len(rest) == 2 and rest[0] is False:
            raise ActionRefused(_text(rest[1]))
        return rest[0] if rest else None

    def open_book(self, path: str) -> None:
        """Open a book, whatever is open."""
        self.act("open_book", self.absolute(path))

    def close_book(self) -> None:
        """Back to the file manager."""
        self.act("close_book")

    def switch_book(self, path: str) -> None:
        """From the open book straight to another."""
        self.act("switch_book", self.absolute(path))

    def turn_pages(self, n: int, seconds_each: float) -> None:
        """Turn ``n`` pages (backwards when negative), looking at each for ``seconds_each`` first."""
        for _ in range(abs(n)):
            self.advance(seconds_each)
            self.act("turn_page", 1 if n > 0 else -1)

    def go_to_page(self, n: int) -> None:
        """Jump to a page, counted from 1."""
        self.act("goto_page", n)

    def go_to_percent(self, x: float) -> None:
        """Jump to a place in the book, 0 to 100."""
        self.act("goto_percent", x)

    def highlight(self, text: str) -> None:
        """Highlight a text on the current page."""
        self.act("highlight", text)

    def toggle_bookmark(self) -> None:
        """Set or remove the bookmark of the current page."""
        self.act("toggle_bookmark")

    def set_status(self, status: str) -> None:
        """reading, complete or abandoned, on the book status page."""
        self.act("set_status", status)

    def set_rating(self, stars: int) -> None:
        """1 to 5 stars, on the book status page."""
        self.act("set_rating", stars)

    def suspend(self) -> None:
        """The power button, or the lid: KOReader prepares for sleep, then the kernel sleeps."""
        self.act("suspend")

    def sleep(self, seconds: float) -> None:
        """Stay asleep: the time until the kernel sleeps is spent awake, the rest asleep."""
        self.advance(seconds)

    def resume(self) -> None:
        """The power button again, or the lid opened."""
        self.hardware.wake()
        self.act("resume")

    def exit(self) -> None:
        """Exit by the menu."""
        self.act("exit")

    def restart(self) -> None:
        """Restart by the menu; the launcher starts KOReader again."""
        self.act("restart")

    def wifi_on(self) -> None:
        """The reader switches Wi-Fi on."""
        self.act("wifi_on")

    def wifi_off(self) -> None:
        """The reader switches Wi-Fi off."""
        self.act("wifi_off")

    def menu(self, path: list[str]) -> None:
        """Open the main menu and tap through these texts. ActionRefused names what was there instead."""
        self.act("menu", "\0".join(path))

    def dispatch(self, action: str, arg: Any = None) -> None:
        """Run a Dispatcher action, as a gesture would."""
        self.act("dispatch", action, True if arg is None else arg)

    # The screen

    def _inspect(self, name: str, label: str) -> None:
        found = self._call("inspect", name.encode(), label.encode())
        if found is False:
            shown = "; ".join(f"<{window.kind}> {', '.join(window.texts)}" for window in self.screen())
            raise ActionRefused(f"there is nothing called '{label}' to {name} on the screen: {shown}")
        self._leave_if(self._exit_code_now())
        self.turn()

    def _exit_code_now(self) -> Any:
        return self._call("evaluate", b"UIManager._exit_code") if self.alive else None

    def tap(self, label: str) -> None:
        """Tap the first thing with that label in the topmost window. ActionRefused when there is none."""
        self.emit("tap", {"label": label})
        self._inspect("tap", label)

    def hold(self, label: str) -> None:
        """Press it for long."""
        self.emit("tap", {"label": label, "hold": True})
        self._inspect("hold", label)

    def tap_outside(self) -> None:
        """Tap beside the topmost window's contents."""
        self._call("inspect", b"tap_outside")
        self.turn()

    def type_text(self, text: str) -> None:
        """Type into the focused input field."""
        self._inspect("type_text", text)

    def press(self, key: str) -> None:
        """Press a key."""
        self._call("inspect", b"press", key.encode())
        self.turn()

    def screen(self) -> list[Window]:
        """Every window, from the bottom to the top."""
        flat = self._call("windows") if self.alive else None
        items = list(flat) if isinstance(flat, tuple) else []
        windows = []
        while items:
            kind, count = items[0], int(items[1])
            windows.append(Window(_text(kind), [_text(item) for item in items[2 : 2 + count]]))
            items = items[2 + count :]
        return windows

    # What there is to know

    def _where(self) -> tuple[int, int, str] | None:
        found = self._call("position") if self.alive else None
        if not isinstance(found, tuple) or found[0] is None:
            return None
        return int(found[0]), int(found[1]), _text(found[2])

    def page(self) -> int | None:
        """The current page, or None when no book is open."""
        where = self._where()
        return where[0] if where else None

    def pages(self) -> int | None:
        """The open book's page count."""
        where = self._where()
        return where[1] if where else None

    def percent(self) -> float | None:
        """How far the open book is read, 0 to 100."""
        where = self._where()
        return where[0] / where[1] * 100 if where else None

    def evaluate(self, lua: str) -> Any:
        """Lua in the plugins' world, where ``ui`` is the open reader or file manager.

        LuaFailure when it raises; KOReader lives on, as with its own terminal.
        """
        if self.process is None:
            raise ActionRefused("KOReader is not running")
        result = self.process.enter(self._driver[b"evaluate"], lua.encode())
        return tuple(map(_plain, result)) if isinstance(result, tuple) else _plain(result)

    def sql(self, path: str, query: str) -> list[dict[str, Any]]:
        """Rows of a database on the device's disk. KeyError when there is no such file."""
        return read_database(self.disk, self.absolute(path), query)

    def pending_tasks(self) -> list[tuple[float, str]]:
        """What is scheduled: seconds from now, and where the task was written."""
        flat = self._call("pending_tasks") if self.alive else None
        items = list(flat) if isinstance(flat, tuple) else []
        now = self.clock.monotonic
        return [((float(items[i]) - now) / SECOND, _text(items[i + 1])) for i in range(0, len(items), 2)]

    def __repr__(self) -> str:
        state = "running" if self.alive else "crashed" if self.crash else "off"
        return f"<Device {self.name} ({self.profile.name}), {state}, {self.clock!r}>"


def _text(value: Any) -> str:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)


def _plain(value: Any) -> Any:
    return _text(value) if isinstance(value, bytes) else value


def _to_lua(value: Any) -> Any:
    return value.encode() if isinstance(value, str) else value


__all__ = ["ActionRefused", "Device", "Hook", "Process", "Window"]

"""Runs one spec file in a fresh emulated KOReader and says what became of each of its tests."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from fake_koreader.hostcalls import ProcessEnded
from fake_koreader.process import LuaFailure, Process
from harness.options import Failure, Outcome, Result
from harness.spec.choosing import Choice, SpecPath
from harness.spec.installation import OPTIONAL, REQUIRED, Busted
from harness.spec.project import KOREADER_SPECS
from harness.spec.replies import WorldHost
from harness.spec.stage import LUA_PATH, SpecMachine, machine_for, profile_for

_PLACE = re.compile(r"^([^\n:]+):(\d+): ")
# Where a runtime error says it is, when it is in KOReader's part of the device.
_RUNTIME = ("frontend/", "common/", "prelude/", "spec/world.lua", "spec/helpers.lua")
_CALLED_FROM = re.compile(r", called from ([^\n:]+):(\d+)$")
_LOG_LINE = re.compile(rb"^\d\d/\d\d/\d\d-\d\d:\d\d:\d\d (?:DEBUG|INFO|WARN|ERROR) ")


@dataclass(frozen=True, slots=True)
class SpecRun:
    """What became of a spec file: its tests in the order in which they ran, what it printed, how long it took."""

    spec: SpecPath
    results: tuple[Result, ...]
    printed: str
    log: str
    seconds: float


@dataclass(slots=True)
class _Test:
    name: str
    where: str
    begun: float
    faults: list[tuple[str, Failure]] = field(default_factory=list)


class _Findings:
    """Takes what busted's output handler tells (`lua/spec/handler.lua`) and makes results of it."""

    def __init__(self, spec: SpecPath, install_dir: str, places: Callable[[str], str], common: dict[str, Any]) -> None:
        self._spec, self._places, self._install_dir, self._common = spec, places, install_dir, common
        self._running: _Test | None = None
        self.results: list[Result] = []

    def take(self, kind: bytes, *details: Any) -> None:
        """One event."""
        texts = [_text(detail) if isinstance(detail, bytes) else detail for detail in details]
        getattr(self, f"_{kind.decode()}")(*texts)

    def _start(self, name: str, source: str | None = None, line: float | None = None) -> None:
        self._running = _Test(name, self.place(source, line), time.perf_counter())

    def _fault(self, message: str, source: Any, line: Any, traceback: str | None, what: str) -> None:
        if self._running is not None:
            self._running.faults.append((what, self._failure(message, source, line, traceback, what)))

    def _end(self, status: str, virtual_seconds: float) -> None:
        test, self._running = self._running, None
        if test is None:
            return
        outcome: Outcome = {"success": "passed", "pending": "skipped"}.get(status, "failed")  # type: ignore[assignment]
        said = [failure.message for what, failure in test.faults if what == "pending" and failure.message]
        failures = tuple(failure for what, failure in test.faults if what != "pending")
        self.results.append(
            Result(
                test.name,
                test.where,
                outcome,
                time.perf_counter() - test.begun,
                round(float(virtual_seconds), 6),
                failures if outcome == "failed" else (),
                notes=tuple(said),
                **self._common,
            )
        )

    def _outside(self, name: str, message: str, source: Any, line: Any, traceback: str | None, what: str) -> None:
        failure = self._failure(message, source, line, traceback, "error")
        self.broken(name or "(the file)", failure)

    def broken(self, name: str, failure: Failure) -> None:
        """Something outside of the tests went wrong, so that tests were not run."""
        self.results.append(Result(name, failure.where, "error", 0.0, 0.0, (failure,), **self._common))

    def cut_short(self, kind: str, message: str, traceback: str = "") -> None:
        """The process ended: that is the running test's failure, or the file's."""
        test, self._running = self._running, None
        where = test.where if test else self._spec.shown
        failure = self._failure(message, None, None, traceback, "error")
        failure = Failure(kind, failure.message, failure.where if failure.where != self._spec.shown else where,
                          events=failure.events)  # fmt: skip
        if test is not None:
            seconds = time.perf_counter() - test.begun
            self.results.append(Result(test.name, test.where, "failed", seconds, 0.0, (failure,), **self._common))
        self.broken("(the rest of the file)", Failure(kind, "not run: the process has ended", self._spec.shown))

    def _failure(self, message: str, source: Any, line: Any, traceback: str | None, what: str) -> Failure:
        found = _PLACE.match(message)
        where = self.place(source, line) if source else ""
        if found:
            named = self.place(found.group(1), float(found.group(2)))
            # Lua cuts long file names in messages; the trace has the whole one.
            if not found.group(1).startswith("..."):
                where = named
            message = message[found.end() :]
        kind = "assertion" if what == "failure" else "lua-error"
        if message.startswith("not emulated: "):
            kind = "not-emulated"
            called = _CALLED_FROM.search(message)
            where = self.place(called.group(1), float(called.group(2))) if called else where
        elif kind == "lua-error" and (not where or self._in_runtime(where)):
            where = self._in_project(traceback or "") or where
        lines = [text.strip() for text in (traceback or "").splitlines()]
        lines = [text for text in lines if text and text != "stack traceback:"]
        return Failure(kind, message.strip(), where or self._spec.shown, events=tuple(lines))

    def _in_runtime(self, where: str) -> bool:
        return where.startswith(_RUNTIME)

    def _in_project(self, traceback: str) -> str:
        """The innermost line of the project on the way to an error."""
        for line in traceback.splitlines():
            found = _PLACE.match(line.strip())
            if found and not found.group(1).startswith((*_RUNTIME, LUA_PATH)):
                return self.place(found.group(1), float(found.group(2)))
        return ""

    def place(self, source: str | None, line: float | None) -> str:
        """``file:line`` as a user of this machine knows it."""
        if not source:
            return self._spec.shown
        path = source.removeprefix("@").removeprefix(self._install_dir + "/").removeprefix("./")
        shown = self._places(path)
        return f"{shown}:{int(line)}" if line and line > 0 else shown


def _text(value: bytes) -> str:
    return value.decode("utf-8", "backslashreplace")


def run_spec(spec: SpecPath, busted: Busted, choice: Choice, *, profile: str | None = None, seed: int = 0) -> SpecRun:
    """Run a spec file. What goes wrong in it, however badly, is in the results."""
    begun = time.perf_counter()
    device = profile_for(spec, profile)
    machine = machine_for(spec, busted, device, seed)
    common = {"seed": seed, "profile": device.name, "suite": spec.shown}
    findings = _Findings(spec, device.install_dir, _places(spec), common)
    process = machine.start()
    try:
        content, mishap = _run(machine, process, spec, choice, findings)
    except ProcessEnded as end:
        findings.cut_short("exit", f"os.exit({end.code}) ended the emulated KOReader")
    except LuaFailure as failure:
        findings.cut_short("lua-error", failure.message, failure.traceback)
    else:
        _judge(content, mishap, findings, machine, spec)
    finally:
        machine.close()
    text = machine.logbook.text()
    printed = b"\n".join(line for line in text.split(b"\n") if not _LOG_LINE.match(line))
    return SpecRun(spec, tuple(findings.results), _text(printed), _text(text), time.perf_counter() - begun)


def _run(
    machine: SpecMachine, process: Process, spec: SpecPath, choice: Choice, findings: _Findings
) -> tuple[bool, str]:
    templates = f"{LUA_PATH}/?.lua;{LUA_PATH}/?/init.lua"
    process.floor("spec/helpers.lua", templates.encode(), "\n".join((*REQUIRED, *OPTIONAL)).encode())
    world = process.boundary.table({"world": WorldHost(machine)}, process.lua.table)[b"world"]
    process.floor("spec/world.lua", "\n".join(_directories(spec)).encode(), world)
    handler = process.floor("spec/handler.lua", process.boundary.wrap(findings.take))
    # Names that a spec has forgotten must not lead busted's own errors astray: no sound, no coverage, no other Lua.
    arguments = ["--output=koharness", "--no-coverage", "--no-enable-sound", "--ignore-lua", *choice.arguments()]
    found = process.floor(
        "spec/busted.lua", handler, "\n".join([*arguments, spec.project.on_device(spec.path)]).encode()
    )
    content, mishap = found if isinstance(found, tuple) else (found, None)
    return bool(content), _text(mishap) if mishap else ""


def _judge(content: bool, mishap: str, findings: _Findings, machine: SpecMachine, spec: SpecPath) -> None:
    if mishap:
        message, _, traceback = mishap.partition("\n")
        findings.broken("(busted)", Failure("lua-error", message, spec.shown, events=tuple(traceback.splitlines())))
    elif not content and not any(result.failures for result in findings.results):
        said = _text(machine.logbook.text()).strip()
        message = said.removeprefix("busted: error: ") or "busted refused to run it and did not say why"
        findings.broken("(busted)", Failure("lua-error", message, spec.shown))


def _directories(spec: SpecPath) -> list[str]:
    """What is on package.path beside KOReader: its specs' folder, the plugin the spec belongs to, the other plugins."""
    plugins = sorted(spec.project.plugins, key=lambda path: not spec.path.is_relative_to(path))
    return [KOREADER_SPECS, *(f"plugins/{path.name}" for path in plugins)]


def _places(spec: SpecPath) -> Callable[[str], str]:
    """From paths on the device to paths as the command line shows them."""
    own = spec.project.on_device(spec.path)
    prefix = spec.shown[: -len(own)] if spec.shown.endswith(own) else f"{spec.project.root.as_posix()}/"
    mounts = sorted(spec.project.mounts(spec.project.common_require(spec.path)), key=lambda mount: -len(mount[0]))

    # Every test has a place, and few files have all of them.
    @cache
    def place(path: str) -> str:
        for target, host in mounts:
            if (path == target or path.startswith(target + "/")) and host.is_relative_to(spec.project.root):
                inside = host.relative_to(spec.project.root).as_posix() + path[len(target) :]
                return prefix + inside.removeprefix("./")
        return path.replace(f"{LUA_PATH}/", "")

    return place

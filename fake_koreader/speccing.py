"""Runs Lua specs (describe, it, assert) inside an emulated KOReader.

A spec file is opened in a process that the caller has prepared; every case is meant to run in a device of its
own, so a file is opened once to list its cases and once more for each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from fake_koreader.process import Process

Outcome = Literal["passed", "failed", "pending"]


@dataclass(frozen=True, slots=True)
class SpecCase:
    """One `it` of a spec file: its number in the file (from 1), its name with those around it, its line."""

    number: int
    name: str
    line: int


@dataclass(frozen=True, slots=True)
class SpecResult:
    """What became of a case. ``where`` is the line of the spec that failed, ``traceback`` that of a Lua error."""

    outcome: Outcome
    message: str = ""
    where: str = ""
    traceback: str = ""

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.message}" if self.where else self.message or self.outcome]
        return "\n".join([*lines, *([self.traceback.strip()] if self.traceback else [])])


class SpecFile:
    """A spec file opened in a process. LuaFailure when it does not compile or fails outside its cases."""

    def __init__(self, process: Process, path: Path, name: str | None = None) -> None:
        self._process = process
        assertions = process.floor("spec/assertions.lua")
        opened = process.floor("spec/runner.lua", assertions)
        shown = name if name is not None else path.name
        self._list, self._run = process.enter(opened, path.read_bytes(), shown.encode())

    def cases(self) -> list[SpecCase]:
        """Every case, in the order of the file."""
        flat = self._process.enter(self._list)
        items = list(flat) if isinstance(flat, tuple) else []
        return [
            SpecCase(i // 2 + 1, _text(items[i]), int(items[i + 1]))
            for i in range(0, len(items), 2)
        ]

    def run(self, case: SpecCase) -> SpecResult:
        """Run one case. What ends the process (an exit, the power) is raised as `Process.enter` raises it."""
        found = self._process.enter(self._run, case.number)
        outcome, *rest = found if isinstance(found, tuple) else (found,)
        texts = [_text(value) if value is not None else "" for value in [*rest, None, None, None]]
        return SpecResult(_outcome(_text(outcome)), *texts[:3])


def _outcome(word: str) -> Outcome:
    return "passed" if word == "passed" else "pending" if word == "pending" else "failed"


def _text(value: Any) -> str:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)

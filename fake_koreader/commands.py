"""Commands that plugins give to a shell: what a scenario answers to them, and what the trace keeps.

The shell itself is Lua (`lua/base/ffi/shell.lua`); it asks here first, for the whole line and then for each program.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from fake_koreader.trace import Value

Emit = Callable[[str, dict[str, Value]], None]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command line that fits ``pattern`` (``*`` and ``?`` as in file names) prints and ends with."""

    pattern: str
    prints: str = ""
    status: int = 0


class ScriptedCommands:
    """The replies of one device, the latest first. They outlive its processes."""

    def __init__(self) -> None:
        self._replies: list[Reply] = []

    def add(self, pattern: str, prints: str = "", status: int = 0) -> None:
        """Answer commands that fit ``pattern`` from now on; ``status`` is the exit code, 0 to 255."""
        if not 0 <= status <= 255:
            raise ValueError(f"an exit code is a number from 0 to 255, not {status}")
        self._replies.insert(0, Reply(pattern, prints, status))

    def find(self, line: str) -> Reply | None:
        """The reply to a command line, spaces at its ends and runs of them inside not counted."""
        line = " ".join(line.split())
        for reply in self._replies:
            if line == reply.pattern or fnmatchcase(line, reply.pattern):
                return reply
        return None


class CommandsHost:
    """`host.commands`: replies for the shell, and its notes for the trace."""

    def __init__(self, scripted: ScriptedCommands, emit: Emit) -> None:
        self._scripted = scripted
        self._emit = emit

    def reply(self, line: bytes) -> tuple[bytes, int] | None:
        """Output and exit code of a scripted command line, or nil when there is no reply for it."""
        text = line.decode("utf-8", "backslashreplace")
        reply = self._scripted.find(text)
        if reply is None:
            return None
        self._emit("command", {"line": text, "known": True, "scripted": True, "status": reply.status})
        return reply.prints.encode(), reply.status

    def ran(self, line: bytes, known: bool) -> None:
        """Note a program that the shell runs; ``known`` is false when there is no such program on the device."""
        self._emit("command", {"line": line.decode("utf-8", "backslashreplace"), "known": bool(known)})

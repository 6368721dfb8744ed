"""What a check can find: the kinds, how bad each is, and the list in which each thing stands once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_PLUGIN_LINE = re.compile(r"([^\s'\"/:]+\.koplugin/[^:\s'\"]+:\d+)")
_ANY_LINE = re.compile(r"([\w./@+-]+\.lua:\d+)")
_NOT_EMULATED = re.compile(r"not emulated: (.+?), called from ([^\s,]+)")


class Kind(Enum):
    """The kinds of findings; ``is_error`` tells those that fail a check from warnings."""

    NOT_EMULATED = "not-emulated"
    LUA_ERROR = "lua-error"
    LOAD_ERROR = "load-error"
    FREEZE = "freeze"
    RADIO_OFF_REQUEST = "radio-off-request"
    SETTINGS_UNREADABLE = "settings-unreadable"
    SECRET_IN_LOG = "secret-in-log"
    SWALLOWED_ERROR = "swallowed-error"
    TASK_AFTER_CLOSE = "task-after-close"
    LEAKED_GLOBAL = "leaked-global"

    @property
    def is_error(self) -> bool:
        """True when a plugin with such a finding does not pass."""
        return self not in (Kind.SWALLOWED_ERROR, Kind.TASK_AFTER_CLOSE, Kind.LEAKED_GLOBAL)


@dataclass(slots=True)
class Finding:
    """One thing that was wrong, however often it happened.

    ``where`` is the plugin's ``file:line``; ``during`` is the act of the day in which it was first seen; ``detail``
    is a Lua traceback where there is one.
    """

    kind: Kind
    message: str
    where: str
    during: str
    count: int = 1
    detail: str = ""


class Findings:
    """The findings of one plugin on one device, in the order in which they were first seen."""

    def __init__(self, plugin: str) -> None:
        self._plugin = plugin
        self._own_line = re.compile(rf"(?<![^\s'\"/:@])({re.escape(plugin)}/[^:\s'\"]+:\d+)")
        self._found: dict[tuple[Kind, str, str], Finding] = {}

    def add(self, kind: Kind, message: str, where: str, during: str, *, detail: str = "", again: bool = True) -> None:
        """Note a finding. ``where`` "" means the plugin as a whole; ``again`` False does not count what is known."""
        place = short(where) or f"{self._plugin}/main.lua"
        key = (kind, message, place)
        known = self._found.get(key)
        if known is None:
            self._found[key] = Finding(kind, message, place, during, detail=detail)
        elif again:
            known.count += 1

    def place_of(self, message: str, traceback: str = "", fallback: str = "") -> str:
        """The plugin's line that an error comes from: as its message says, else the innermost one of the traceback.

        Without any, a line of another plugin, else the nearest one of KOReader; "" when nothing names a line.
        """
        for pattern in (self._own_line, _PLUGIN_LINE):
            for text in (message, traceback, fallback):
                found = pattern.search(text)
                if found:
                    return found.group(1)
        for text in (message, fallback, traceback):
            other = _ANY_LINE.search(text)
            if other:
                return other.group(1).lstrip("@./")
        return ""

    def all(self) -> list[Finding]:
        """Every finding, errors first."""
        return sorted(self._found.values(), key=lambda finding: not finding.kind.is_error)

    def errors(self) -> list[Finding]:
        """What fails the check."""
        return [finding for finding in self.all() if finding.kind.is_error]

    def warnings(self) -> list[Finding]:
        """What does not fail it."""
        return [finding for finding in self.all() if not finding.kind.is_error]


def short(where: str) -> str:
    """``x.koplugin/main.lua:12`` for any device path of that line; other places without their ``@`` and ``./``."""
    found = _PLUGIN_LINE.search(where)
    return found.group(1) if found else where.lstrip("@./")


def is_not_emulated(message: str) -> bool:
    """True for the runtime's own refusal, wherever in a message it stands."""
    return _NOT_EMULATED.search(message) is not None


def refusal_of(message: str) -> tuple[str, str]:
    """What is not emulated, and the line that asked for it; the first when a message quotes several."""
    found = _NOT_EMULATED.search(message)
    if found is None:
        raise ValueError(f"no refusal of the runtime: {message}")
    return found.group(1), short(found.group(2))


def first_line(message: str, where: str) -> str:
    """A Lua message without the place that stands before it, and without what follows its first line."""
    line = message.strip().split("\n")[0]
    head = re.match(r"^[^\s:]*\.lua:\d+: ", line)
    return line[head.end() :] if head and short(head.group(0)).startswith(where) else line

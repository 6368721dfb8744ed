"""The bridge from Lua to the hardware: every function of `host` is a method of an object listed here.

A host function gets bytes, numbers, booleans or None and returns the same (or a tuple of them); an
expected failure is a return value. A Python exception means that the machine stops: the power went, the
process was killed, or koharness has a bug. It is kept, and every later call raises it again, so that
Lua code that catches everything cannot live on.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any


class ProcessEnded(BaseException):
    """The emulated process ended itself (`os.exit`) or was ended."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{reason} (exit code {code})")
        self.code = code
        self.reason = reason


_known: dict[type, tuple[str, ...]] = {}


def _functions(kind: type) -> tuple[str, ...]:
    """The public methods of a host object's class, by name."""
    if kind not in _known:
        names = (name for name, _ in inspect.getmembers(kind, callable))
        _known[kind] = tuple(name for name in names if not name.startswith("_"))
    return _known[kind]


class Boundary:
    """Wraps host objects for one Lua state and remembers what stopped it.

    States: open (``ending is None``); stopped (``ending`` is the exception every call now raises).
    """

    def __init__(self) -> None:
        self.ending: BaseException | None = None

    def wrap(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """``function`` for Lua: raises again what stopped the state before."""

        def call(*arguments: Any) -> Any:
            if self.ending is not None:
                raise self.ending
            try:
                return function(*arguments)
            except BaseException as stop:
                self.ending = stop
                raise

        return call

    def table(self, nouns: Mapping[str, object], new_table: Callable[[], Any]) -> Any:
        """The Lua table `host`: one table per noun, one function per public method."""
        host = new_table()
        for noun, thing in sorted(nouns.items()):
            functions = new_table()
            for name in _functions(type(thing)):
                functions[name.encode()] = self.wrap(getattr(thing, name))
            host[noun.encode()] = functions
        return host

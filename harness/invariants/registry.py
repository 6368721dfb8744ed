"""What a run must satisfy even when nobody wrote an expectation: names, functions, and their order.

An invariant is a function of the world that yields a line for each way in which it is broken. To add one, decorate
a function in the file of its noun. ``safety`` ones hold at any moment; the others only at the end of a story that
was told to its end.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fake_koreader.trace import Event

if TYPE_CHECKING:
    from harness.world import World


@dataclass(frozen=True, slots=True)
class Broken:
    """One way in which an invariant was broken; ``event`` is where in the trace, when there is such a place."""

    message: str
    event: Event | None = None
    where: str | None = None


Check = Callable[["World"], Iterator[Broken]]


@dataclass(frozen=True, slots=True)
class Invariant:
    """A named invariant."""

    name: str
    check: Check
    safety: bool

    @property
    def teaching(self) -> str:
        """What it says, in one sentence."""
        return (inspect.getdoc(self.check) or "").split("\n")[0]


_all: dict[str, Invariant] = {}


def invariant(name: str, *, safety: bool) -> Callable[[Check], Check]:
    """Register a check under a name. ValueError when the name is taken."""

    def register(check: Check) -> Check:
        if name in _all:
            raise ValueError(f"the invariant '{name}' is registered twice")
        _all[name] = Invariant(name, check, safety)
        return check

    return register


def invariants() -> list[Invariant]:
    """All invariants, in the order in which they were registered."""
    return list(_all.values())


def names() -> list[str]:
    """Their names, for scenarios that switch one off."""
    return list(_all)

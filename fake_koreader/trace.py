"""The trace: one append-only stream of everything that happens on a device or around it.

A device writes it; expectations, invariants, the stepper and the reports read it. Two runs of one
scenario with one seed give the same bytes, so nothing that varies between machines may enter it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

Value = None | bool | int | float | str | list[Any] | dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    ``kind`` is dotted, the subject first (``request.started``, ``disk.write``, ``window.shown``);
    ``at`` is the device's monotonic time in microseconds; ``fields`` are JSON values.
    """

    sequence: int
    at: int
    device: str
    kind: str
    fields: Mapping[str, Value]

    def as_json(self) -> str:
        """The event as one line of JSON, keys in a fixed order."""
        head: dict[str, Value] = {"n": self.sequence, "at": self.at, "device": self.device, "kind": self.kind}
        head.update(sorted(self.fields.items()))
        return json.dumps(head, ensure_ascii=False, separators=(",", ":"))

    def __str__(self) -> str:
        words = " ".join(f"{key}={_brief(value)}" for key, value in self.fields.items())
        return f"{self.at / 1e6:10.3f}s {self.device}: {self.kind} {words}".rstrip()


def _brief(value: Value) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:77] + "..."


Listener = Callable[[Event], None]


class Trace:
    """An append-only list of events, shared by all the devices of one run."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._listeners: list[Listener] = []

    def emit(self, device: str, at: int, kind: str, fields: Mapping[str, Value]) -> Event:
        """Append an event and tell the listeners; returns the event."""
        event = Event(len(self.events), at, device, kind, fields)
        self.events.append(event)
        for listener in self._listeners:
            listener(event)
        return event

    def listen(self, listener: Listener) -> None:
        """Call ``listener`` with each event from now on."""
        self._listeners.append(listener)

    def of(self, *kinds: str) -> Iterator[Event]:
        """The events whose kind is one of ``kinds``; ``"request."`` stands for all that begin so."""
        exact = {kind for kind in kinds if not kind.endswith(".")}
        prefixes = tuple(kind for kind in kinds if kind.endswith("."))
        for event in self.events:
            if event.kind in exact or (prefixes and event.kind.startswith(prefixes)):
                yield event

    def write(self, stream: TextIO) -> None:
        """Write the events as JSON Lines."""
        for event in self.events:
            stream.write(event.as_json())
            stream.write("\n")

    def __repr__(self) -> str:
        return f"<Trace {len(self.events)} events>"

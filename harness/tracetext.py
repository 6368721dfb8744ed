"""The trace as text, read once: its digest, and the places where a secret stands in it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from fake_koreader.trace import Event, Trace


class TraceText:
    """Reads events as lines of JSON as they come, each of them once: a year of reading has many."""

    def __init__(self, trace: Trace, secrets: Sequence[str]) -> None:
        self.leaks: list[tuple[Event, str]] = []
        """Events with a secret in them, and that secret."""
        self._trace, self._secrets = trace, secrets
        self._read = 0
        self._hash = hashlib.sha256()

    def read_on(self) -> None:
        """Take in what was written since the last time."""
        events = self._trace.events
        for event in events[self._read :]:
            line = event.as_json()
            self._hash.update(line.encode("utf-8", "surrogatepass"))
            self._hash.update(b"\n")
            for secret in self._secrets:
                if secret in line:
                    self.leaks.append((event, secret))
                    break
        self._read = len(events)

    @property
    def digest(self) -> str:
        """SHA-256 of the trace as JSON Lines."""
        self.read_on()
        return self._hash.hexdigest()

    def __repr__(self) -> str:
        return f"<TraceText {self._read} events, {len(self.leaks)} leaks>"

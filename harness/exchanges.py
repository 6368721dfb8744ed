"""The requests of a run, put together from the trace: what was asked, and how it ended."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from fake_koreader.trace import Event, Trace


@dataclass(slots=True)
class Exchange:
    """One request. ``status`` is None without a reply; ``error`` is LuaSocket's word for a failure."""

    sequence: int
    device: str
    at: int
    method: str
    url: str
    radio: str = "on"
    status: int | None = None
    error: str | None = None
    seconds: float = 0.0
    faults: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The path of the address, without host and query."""
        return urlsplit(self.url).path or "/"

    def matches(self, pattern: str) -> bool:
        """Whether ``POST */batch`` or ``*/batch`` or a whole address fits."""
        words = pattern.split()
        if len(words) == 2 and words[0].upper() != self.method.upper():
            return False
        glob = words[-1]
        return any(fnmatch.fnmatchcase(text, glob) for text in (self.url, self.path, self.url.partition("?")[0]))

    def __str__(self) -> str:
        outcome = self.error or (str(self.status) if self.status is not None else "no reply")
        hit = f" [{', '.join(self.faults)}]" if self.faults else ""
        return f"{self.at / 1e6:.3f}s {self.device}: {self.method} {self.path} → {outcome}{hit}"


def exchanges(trace: Trace, since: int = 0) -> list[Exchange]:
    """The requests that began at or after the event number ``since``, in order."""
    return gather(event for event in trace.of("request.", "fault.fired") if event.sequence >= since)


def gather(events: Iterable[Event]) -> list[Exchange]:
    """Exchanges from ``request.*`` and ``fault.fired`` events."""
    found: list[Exchange] = []
    open_: dict[tuple[str, object], Exchange] = {}
    for event in events:
        fields = event.fields
        key = (event.device, fields.get("id"))
        if event.kind == "request.started":
            exchange = Exchange(
                event.sequence, event.device, event.at, str(fields.get("method")), str(fields.get("url")),
                radio=str(fields.get("radio", "on")),
            )  # fmt: skip
            found.append(exchange)
            open_[key] = exchange
            continue
        known = open_.get(key)
        if known is None:
            continue
        if event.kind == "request.finished":
            status = fields.get("status")
            known.status = status if isinstance(status, int) else None
            known.seconds = (event.at - known.at) / 1e6
        elif event.kind == "request.failed":
            known.error = str(fields.get("error"))
            known.seconds = (event.at - known.at) / 1e6
        elif event.kind == "fault.fired":
            known.faults = (*known.faults, str(fields.get("fault")))
    return found

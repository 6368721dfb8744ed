"""What goes wrong on the way: faults laid around the transport, chosen by URL, method, number and time.

A fault may act at four stages of an exchange: the name lookup, the connection, the TLS handshake, and the
reply. The first three give a `NetworkFailure` or None; the last stands around the transport and sees the
request and the reply. Each fault counts how often it acted (``fired``): one that was scheduled and never acted
can fail a run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import translate
from typing import ClassVar

from fake_koreader.network.exchange import Forward, NetworkFailure, Reply, Request


class Fault:
    """One fault and the requests it strikes.

    ``url`` is a glob over the whole URL (``https://books.example/api/*``), over host and path when it names no scheme
    (``books.example/*``), or over the path when it begins with ``/``; the query may be left out. ``method`` strikes one
    method only. ``nth`` is the first matching request that is struck (1 is the first of all), ``count`` how many are
    struck from there on (None: all). ``from_us`` and ``until_us`` bound the monotonic time.
    """

    kind: ClassVar[str] = "fault"
    answers: bool = False
    """True when the fault stands around the reply."""
    resolves: ClassVar[bool] = False
    """True when the fault can act on a name lookup."""
    hijacks: ClassVar[bool] = False
    """True when any host and port seems to be reachable through this fault."""

    def __init__(
        self,
        *,
        url: str = "*",
        method: str | None = None,
        nth: int = 1,
        count: int | None = None,
        from_us: int | None = None,
        until_us: int | None = None,
        name: str | None = None,
    ) -> None:
        if nth < 1 or (count is not None and count < 1):
            raise ValueError(f"fault '{self.kind}': nth and count begin at 1 (got nth={nth}, count={count})")
        self.url = url
        self.method = method.upper() if method else None
        self.nth = nth
        self.count = count
        self.from_us = from_us
        self.until_us = until_us
        self.name = name or self.kind
        self.seen = 0
        self.fired = 0
        self._glob = re.compile(translate(url))

    def strikes(self, method: str, url: str, now: int) -> bool:
        """Count a request and say whether this fault is to act on it."""
        if self.method is not None and self.method != method.upper():
            return False
        if (self.from_us is not None and now < self.from_us) or (self.until_us is not None and now >= self.until_us):
            return False
        if not self.covers(url):
            return False
        self.seen += 1
        return self.seen >= self.nth and (self.count is None or self.seen < self.nth + self.count)

    def covers(self, url: str) -> bool:
        """True when ``url`` is one of those that this fault is about."""
        if self.url == "*":
            return True
        if "://" not in self.url:
            url = url.partition("://")[2]
            if self.url.startswith("/"):
                url = "/" + url.partition("/")[2]
        return bool(self._glob.match(url) or self._glob.match(url.partition("?")[0]))

    def at_lookup(self, host: str) -> NetworkFailure | None:
        """What a lookup of ``host`` meets."""
        return None

    def at_connect(self) -> NetworkFailure | None:
        """What an attempt to connect meets."""
        return None

    def at_handshake(self) -> NetworkFailure | None:
        """What a TLS handshake meets."""
        return None

    def answer(self, request: Request, forward: Forward) -> Reply:
        """The reply as it leaves this fault; ``forward`` hands the request on towards the server."""
        return forward(request)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.url} fired {self.fired}>"


class Faults:
    """The faults in force, in the order in which they were added."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Put a fault in force; returns it."""
        self._faults.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        """Take a fault out of force. ValueError when it is not in force."""
        if fault not in self._faults:
            raise ValueError(f"the fault '{fault.name}' is not in force")
        self._faults.remove(fault)

    def reset(self) -> None:
        """Take all faults out of force."""
        self._faults.clear()

    def select(self, method: str, url: str, now: int) -> list[Fault]:
        """The faults that act on this request, at ``now`` (monotonic µs)."""
        return [fault for fault in self._faults if fault.strikes(method, url, now)]

    def select_lookup(self, host: str, now: int) -> list[Fault]:
        """The faults that act on a name lookup made on its own; a fault on a host's URLs covers its name."""
        urls = (f"dns://{host}/", f"http://{host}/", f"https://{host}/")
        chosen = []
        for fault in self._faults:
            url = next((url for url in urls if fault.covers(url)), None)
            if fault.resolves and url is not None and fault.method is None and fault.strikes("LOOKUP", url, now):
                chosen.append(fault)
        return chosen

    def unfired(self) -> list[Fault]:
        """The faults in force that never acted."""
        return [fault for fault in self._faults if not fault.fired]

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._faults)

    def __len__(self) -> int:
        return len(self._faults)

    def __repr__(self) -> str:
        return f"<Faults {self._faults}>"

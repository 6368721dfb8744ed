"""One request and what became of it: the request and reply on the wire, and the record that the trace keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fake_koreader.clock import Clock
from fake_koreader.network.link import Emit
from fake_koreader.network.redact import body_fields, safe_headers, safe_url

if TYPE_CHECKING:
    from fake_koreader.network.faults import Fault, Faults
    from fake_koreader.network.radio import Radio

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Request:
    """What the device sent, exactly: nothing is added on the way."""

    method: str
    url: str
    headers: Headers
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The first header called ``name`` (any case), or None."""
        return _find(self.headers, name)


@dataclass(frozen=True, slots=True)
class Reply:
    """What comes back, and how it comes back.

    ``delay_us`` passes before the first byte; ``bytes_per_second`` replaces the link's own; ``cut`` is the number
    of body bytes after which the peer closes; ``ending`` is ``close``, ``reset`` (nothing but a reset arrives) or
    ``silence`` (nothing ever arrives).
    """

    status: int
    reason: str
    headers: Headers
    body: bytes = b""
    delay_us: int = 0
    bytes_per_second: int | None = None
    cut: int | None = None
    ending: str = "close"

    def header(self, name: str) -> str | None:
        """The first header called ``name`` (any case), or None."""
        return _find(self.headers, name)

    def with_body(self, body: bytes) -> Reply:
        """The same reply with another body, and a Content-Length that fits it."""
        kept = [pair for pair in self.headers if pair[0].lower() != "content-length"]
        return replace(self, body=body, headers=[*kept, ("Content-Length", str(len(body)))])


Forward = Callable[[Request], Reply]


class NetworkFailure(Exception):
    """The reply will not come: ``error`` is what LuaSocket calls it. None stands for silence until the timeout."""

    def __init__(self, error: str | None, wait_us: int = 0) -> None:
        super().__init__(error or "silence")
        self.error = error
        self.wait_us = wait_us


@dataclass(slots=True)
class Exchange:
    """A request under way. States: started; connected; then finished or failed."""

    number: int
    method: str
    url: str
    started_at: int
    faults: list[Fault] = field(default_factory=list)
    connected: bool = False
    sent: bool = False
    fired: set[int] = field(default_factory=set)


class Exchanges:
    """The exchanges of one device, and their events in the trace.

    ``request.started`` id, method, url, size, radio
    ``request.radio-off`` id, method, url
    ``request.sent`` id, method, url, headers, size, sha256, body
    ``request.answered`` id, status, headers, size, sha256, body
    ``request.finished`` id, method, url, status, bytes, duration
    ``request.failed`` id, method, url, error, duration
    ``fault.fired`` id, fault, method, url

    Durations are virtual µs; URLs, headers and bodies are redacted; sha256 and body are there when there is something.
    """

    def __init__(self, clock: Clock, emit: Emit, radio: Radio, faults: Faults) -> None:
        self.clock = clock
        self.radio = radio
        self.faults = faults
        self.emit = emit
        self.open: dict[int, Exchange] = {}
        self._made = 0

    def start(self, method: str, url: str, size: int | None, local: bool = False) -> Exchange:
        """Begin an exchange; ``size`` is the body's length where it is known. ``local`` ones need no radio."""
        self._made += 1
        now = self.clock.monotonic
        exchange = Exchange(self._made, method, url, now, self.faults.select(method, url, now))
        self.open[exchange.number] = exchange
        head = {"id": exchange.number, "method": method, "url": safe_url(url)}
        self.emit("request.started", {**head, "size": size, "radio": self.radio.state})
        if not local and not self.radio.is_on:
            self.emit("request.radio-off", head)
        return exchange

    def waiting(self) -> Exchange | None:
        """The newest exchange that still lacks its connection, or None."""
        for exchange in reversed(self.open.values()):
            if not exchange.connected:
                return exchange
        return None

    def sent(self, exchange: Exchange, request: Request) -> None:
        """Record the request as it went over the wire."""
        exchange.sent = True
        self.emit(
            "request.sent",
            {
                "id": exchange.number,
                "method": request.method,
                "url": safe_url(request.url),
                "headers": safe_headers(request.headers),
                **body_fields(request.body, request.header("content-type")),
            },
        )

    def answered(self, exchange: Exchange, reply: Reply) -> None:
        """Record the reply as the device's end of the wire will see it."""
        self.emit(
            "request.answered",
            {
                "id": exchange.number,
                "status": reply.status,
                "headers": safe_headers(reply.headers),
                **body_fields(reply.body, reply.header("content-type")),
            },
        )

    def finish(self, number: int, status: int, size: int) -> None:
        """The device has the whole reply: ``size`` body bytes reached it."""
        self._end(number, "request.finished", {"status": status, "bytes": size})

    def fail(self, number: int, error: str) -> None:
        """The device gave up on the exchange with ``error``."""
        self._end(number, "request.failed", {"error": error})

    def fire(self, fault: Fault, exchange: Exchange) -> None:
        """Count that ``fault`` acted on ``exchange`` (once) and say so in the trace."""
        if id(fault) in exchange.fired:
            return
        exchange.fired.add(id(fault))
        fault.fired += 1
        self.emit(
            "fault.fired",
            {"id": exchange.number, "fault": fault.name, "method": exchange.method, "url": safe_url(exchange.url)},
        )

    def through(self, exchange: Exchange, request: Request, forward: Forward) -> Reply:
        """Send ``request`` through the exchange's faults, the first one outermost, and on to ``forward``."""
        return self._layer(exchange, [fault for fault in exchange.faults if fault.answers], forward)(request)

    def _layer(self, exchange: Exchange, faults: Iterable[Fault], forward: Forward) -> Forward:
        for fault in reversed(list(faults)):
            forward = self._around(exchange, fault, forward)
        return forward

    def _around(self, exchange: Exchange, fault: Fault, forward: Forward) -> Forward:
        def answer(request: Request) -> Reply:
            self.fire(fault, exchange)
            return fault.answer(request, forward)

        return answer

    def _end(self, number: int, kind: str, fields: dict[str, object]) -> None:
        exchange = self.open.pop(number, None)
        if exchange is None:
            return
        head = {"id": number, "method": exchange.method, "url": safe_url(exchange.url)}
        self.emit(kind, {**head, **fields, "duration": self.clock.monotonic - exchange.started_at})


def _find(headers: Headers, name: str) -> str | None:
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)

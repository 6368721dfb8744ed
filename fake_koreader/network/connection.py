"""A TCP connection of the device, with the waiting that LuaSocket does on it, and the server's end of it.

Timeouts are LuaSocket's: ``block`` bounds each wait for the next bytes, ``total`` the whole call (µs; None: unbounded).
Every wait moves the clock. A call that waits without bound for what never comes gives up after `FOREVER_US` with
``closed``, as a connection does that the network has long forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass

from fake_koreader.clock import Clock
from fake_koreader.network.exchange import Exchange, Exchanges, NetworkFailure, Reply, Request
from fake_koreader.network.inbox import Inbox
from fake_koreader.network.link import Link
from fake_koreader.network.names import NO_NAME, NO_NAME_NOW, is_address, is_local
from fake_koreader.network.transport import Transport
from fake_koreader.network.wire import BadRequest, bad_request, parse_request, serialize

FOREVER_US = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a call may wait."""

    block: int | None
    total: int | None

    def limit(self) -> int:
        """The longest single wait, from the start of the call."""
        return min(self.block if self.block is not None else FOREVER_US, self.total_or_forever())

    def total_or_forever(self) -> int:
        """The longest whole call."""
        return self.total if self.total is not None else FOREVER_US

    def unbounded(self) -> bool:
        """True when nothing bounds a single wait."""
        return self.block is None and self.total is None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a connection lives in."""

    clock: Clock
    link: Link
    transport: Transport
    exchanges: Exchanges


class Connection:
    """States: new; connected (then perhaps ``tls``); closed."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.state = "new"
        self.tls = False
        self.host = ""
        self.port = 0
        self.exchange: Exchange | None = None
        self.inbox = Inbox()
        self._owns_exchange = False
        self._local = False
        self._link = 0
        self._outgoing = b""
        self._served = 0
        self._broken = "closed"

    # Connecting

    def connect(self, host: str, port: int, wait: Wait) -> str | None:
        """Connect; returns None or LuaSocket's error."""
        self.host, self.port = host, port
        self._local = is_local(host)
        exchanges = self.around.exchanges
        exchange = exchanges.waiting()
        raw = exchange is None
        if exchange is None:
            exchange = exchanges.start("CONNECT", f"tcp://{host}:{port}/", None, local=self._local)
        exchange.connected = True
        failure = self._obstacle(exchange, host, port)
        error = self._suffer(failure, wait) if failure else self._cross(wait)
        if error is None:
            self.state = "connected"
            self._link = self.around.exchanges.radio.link
        if raw:
            exchanges.fail(exchange.number, error) if error else exchanges.finish(exchange.number, 0, 0)
        else:
            self.exchange = exchange
        return error

    def _obstacle(self, exchange: Exchange, host: str, port: int) -> NetworkFailure | None:
        around = self.around
        if not self._local and not around.exchanges.radio.connected:
            if is_address(host):
                return NetworkFailure("Network is unreachable")
            return NetworkFailure(NO_NAME_NOW, around.link.lookup_without_link_us)
        hijacked = next((fault for fault in exchange.faults if fault.hijacks), None)
        for fault in exchange.faults:
            failure = fault.at_lookup(host)
            if failure is not None:
                around.exchanges.fire(fault, exchange)
                return failure
        if hijacked is None and not around.transport.resolves(host):
            return NetworkFailure(NO_NAME, around.link.round_trip_us)
        for fault in exchange.faults:
            failure = fault.at_connect()
            if failure is not None:
                around.exchanges.fire(fault, exchange)
                return failure
        return None if hijacked else around.transport.reach(host, port)

    def handshake(self, wait: Wait) -> str | None:
        """Make TLS of the connection; returns None or LuaSec's error."""
        if self.state != "connected":
            return "closed"
        self.tls = True
        if self.exchange is not None:
            for fault in self.exchange.faults:
                failure = fault.at_handshake()
                if failure is not None:
                    self.around.exchanges.fire(fault, self.exchange)
                    return self._suffer(failure, wait)
        site = self.around.transport.site(self.host, self.port)
        if site is not None and site.tls is False:
            return "wrong version number"
        return self._cross(wait)

    def _suffer(self, failure: NetworkFailure, wait: Wait) -> str:
        if failure.error is None:
            self.around.clock.advance(wait.limit())
            return self._timeout(wait)
        # A lookup lies outside all timeouts: it takes what it takes.
        self.around.clock.advance(failure.wait_us)
        return failure.error

    def _cross(self, wait: Wait) -> str | None:
        trip = self.around.link.round_trip_us
        if trip > wait.limit():
            self.around.clock.advance(wait.limit())
            return self._timeout(wait)
        self.around.clock.advance(trip)
        return None

    def _timeout(self, wait: Wait) -> str:
        if wait.unbounded():
            return "closed"
        return "wantread" if self.tls else "timeout"

    # Sending

    def send(self, data: bytes, wait: Wait) -> tuple[int, str | None]:
        """Send; returns the bytes that went out and None or an error."""
        if self.state != "connected" or (self.inbox.ending == "reset" and self.inbox.gap(self._now()) == 0):
            return 0, "closed"
        clock, link = self.around.clock, self.around.link
        if not self._alive():
            return len(data), None
        cost = link.transfer_us(len(data), self._upload_rate())
        if cost > wait.total_or_forever():
            clock.advance(wait.total_or_forever())
            gone = len(data) * wait.total_or_forever() // cost
            self._outgoing += data[:gone]
            return gone, "wantwrite" if self.tls else "timeout"
        clock.advance(cost)
        if not self._local:
            self.around.exchanges.radio.packets += 1 + len(data) // 1400
        self._outgoing += data
        if self._alive():
            self._serve()
        return len(data), None

    def _upload_rate(self) -> int | None:
        rates = [getattr(fault, "bytes_per_second", None) for fault in self.exchange.faults] if self.exchange else []
        return min((rate for rate in rates if rate), default=None)

    def _serve(self) -> None:
        scheme = "https" if self.tls else "http"
        usual = self.port == (443 if self.tls else 80)
        base = f"{scheme}://{self.host}" + ("" if usual else f":{self.port}")
        while self._outgoing:
            try:
                parsed = parse_request(self._outgoing, base)
            except BadRequest as problem:
                self._outgoing = b""
                self._deliver(bad_request(str(problem)), "GET", True)
                return
            if parsed is None:
                return
            request, taken, closes = parsed
            self._outgoing = self._outgoing[taken:]
            self._answer(request, closes)

    def _answer(self, request: Request, closes: bool) -> None:
        around = self.around
        if self.exchange is None or self.exchange.sent:
            self._end_own_exchange()
            self.exchange = around.exchanges.start(request.method, request.url, len(request.body), local=self._local)
            self.exchange.connected = True
            self._owns_exchange = True
        exchange = self.exchange
        around.exchanges.sent(exchange, request)
        site = around.transport.site(self.host, self.port)
        if site is not None and site.tls is True and not self.tls:
            self._deliver(bad_request("a plain request reached a TLS port"), request.method, True)
            return
        try:
            reply = around.exchanges.through(exchange, request, self._forward)
        except NetworkFailure as failure:
            self._broken = failure.error or "closed"
            reply = Reply(0, "", [], ending="silence" if failure.error is None else "reset", delay_us=failure.wait_us)
        self._deliver(reply, request.method, closes)

    def _forward(self, request: Request) -> Reply:
        return self.around.transport.send(self.host, self.port, request)

    def _deliver(self, reply: Reply, method: str, closes: bool) -> None:
        link = self.around.link
        at = self._now() + link.round_trip_us + reply.delay_us
        if reply.ending != "close":
            self.inbox.end(reply.ending, at)
            return
        if self.exchange is not None:
            self.around.exchanges.answered(self.exchange, reply)
        closes = closes or reply.cut is not None
        self.inbox.add(serialize(reply, method, closes), at, reply.bytes_per_second or link.bytes_per_second)
        self._served = reply.status
        if closes:
            self.inbox.end("close", at)

    # Receiving

    def receive_line(self, wait: Wait) -> tuple[bytes, str | None]:
        """A line without its end; or what came of it, and an error."""
        newline = self.inbox.data.find(b"\n", self.inbox.read)
        data, error = self._take(newline + 1 if newline >= 0 else None, wait)
        return (data if error else data[:-1]).replace(b"\r", b""), error

    def receive_bytes(self, count: int, wait: Wait) -> tuple[bytes, str | None]:
        """``count`` bytes; or what came of them, and an error."""
        return self._take(self.inbox.read + count, wait)

    def receive_all(self, wait: Wait) -> tuple[bytes, str | None]:
        """Everything up to the end of the stream; the error is None when the peer closed."""
        data, error = self._take(None, wait)
        return data, None if error == "closed" and self.inbox.ending == "close" else error

    def arrival(self) -> int | None:
        """µs until something can be read; None when nothing will come."""
        return self.inbox.gap(self._now()) if self._alive() else None

    def _take(self, end: int | None, wait: Wait) -> tuple[bytes, str | None]:
        """Bytes up to stream position ``end`` (None: more than there will be), waiting for them."""
        inbox, clock = self.inbox, self.around.clock
        if self.state != "connected":
            return b"", "closed"
        start = clock.monotonic
        if not self._alive():
            if end is not None and end <= min(len(inbox.data), inbox.available(self._lost_at())):
                return self._read_to(end), None
            return self._give_up(start + wait.limit(), len(inbox.data) if end is None else end, wait)
        deadline = start + wait.total_or_forever()
        complete = end is not None and end <= len(inbox.data)
        goal = end if end is not None and complete else len(inbox.data)
        gap = inbox.gap(start)
        block = wait.block if wait.block is not None else FOREVER_US
        if gap is None or gap > block:
            return self._give_up(start + min(block, wait.total_or_forever()), inbox.read, wait)
        if inbox.slowest_packet() > block:
            deadline = start
        due = max(start, inbox.arrival(goal - 1)) if goal > inbox.read else start
        if not complete and inbox.ending in ("close", "reset"):
            due = max(due, inbox.ends_at)
        elif not complete:
            # The stream stays open and says no more: the last wait is one for nothing.
            deadline = min(deadline, due + block)
            due = deadline + 1
        if not self._pass(min(due, deadline)) and (not complete or goal > inbox.available(self._lost_at())):
            return self._give_up(min(deadline, self._lost_at() + block), goal, wait)
        if due > deadline:
            return self._read_to(min(goal, inbox.available(clock.monotonic))), self._timeout(wait)
        return self._read_to(goal), None if complete else self._broken

    def _give_up(self, at: int, goal: int, wait: Wait) -> tuple[bytes, str]:
        inbox = self.inbox
        self._pass(at)
        return self._read_to(max(inbox.read, min(goal, inbox.available(self._lost_at())))), self._timeout(wait)

    def _lost_at(self) -> int:
        """When the link was lost; now, while it lasts."""
        lost = None if self._local else self.around.exchanges.radio.lost_at(self._link)
        return self._now() if lost is None else lost

    def _pass(self, until: int) -> bool:
        """Let time pass; False when the link did not last."""
        self.around.clock.advance_to(until)
        return self._alive()

    def _read_to(self, position: int) -> bytes:
        inbox = self.inbox
        data = inbox.data[inbox.read : position]
        inbox.read = max(inbox.read, position)
        return data

    # Closing

    def close(self) -> None:
        """Close this end. What the peer has received stays received."""
        if self.state == "closed":
            return
        self.state = "closed"
        self._end_own_exchange()

    def _end_own_exchange(self) -> None:
        if self._owns_exchange and self.exchange is not None:
            exchanges = self.around.exchanges
            if self._served:
                exchanges.finish(self.exchange.number, self._served, self.inbox.read)
            else:
                exchanges.fail(self.exchange.number, "closed")
        self._owns_exchange = False

    def _alive(self) -> bool:
        radio = self.around.exchanges.radio
        return self._local or (radio.connected and radio.link == self._link)

    def _now(self) -> int:
        return self.around.clock.monotonic

"""The host functions of the network: ``host.http``, ``host.socket``, ``host.wifi``.

Every public method is one host function. Strings are bytes; times are µs; a negative timeout means none. An expected
failure is ``(None, b"message")``, in LuaSocket's words.
"""

from __future__ import annotations

from fake_koreader.network.connection import Connection, Surroundings, Wait
from fake_koreader.network.names import NO_NAME, NO_NAME_NOW, address_of, is_address, is_local
from fake_koreader.network.radio import Radio

Failure = tuple[None, bytes]


class HttpHost:
    """``host.http``: tells the trace what a request is about, since the bytes alone do not say it in time."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def start(self, method: bytes, url: bytes, host: bytes, size: int) -> int:
        """Begin an exchange, before its connection; ``size`` of the body is -1 when unknown. Returns its number."""
        local = is_local(host.decode("latin-1").lower())
        return self._around.exchanges.start(
            method.decode("latin-1"), url.decode("utf-8", "replace"), None if size < 0 else int(size), local
        ).number

    def finish(self, number: int, status: int, size: int) -> None:
        """The reply is complete: its status (0 for none) and the body bytes that reached the sink."""
        self._around.exchanges.finish(int(number), int(status), int(size))

    def fail(self, number: int, error: bytes) -> None:
        """The request failed, with this error."""
        self._around.exchanges.fail(int(number), error.decode("utf-8", "replace"))


class SocketHost:
    """``host.socket``: TCP, as far as a device is a client."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._connections: dict[int, Connection] = {}
        self._made = 2
        self._next_port = 40_000

    def open(self) -> int:
        """A new socket. Returns its descriptor."""
        self._made += 1
        self._connections[self._made] = Connection(self._around)
        return self._made

    def connect(self, fd: int, host: bytes, port: int, block: int, total: int) -> bool | Failure:
        """Look the host up and connect."""
        error = self._connections[fd].connect(host.decode("latin-1").lower(), int(port), _wait(block, total))
        return True if error is None else (None, error.encode())

    def handshake(self, fd: int, block: int, total: int) -> bool | Failure:
        """Turn the connection into a TLS connection."""
        error = self._connections[fd].handshake(_wait(block, total))
        return True if error is None else (None, error.encode())

    def send(self, fd: int, data: bytes, block: int, total: int) -> int | tuple[None, bytes, int]:
        """Send; returns the number of bytes sent, or nil, the error and that number."""
        sent, error = self._connections[fd].send(data, _wait(block, total))
        return sent if error is None else (None, error.encode(), sent)

    def receive_line(self, fd: int, block: int, total: int) -> bytes | tuple[None, bytes, bytes]:
        """A line without its end, or nil, the error and what had come."""
        return _data(*self._connections[fd].receive_line(_wait(block, total)))

    def receive_bytes(self, fd: int, count: int, block: int, total: int) -> bytes | tuple[None, bytes, bytes]:
        """``count`` bytes, or nil, the error and what had come."""
        return _data(*self._connections[fd].receive_bytes(int(count), _wait(block, total)))

    def receive_all(self, fd: int, block: int, total: int) -> bytes | tuple[None, bytes, bytes]:
        """Everything until the peer closes, or nil, the error and what had come."""
        return _data(*self._connections[fd].receive_all(_wait(block, total)))

    def arrival(self, fd: int) -> int:
        """µs until something can be read (bytes or the end of the stream); -1 when nothing will come."""
        arrival = self._connections[fd].arrival()
        return -1 if arrival is None else arrival

    def bind(self, fd: int, port: int) -> int:
        """Claim a local port (0: the next free one, from 40000 on). Returns it."""
        if port:
            return int(port)
        self._next_port += 1
        return self._next_port

    def lookup(self, host: bytes) -> bytes | Failure:
        """The address of a name."""
        error = self._lookup(host.decode("latin-1").lower())
        return address_of(host.decode("latin-1")).encode() if error is None else (None, error.encode())

    def close(self, fd: int) -> None:
        """Close; no-op when it is closed."""
        connection = self._connections.pop(fd, None)
        if connection is not None:
            connection.close()

    def _lookup(self, host: str) -> str | None:
        around = self._around
        if is_local(host) or is_address(host):
            return None
        if not around.exchanges.radio.connected:
            around.clock.advance(around.link.lookup_without_link_us)
            return NO_NAME_NOW
        for fault in around.exchanges.faults.select_lookup(host, around.clock.monotonic):
            failure = fault.at_lookup(host)
            if failure is not None:
                fault.fired += 1
                around.exchanges.emit("fault.fired", {"fault": fault.name, "method": "LOOKUP", "url": f"dns://{host}/"})
                around.clock.advance(failure.wait_us)
                return failure.error
        around.clock.advance(around.link.round_trip_us)
        hijacked = any(fault.hijacks for fault in around.exchanges.faults)
        return None if hijacked or around.transport.resolves(host) else NO_NAME


class WifiHost:
    """``host.wifi``: the radio's switch and its lights."""

    def __init__(self, radio: Radio) -> None:
        self._radio = radio

    def state(self) -> bytes:
        """``off``, ``associating`` or ``on``."""
        return self._radio.state.encode()

    def is_on(self) -> bool:
        """True while the radio has power."""
        return self._radio.is_on

    def is_connected(self) -> bool:
        """True while there is a link and an address."""
        return self._radio.connected

    def turn_on(self) -> None:
        """Give the radio power; it associates by itself."""
        self._radio.turn_on()

    def turn_off(self) -> None:
        """Take its power."""
        self._radio.turn_off()

    def packets(self) -> int:
        """Packets sent so far."""
        return self._radio.packets

    def ssid(self) -> bytes | None:
        """The name of the network, while there is a link."""
        return self._radio.ssid.encode() if self._radio.connected else None

    def address(self) -> bytes | None:
        """The device's address, while there is a link."""
        return self._radio.address.encode() if self._radio.connected else None

    def gateway(self) -> bytes | None:
        """The router's address, while there is a link."""
        return self._radio.gateway.encode() if self._radio.connected else None


def _wait(block: int, total: int) -> Wait:
    return Wait(None if block < 0 else int(block), None if total < 0 else int(total))


def _data(data: bytes, error: str | None) -> bytes | tuple[None, bytes, bytes]:
    return data if error is None else (None, error.encode(), data)

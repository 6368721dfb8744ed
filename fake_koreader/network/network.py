"""A device's network, put together."""

from __future__ import annotations

from fake_koreader.clock import Clock
from fake_koreader.network.connection import Surroundings
from fake_koreader.network.exchange import Exchanges
from fake_koreader.network.faults import Faults
from fake_koreader.network.host import HttpHost, SocketHost, WifiHost
from fake_koreader.network.link import Emit, Link
from fake_koreader.network.radio import Radio
from fake_koreader.network.transport import Transport


class Network:
    """Radio, link, faults and transport of one device; ``http``, ``socket`` and ``wifi`` are its host objects.

    Several devices may share a transport, and may share faults.
    """

    def __init__(
        self,
        clock: Clock,
        emit: Emit,
        *,
        transport: Transport | None = None,
        faults: Faults | None = None,
        link: Link | None = None,
        radio: Radio | None = None,
    ) -> None:
        self.radio = radio or Radio(clock, emit)
        self.link = link or Link()
        self.faults = faults if faults is not None else Faults()
        self.transport = transport or Transport()
        self.exchanges = Exchanges(clock, emit, self.radio, self.faults)
        around = Surroundings(clock, self.link, self.transport, self.exchanges)
        self.http = HttpHost(around)
        self.socket = SocketHost(around)
        self.wifi = WifiHost(self.radio)

    def __repr__(self) -> str:
        return f"<Network {self.radio.state}, {self.transport!r}>"

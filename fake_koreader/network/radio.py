"""The Wi-Fi radio: off, associating, on; it may be out of range, and it may lose its link.

While powered and in range it associates by itself: after ``association_us`` it has a link and an address.
Each link has a number (``link``); a connection made over an earlier link never hears from its peer again.
"""

from __future__ import annotations

from collections.abc import Callable

from fake_koreader.clock import SECOND, Clock, Timer
from fake_koreader.network.link import Emit

Listener = Callable[[str], None]


class Radio:
    """A device's radio. States: ``off``; ``associating`` (powered, no link); ``on`` (link and address)."""

    def __init__(
        self,
        clock: Clock,
        emit: Emit,
        *,
        association_us: int = 3 * SECOND,
        ssid: str = "home",
        address: str = "192.168.1.77",
        gateway: str = "192.168.1.1",
    ) -> None:
        self.clock = clock
        self.association_us = association_us
        self.ssid = ssid
        self.address = address
        self.gateway = gateway
        self.state = "off"
        self.in_range = True
        self.link = 0
        self.packets = 0
        """Packets sent since power-on, 1,400 bytes each."""
        self._lost_at: dict[int, int] = {}
        self._emit = emit
        self._timer: Timer | None = None
        self._return: Timer | None = None
        self._listeners: list[Listener] = []

    @property
    def is_on(self) -> bool:
        """True while the radio has power, whether or not it has a link."""
        return self.state != "off"

    @property
    def connected(self) -> bool:
        """True while there is a link and an address."""
        return self.state == "on"

    def listen(self, listener: Listener) -> None:
        """Call ``listener(state)`` after each change of state."""
        self._listeners.append(listener)

    def lost_at(self, link: int) -> int | None:
        """When that link was lost (monotonic µs), or None while it lasts."""
        return self._lost_at.get(link)

    def turn_on(self) -> None:
        """Give the radio power. No-op when it has power already."""
        if self.state == "off":
            self._enter("associating", "turned on")
            self._associate()

    def turn_off(self) -> None:
        """Take the power away; the link goes at once."""
        if self.state != "off":
            self._stop_waiting()
            self._enter("off", "turned off")

    def connect_now(self) -> None:
        """Be on with a link at once, as a device that was connected before the story begins."""
        self._stop_waiting()
        self.in_range = True
        self._linked()

    def leave(self) -> None:
        """Carry the device out of range: the link goes, and none is made until ``come_back``."""
        self.in_range = False
        self._lose("out of range")

    def come_back(self) -> None:
        """Carry the device back into range; a powered radio associates again."""
        if self._return is not None:
            self._return.cancel()
            self._return = None
        self.in_range = True
        if self.state == "associating":
            self._stop_waiting()
            self._associate()

    def drop(self, duration_us: int | None = None) -> None:
        """Lose the link. Without ``duration_us`` (µs out of range) the radio associates again right away."""
        if duration_us is None:
            self._lose("link lost")
            if self.state == "associating" and self._timer is None:
                self._associate()
            return
        self.leave()
        if self._return is not None:
            self._return.cancel()
        self._return = self.clock.call_later(duration_us, self.come_back, "radio back in range")

    def _associate(self) -> None:
        if self.in_range:
            self._timer = self.clock.call_later(self.association_us, self._linked, "radio associates")

    def _linked(self) -> None:
        self._timer = None
        self.link += 1
        self._enter("on", "associated")

    def _lose(self, why: str) -> None:
        self._stop_waiting()
        if self.state == "on":
            self._enter("associating", why)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _enter(self, state: str, why: str) -> None:
        if self.state == "on":
            self._lost_at[self.link] = self.clock.monotonic
        self.state = state
        self._emit(f"radio.{state}", {"why": why})
        for listener in self._listeners:
            listener(state)

    def __repr__(self) -> str:
        return f"<Radio {self.state}, link {self.link}>"

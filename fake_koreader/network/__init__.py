"""The device's radio and everything beyond it: links, faults on the wire, and the servers at the other end."""

from __future__ import annotations

from fake_koreader.network.faults import Fault, Faults
from fake_koreader.network.link import Link
from fake_koreader.network.network import Network
from fake_koreader.network.radio import Radio
from fake_koreader.network.transport import Transport

__all__ = ["Fault", "Faults", "Link", "Network", "Radio", "Transport"]

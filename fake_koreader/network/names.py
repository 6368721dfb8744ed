"""Names, addresses, and what LuaSocket says when they lead nowhere."""

from __future__ import annotations

import ipaddress

NO_NAME = "host or service not provided, or not known"
NO_NAME_NOW = "temporary failure in name resolution"


def is_address(host: str) -> bool:
    """True for an IPv4 or IPv6 address: it needs no lookup."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_local(host: str) -> bool:
    """True for the device itself: reachable whatever the radio does."""
    if host == "localhost":
        return True
    return is_address(host) and ipaddress.ip_address(host).is_loopback


def address_of(host: str) -> str:
    """The address a known name resolves to: itself for an address, else one made from the name (198.18.0.0/15)."""
    if is_address(host):
        return host
    if host == "localhost":
        return "127.0.0.1"
    number = 0
    for byte in host.lower().encode():
        number = (number * 131 + byte) % (1 << 16)
    return f"198.18.{number >> 8}.{number & 255}"

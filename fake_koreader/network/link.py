"""How fast the air is: round trips and bandwidth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Emit = Callable[[str, Mapping[str, Any]], object]
"""Writes one trace event of this device: ``emit(kind, fields)``."""

SECOND = 1_000_000


@dataclass
class Link:
    """The cost of talking, in virtual time.

    A connection costs one round trip, a TLS handshake another, a request and its reply a third: with the
    default of 20 ms a plain request takes 40 ms and an HTTPS one 60 ms, plus its bytes in both directions.
    """

    round_trip_us: int = 20_000
    bytes_per_second: int = 1_000_000
    lookup_without_link_us: int = 0
    """What a name lookup costs while there is no link. Some devices were seen to wait 20 s (field story A6)."""

    def transfer_us(self, size: int, bytes_per_second: int | None = None) -> int:
        """Microseconds that ``size`` bytes take on the way."""
        return size * SECOND // (bytes_per_second or self.bytes_per_second)

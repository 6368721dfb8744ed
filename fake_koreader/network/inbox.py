"""Bytes on their way to the device: what arrives when, and how the stream ends."""

from __future__ import annotations

from dataclasses import dataclass

from fake_koreader.clock import SECOND


@dataclass(frozen=True, slots=True)
class Segment:
    """Bytes ``begin`` to ``end`` of the stream, the first arriving at ``at`` (monotonic µs)."""

    begin: int
    end: int
    at: int
    bytes_per_second: int

    @property
    def packet(self) -> int:
        """Bytes that arrive together: a full packet, on a slow line a tenth of a second's worth."""
        return max(1, min(1400, self.bytes_per_second // 10))


class Inbox:
    """One connection's incoming stream. ``ending`` is ``open``, ``close``, ``reset`` or ``silence``."""

    def __init__(self) -> None:
        self.data = b""
        self.read = 0
        self.ending = "open"
        self.ends_at = 0
        self._segments: list[Segment] = []

    def add(self, data: bytes, at: int, bytes_per_second: int) -> None:
        """Let ``data`` arrive from ``at`` on."""
        begin = len(self.data)
        if self._segments:
            at = max(at, self.arrival(begin - 1))
        self.data += data
        self._segments.append(Segment(begin, len(self.data), at, bytes_per_second))

    def end(self, ending: str, at: int) -> None:
        """Let the stream end after what has been added, not before ``at``."""
        self.ending = ending
        self.ends_at = max(at, self.arrival(len(self.data) - 1)) if self.data else at

    def arrival(self, index: int) -> int:
        """When byte ``index`` has arrived, with the rest of its packet (monotonic µs)."""
        for segment in reversed(self._segments):
            if segment.begin <= index:
                packets = (index - segment.begin) // segment.packet + 1
                size = min(packets * segment.packet, segment.end - segment.begin)
                return segment.at + size * SECOND // segment.bytes_per_second
        return 0

    def available(self, now: int) -> int:
        """The number of bytes of the whole stream that have arrived by ``now``."""
        total = 0
        for segment in self._segments:
            if now >= segment.at:
                size = segment.end - segment.begin
                come = (now - segment.at) * segment.bytes_per_second // SECOND
                total = segment.begin + (size if come >= size else come - come % segment.packet)
        return total

    def gap(self, now: int) -> int | None:
        """µs until something new can be read (bytes, or the end); 0 when it can be now; None when nothing will come."""
        if self.read < len(self.data):
            return max(0, self.arrival(self.read) - now)
        if self.ending in ("close", "reset"):
            return max(0, self.ends_at - now)
        return None

    def slowest_packet(self) -> int:
        """µs between two packets at the slowest rate of this stream."""
        return max((one.packet * SECOND // one.bytes_per_second for one in self._segments), default=0)

"""The reader's true history: what was read, when, on which device, whatever a plugin made of it.

Wall times are the device's own readings in epoch seconds (they may be wrong, and may jump while a book is
open); awake and true times come from clocks that nobody can set.
"""

from __future__ import annotations

from dataclasses import dataclass, field

GOOD_ENDINGS = ("closed", "suspended", "switched", "exited", "restarted")
"""After these a plugin had its chance to save the session."""


@dataclass(slots=True)
class Reading:
    """One stretch of reading. States: going on (``ending`` is None); then ended, in the way that ``ending`` says."""

    device: str
    user: str
    book: str
    fingerprint: str
    started_wall: float
    started_awake: float
    first_page: int | None
    last_page: int | None = None
    turns: int = 0
    ended_wall: float = 0.0
    ended_awake: float = 0.0
    ending: str | None = None
    walls: list[float] = field(default_factory=list)
    minimum: float | None = None
    """From how many seconds on the plugin had to report it, by its settings at the end; None: not at all."""

    @property
    def seconds(self) -> float:
        """How long the reader had the book open while awake."""
        return self.ended_awake - self.started_awake

    @property
    def moved(self) -> bool:
        """Whether the reader ended on another page than at the start."""
        return self.first_page is not None and self.last_page is not None and self.first_page != self.last_page

    @property
    def clock_changed(self) -> bool:
        """Whether somebody set the wall clock during this stretch."""
        return bool(self.walls)

    def distance(self, start: float, end: float) -> float:
        """How far a session from ``start`` to ``end`` (epoch seconds) is from this stretch, in seconds."""
        if not self.walls:
            return abs(start - self.started_wall) + abs(end - self.ended_wall)
        low = min(self.started_wall, self.ended_wall, *self.walls) - self.seconds
        high = max(self.started_wall, self.ended_wall, *self.walls) + self.seconds
        return sum(max(low - at, at - high, 0.0) for at in (start, end))

    def __str__(self) -> str:
        pages = f"pages {self.first_page} to {self.last_page}"
        return f"{self.book} on {self.device}: {self.seconds:.0f} s, {pages}, {self.ending or 'going on'}"


class History:
    """All stretches of reading of one run, in the order in which they began."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []

    def begin(self, reading: Reading) -> Reading:
        """A book has been opened (or the device woke up with one open)."""
        self.readings.append(reading)
        return reading

    def of(self, user: str, fingerprint: str) -> list[Reading]:
        """The stretches of one reader with one book."""
        return [reading for reading in self.readings if reading.user == user and reading.fingerprint == fingerprint]

    def __repr__(self) -> str:
        return f"<History {len(self.readings)} readings>"

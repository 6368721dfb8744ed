"""A device's clock: three readings that only move when somebody moves them.

* monotonic: microseconds since power-on that were spent awake (CLOCK_MONOTONIC);
* boot: the same plus the time asleep (CLOCK_BOOTTIME);
* wall: microseconds since the epoch (CLOCK_REALTIME); a reader or a network may set it, also backwards.

Hardware that acts later (a radio that associates, a battery that drains) leaves a timer here. Timers
fire in order of their due time, then of their making, with the clock standing exactly at their due time.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field

from fake_koreader.zone import Zone

SECOND = 1_000_000


@dataclass(order=True, slots=True)
class Timer:
    """Something the hardware will do. States: waiting; then either fired or cancelled (``action is None``)."""

    due: int
    sequence: int
    label: str = field(compare=False)
    action: Callable[[], None] | None = field(compare=False)

    def cancel(self) -> None:
        """Make sure that the action never runs (again)."""
        self.action = None


class Clock:
    """The only source of time on a device. All values are integer microseconds."""

    def __init__(self, *, monotonic: int = 100 * SECOND, wall: int = 1_772_352_000 * SECOND, zone: str = "UTC") -> None:
        self.monotonic = monotonic
        self.boot = monotonic
        self.wall = wall
        self.zone = Zone(zone)
        self._timers: list[Timer] = []
        self._made = 0
        self._branches: list[tuple[int, int, int]] = []

    def call_later(self, delay: int, action: Callable[[], None], label: str) -> Timer:
        """Run ``action`` when ``delay`` awake microseconds have passed."""
        self._made += 1
        timer = Timer(self.monotonic + max(0, delay), self._made, label, action)
        heapq.heappush(self._timers, timer)
        return timer

    def next_timer(self) -> int | None:
        """The monotonic time at which the next timer fires, or None."""
        while self._timers and self._timers[0].action is None:
            heapq.heappop(self._timers)
        return self._timers[0].due if self._timers else None

    def advance(self, duration: int) -> None:
        """Let ``duration`` awake microseconds pass, firing the timers that fall due."""
        self.advance_to(self.monotonic + duration)

    def advance_to(self, monotonic: int) -> None:
        """Let time pass until the monotonic reading is ``monotonic`` (no-op when it is in the past)."""
        while not self._branches and (due := self.next_timer()) is not None and due <= monotonic:
            self._move(due - self.monotonic)
            timer = heapq.heappop(self._timers)
            action, timer.action = timer.action, None
            if action is not None:
                action()
        self._move(monotonic - self.monotonic)

    def _move(self, duration: int) -> None:
        if duration > 0:
            self.monotonic += duration
            self.boot += duration
            self.wall += duration

    def branch(self) -> None:
        """Begin a time of its own for something that runs beside the rest (a sub-process): no timer fires in it."""
        self._branches.append((self.monotonic, self.boot, self.wall))

    def rejoin(self) -> int:
        """End the branch: the readings are what they were where it began. Returns how long it lasted (µs)."""
        end = self.monotonic
        self.monotonic, self.boot, self.wall = self._branches.pop()
        return end - self.monotonic

    def abandon_branches(self) -> None:
        """The machine stopped inside a branch: there is nobody left to come back to, and time goes on from here."""
        self._branches.clear()

    @property
    def branched(self) -> bool:
        """True inside a branch: time that passes there freezes nobody."""
        return bool(self._branches)

    def sleep(self, duration: int) -> None:
        """Let ``duration`` microseconds pass while the machine is suspended: monotonic stands still."""
        self.boot += duration
        self.wall += duration

    def set_wall(self, wall: int) -> None:
        """Set the wall clock, forwards or backwards."""
        self.wall = wall

    def set_zone(self, name: str) -> None:
        """Change the time zone. ValueError when there is no such zone."""
        self.zone = Zone(name)

    def drop_timers(self) -> None:
        """Forget everything the hardware was about to do (power off)."""
        self._timers.clear()

    def __repr__(self) -> str:
        return f"<Clock {self.monotonic / SECOND:.6f}s awake, {self.zone.text(self.wall // SECOND)}>"

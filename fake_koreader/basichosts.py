"""The small host nouns: the clock, the log, the trace, the process and its input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fake_koreader.clock import SECOND, Clock
from fake_koreader.hostcalls import ProcessEnded
from fake_koreader.strftime import moment, strftime
from fake_koreader.trace import Value

Emit = Callable[[str, dict[str, Value]], None]


class ClockHost:
    """`host.clock`: the three readings, calendar arithmetic in the device's zone, and blocking sleeps."""

    def __init__(self, clock: Clock, emit: Emit) -> None:
        self._clock = clock
        self._emit = emit

    def monotonic(self) -> int:
        """Microseconds awake since power-on."""
        return self._clock.monotonic

    def boot(self) -> int:
        """Microseconds since power-on, sleep included."""
        return self._clock.boot

    def wall(self) -> int:
        """Microseconds since the epoch."""
        return self._clock.wall

    def cpu(self) -> float:
        """Seconds for `os.clock`: the emulated machine computes in no time, so this is time awake since power-on."""
        return self._clock.monotonic / SECOND

    def offset(self, epoch: float) -> int:
        """Seconds east of UTC at ``epoch`` (seconds)."""
        return self._clock.zone.offset(int(epoch))

    def fields(self, epoch: float, utc: bool) -> tuple[int, int, int, int, int, int, int, int, bool]:
        """year, month, day, hour, minute, second, weekday (Sunday 1), day of the year, daylight saving."""
        at = moment(self._clock.zone, int(epoch), bool(utc))
        dst = not utc and self._clock.zone.is_dst(int(epoch))
        weekday = at.isoweekday() % 7 + 1
        clock = (at.hour, at.minute, at.second)
        return (at.year, at.month, at.day, *clock, weekday, at.timetuple().tm_yday, dst)

    def date(self, pattern: bytes, epoch: float, utc: bool) -> bytes:
        """`strftime` in the C locale."""
        return strftime(self._clock.zone, pattern, int(epoch), bool(utc))

    def epoch(
        self, year: float, month: float, day: float, hour: float, minute: float, second: float, dst: bool | None = None
    ) -> int:
        """Seconds since the epoch of a local time, as mktime gives them."""
        zone = self._clock.zone
        return zone.epoch(int(year), int(month), int(day), int(hour), int(minute), int(second), dst)

    def sleep(self, duration: float) -> None:
        """Block for ``duration`` microseconds: nothing else runs on the device meanwhile."""
        if not self._clock.branched:
            self._emit("blocked", {"by": "sleep", "seconds": duration / SECOND})
        self._clock.advance(int(duration))

    def branch(self) -> None:
        """What follows happens in a sub-process, on a time of its own."""
        self._clock.branch()

    def rejoin(self) -> int:
        """Back to the parent and its time; the microseconds that the sub-process took."""
        return self._clock.rejoin()


class LogHost:
    """`host.log`: the two streams that a launcher sends to crash.log."""

    def __init__(self, write: Callable[[str, bytes], None]) -> None:
        self._write = write

    def stdout(self, text: bytes) -> None:
        """Append to standard output."""
        self._write("stdout", text)

    def stderr(self, text: bytes) -> None:
        """Append to standard error."""
        self._write("stderr", text)


def text_of(value: Any) -> Value:
    """A Lua value as the trace keeps it: bytes become text, objects their kind."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return f"<{type(value).__name__.lstrip('_')}>"


class TraceHost:
    """`host.trace`: how the Lua side says what happened."""

    def __init__(self, emit: Emit, wanted: set[str]) -> None:
        self._emit = emit
        self._wanted = wanted

    def emit(self, kind: bytes, *pairs: Any) -> None:
        """Append an event: ``kind, key1, value1, key2, value2, …``."""
        fields = {pairs[i].decode(): text_of(pairs[i + 1]) for i in range(0, len(pairs) - 1, 2)}
        self._emit(kind.decode(), fields)

    def wants(self, kind: bytes) -> bool:
        """True when somebody asked for this costly kind of event."""
        return kind.decode() in self._wanted


class ProcessHost:
    """`host.process`: the environment, the seed, and the way out."""

    def __init__(self, environment: dict[str, str], seed: int, pid: int) -> None:
        self._environment = environment
        self._seed = seed
        self._pid = pid

    def getenv(self, name: bytes) -> bytes | None:
        """A variable of the launcher's environment."""
        value = self._environment.get(name.decode("utf-8", "replace"))
        return value.encode() if value is not None else None

    def seed(self) -> int:
        """The number that all randomness of this process comes from."""
        return self._seed

    def pid(self) -> int:
        """The process id, counted from the device's first start."""
        return self._pid

    def exit(self, code: Any = 0) -> None:
        """End the process at once, as `os.exit` does."""
        number = {True: 0, False: 1, None: 0}.get(code, code) if not isinstance(code, (int, float)) else int(code)
        number = 0 if code is True else 1 if code is False else number
        raise ProcessEnded(int(number), "os.exit")


class InputHost:
    """`host.input`: where the main loop waits, and therefore where virtual time passes.

    The device sets ``until`` before it lets the loop run; input that a reader makes is queued here.
    """

    # A pass of the loop that finds the next task already due is not free on a device either; without
    # a cost, a task that schedules itself for "now" would keep the clock from ever moving.
    PASS_COST = 1_000

    def __init__(self, clock: Clock, on_idle: Callable[[], None], on_busy: Callable[[], None]) -> None:
        self._clock = clock
        self._on_idle = on_idle
        self._on_busy = on_busy
        self.until = clock.monotonic
        self.waits = 0
        self.queue: list[tuple[Any, ...]] = []

    def wait(self, deadline: float | None = None) -> Any:
        """Let time pass until input comes, ``deadline`` (monotonic µs), a timer, or the end of the turn.

        Returns a queued input event as several values, or nothing.
        """
        self._on_idle()
        event = self._wait(deadline)
        self._on_busy()
        return event

    def _wait(self, deadline: float | None) -> Any:
        self.waits += 1
        if self.queue:
            return self.queue.pop(0)
        now = self._clock.monotonic
        if now >= self.until:
            return None
        target = self.until
        if deadline is not None and deadline == deadline and deadline < target:
            target = int(deadline)
        timer = self._clock.next_timer()
        if timer is not None and timer < target:
            target = timer
        self._clock.advance_to(max(target, now + self.PASS_COST) if target <= now else target)
        return self.queue.pop(0) if self.queue else None

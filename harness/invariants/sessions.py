"""Invariants that hold the server's reading sessions against the reader's true history."""

from __future__ import annotations

import bisect
from collections.abc import Iterator

from harness.actor import Actor
from harness.contract import Sessions
from harness.history import GOOD_ENDINGS, Reading
from harness.invariants.registry import Broken, invariant
from harness.records import SessionRecord, session_records
from harness.weather import good_for
from harness.world import World

SLACK = 120.0
"""Seconds by which a session's ends may differ from the truth: network at open and close takes its time."""
DURATION_SLACK = 60.0
BORDERLINE = 3.0
"""Seconds around the minimum duration within which a plugin may decide either way."""


def reporting(actor: Actor) -> Sessions | None:
    """How a device's plugins report sessions; None when none of them does."""
    return next((plugin.contract.sessions for plugin in actor.plugins if plugin.contract.sessions is not None), None)


def _judged(world: World) -> bool:
    return any(reporting(actor) is not None for actor in world.actors.values())


class _Stretches:
    """The stretches of reading of one reader with one book, in a form in which the nearest is found quickly."""

    def __init__(self) -> None:
        self._starts: list[tuple[float, int]] = []
        self._others: list[int] = []

    def add(self, number: int, reading: Reading) -> None:
        """Take in a stretch; those in which the clock was set stand apart, because their start says little."""
        if reading.clock_changed:
            self._others.append(number)
        else:
            bisect.insort(self._starts, (reading.started_wall, number))

    def near(self, start: float) -> list[int]:
        """The few stretches that a session with this start can belong to."""
        at = bisect.bisect(self._starts, (start, 0))
        return [number for _, number in self._starts[max(0, at - 3) : at + 3]] + self._others


def assign(world: World) -> tuple[dict[int, list[SessionRecord]], list[SessionRecord]]:
    """Each server session to the stretch of reading that it is nearest to; and those that belong to none."""
    readings = world.history.readings
    assigned: dict[int, list[SessionRecord]] = {number: [] for number in range(len(readings))}
    stretches: dict[tuple[str, str], _Stretches] = {}
    for number, reading in enumerate(readings):
        if reading.ending is not None:
            stretches.setdefault((reading.user, reading.fingerprint), _Stretches()).add(number, reading)
    strangers: list[SessionRecord] = []
    for record in session_records(world):
        known = stretches.get((record.user, record.fingerprint))
        candidates = known.near(record.start) if known is not None else []
        near = [(readings[number].distance(record.start, record.end), number) for number in candidates]
        distance, number = min(near, default=(float("inf"), -1))
        if distance <= 2 * SLACK:
            assigned[number].append(record)
        else:
            strangers.append(record)
    return assigned, strangers


@invariant("nothing twice", safety=True)
def nothing_twice(world: World) -> Iterator[Broken]:
    """No stretch of reading is on the server more than once."""
    if not _judged(world):
        return
    assigned, _ = assign(world)
    for number, records in assigned.items():
        if len(records) > 1:
            copies = " and ".join(str(record) for record in records[:3])
            stretch = f"one stretch of reading ({world.history.readings[number]})"
            yield Broken(f"{stretch} is {len(records)} times on the server: {copies}")


@invariant("nothing invented", safety=True)
def nothing_invented(world: World) -> Iterator[Broken]:
    """No session is on the server that nobody read, and none is longer than the reading was."""
    if not _judged(world):
        return
    assigned, strangers = assign(world)
    for record in strangers:
        yield Broken(f"the server has a session that nobody read: {record}")
    for number, records in assigned.items():
        reading = world.history.readings[number]
        for record in records:
            if record.seconds > reading.seconds + DURATION_SLACK:
                yield Broken(
                    f"the server counts {record.seconds:.0f} s for a reading of {reading.seconds:.0f} s: {record}"
                )


@invariant("nothing lost", safety=False)
def nothing_lost(world: World) -> Iterator[Broken]:
    """Each stretch of reading is on the server, or still waits while it cannot be sent."""
    if not _judged(world):
        return
    assigned, _ = assign(world)
    known = {str(book.get("hash")) for book in world.backend.records("books")}
    for actor in world.actors.values():
        rules = reporting(actor)
        if rules is None:
            continue
        missing = [
            reading
            for number, reading in enumerate(world.history.readings)
            if reading.device == actor.name and not assigned[number] and _counts(reading)
        ]
        yield from _missing(missing, actor, rules, world, known)


def _missing(missing: list[Reading], actor: Actor, rules: Sessions, world: World, known: set[str]) -> Iterator[Broken]:
    waiting = _waiting(actor)
    settle = world.story.scenario.invariants.settle
    for reading in missing:
        match = min(waiting, key=lambda times: reading.distance(*times), default=None)
        if match is None or reading.distance(*match) > 2 * SLACK:
            yield Broken(f"lost: {reading}: neither on the server nor in the queue")
            continue
        waiting.remove(match)
        if _manual(actor, rules) or reading.fingerprint not in known:
            continue
        good = good_for(actor, world)
        if good >= settle:
            yield Broken(f"stuck: {reading}: still in the queue after {good:.0f} s of good network")


def _counts(reading: Reading) -> bool:
    """Whether a plugin has to report a stretch of reading."""
    if reading.minimum is None or reading.ending not in GOOD_ENDINGS or not reading.moved:
        return False
    return reading.seconds >= reading.minimum + BORDERLINE


def _manual(actor: Actor, rules: Sessions) -> bool:
    return any(
        actor.setting(plugin, rules.manual) is True for plugin in actor.plugins if plugin.contract.sessions is rules
    )


def _waiting(actor: Actor) -> list[tuple[float, float]]:
    """Start and end of each session in the queue."""
    found: list[tuple[float, float]] = []
    for plugin in actor.plugins:
        for table in plugin.contract.queues.values():
            if table.start and table.end:
                condition = f" WHERE {table.where}" if table.where else ""
                same = f"DISTINCT {table.distinct}, " if table.distinct else ""
                query = f"SELECT {same}{table.start} AS s, {table.end} AS e FROM {table.table}{condition}"
                found += [(float(row["s"]), float(row["e"])) for row in actor.rows(table.database, query)]
    return found

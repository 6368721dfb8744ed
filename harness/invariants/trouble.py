"""Invariants about the trouble that a story asked for, and about what it leaves behind."""

from __future__ import annotations

from collections.abc import Iterator

from harness.expectations.queue import queue_count, queue_tables
from harness.invariants.registry import Broken, invariant
from harness.world import World


@invariant("every fault fires", safety=False)
def every_fault_fires(world: World) -> Iterator[Broken]:
    """A fault or crash that was scheduled comes to bear: one that does not is a story about nothing."""
    for fault in world.faults:
        if fault.fired == 0 and not fault.words.may_rest:
            on = f" on {fault.words.on}" if fault.words.on else ""
            where = fault.where.short if fault.where else None
            yield Broken(f"the fault '{fault.words.name}'{on} never came to bear", where=where)
    for crash in world.crashes:
        ended = world.trace.of("power.lost", "process.killed")
        if not any(event.sequence >= crash.since and event.device == crash.actor.name for event in ended):
            yield Broken(
                f"the crash planned at {crash.text} never came", where=crash.where.short if crash.where else None
            )


@invariant("bounded queue", safety=True)
def bounded_queue(world: World) -> Iterator[Broken]:
    """A pending queue does not grow without end."""
    limit = world.story.scenario.invariants.queue_limit
    for actor in world.actors.values():
        for name, table in queue_tables(actor).items():
            count = queue_count(actor, table)
            if count > limit:
                yield Broken(f"{count} rows wait in the queue of {name} on {actor.name}; the limit is {limit}")

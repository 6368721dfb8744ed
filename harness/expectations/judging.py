"""Checking a list of expectations, now or at the latest after some time."""

from __future__ import annotations

from collections.abc import Sequence

from harness.errors import StepFailed
from harness.expectations.verdict import Verdict
from harness.scenario import BoundExpectation
from harness.world import World

POLLS = ((30.0, 0.5), (300.0, 2.0), (float("inf"), 10.0))
"""How often is looked while waiting: up to so many seconds, every so many. Looking costs host time only."""


class ExpectationFailed(StepFailed):
    """Something is not as it must be; ``verdicts`` are the checks that failed."""

    def __init__(self, failed: Sequence[tuple[BoundExpectation, Verdict]]) -> None:
        first = failed[0][1]
        super().__init__("\n".join(str(verdict) for _, verdict in failed), expected=first.expected, seen=first.seen)
        self.failed = list(failed)
        self.where = failed[0][0].where


def judge(expectations: Sequence[BoundExpectation], world: World, *, within: float = 0.0) -> None:
    """Check all; ExpectationFailed with every one that does not hold, after ``within`` virtual seconds at most."""
    began = world.elapsed
    deadline = began + within
    while True:
        verdicts = [(bound, verdict) for bound in expectations for verdict in bound.entry.function(bound.words, world)]
        failed = [(bound, verdict) for bound, verdict in verdicts if not verdict.ok]
        if not failed or world.elapsed >= deadline:
            break
        every = next(pause for limit, pause in POLLS if world.elapsed - began < limit)
        world.actor.pass_time(min(every, deadline - world.elapsed))
    for bound, verdict in verdicts:
        kind = "expectation.met" if verdict.ok else "expectation.failed"
        world.emit(
            kind, {"expected": verdict.expected, "noun": verdict.noun, "seen": verdict.seen, "where": bound.where.short}
        )
    if failed:
        raise ExpectationFailed(failed)

"""The requests that devices made."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from harness.exchanges import Exchange, exchanges
from harness.expectations.verdict import Verdict
from harness.scenario import OneOrMore, Words, expectation
from harness.scenario.words import CountRange, Duration, DurationRange
from harness.world import World


class Requests(Words):
    """How many requests of a kind there were. Without 'on', all are meant."""

    shorthand = "count"
    count: CountRange
    on: str | None = Field(default=None, description="'POST */reading-sessions*' or '*/login'")
    status: CountRange | None = Field(
        default=None, description="only those that were answered so: 200, or '200 to 299'"
    )
    error: str | None = Field(default=None, description="only those that failed with these words in the error")
    failed: bool | None = Field(
        default=None, description="true: only those without a reply; false: only those with one"
    )
    while_offline: bool | None = Field(default=None, description="true: only those made while the radio had no link")
    in_the_last: Duration | None = Field(default=None, description="only those of so recent a time")
    took: DurationRange | None = Field(default=None, description="only those that took so long")

    def reasons_against(self, exchange: Exchange, now: int) -> list[str]:
        """Why a request is not meant; empty when it is."""
        reasons: list[str] = []
        if self.status is not None and not self.status.holds(exchange.status):
            reasons.append(f"status is {exchange.status}, not {self.status}")
        if self.error is not None and self.error.lower() not in (exchange.error or "").lower():
            reasons.append(f"error is {exchange.error}")
        if self.failed is not None and self.failed != (exchange.status is None):
            reasons.append("it was answered" if self.failed else "it was not answered")
        if self.while_offline is not None and self.while_offline != (exchange.radio != "on"):
            reasons.append(f"the radio was {exchange.radio}")
        if self.took is not None and not self.took.holds(exchange.seconds):
            reasons.append(f"it took {exchange.seconds:.3f} s, not {self.took}")
        if self.in_the_last is not None and now - exchange.at > self.in_the_last * 1e6:
            reasons.append("it was earlier")
        return reasons


class RequestsWords(OneOrMore):
    """One or several counts of requests."""

    all: list[Requests]


@expectation("requests")
def requests(words: RequestsWords, world: World) -> Iterator[Verdict]:
    """How many requests were made, answered, refused, while what."""
    actor = world.actor
    now = actor.device.clock.monotonic
    made = [exchange for exchange in exchanges(world.trace) if exchange.device == actor.name]
    for wanted in words.all:
        meant = [exchange for exchange in made if wanted.on is None or exchange.matches(wanted.on)]
        fitting = [exchange for exchange in meant if not wanted.reasons_against(exchange, now)]
        ok = wanted.count.holds(len(fitting))
        near: tuple[str, ...] = ()
        if not ok:
            shown = fitting[-5:] or meant[-5:] or made[-5:]
            near = tuple(f"{one}{_why(wanted, one, now, meant)}" for one in shown)
        yield Verdict(ok, "requests", f"{wanted.count} {_describe(wanted)}".strip(), str(len(fitting)), near)


def _why(wanted: Requests, exchange: Exchange, now: int, meant: list[Exchange]) -> str:
    reasons = wanted.reasons_against(exchange, now)
    if exchange not in meant:
        reasons.insert(0, f"it is no {wanted.on}")
    return f": {'; '.join(reasons)}" if reasons else ""


def _describe(wanted: Requests) -> str:
    parts = [wanted.on or ""]
    if wanted.status is not None:
        parts.append(f"with status {wanted.status}")
    if wanted.error is not None:
        parts.append(f"with error '{wanted.error}'")
    if wanted.failed is not None:
        parts.append("without a reply" if wanted.failed else "with a reply")
    if wanted.while_offline is not None:
        parts.append("while offline" if wanted.while_offline else "while online")
    return " ".join(part for part in parts if part)

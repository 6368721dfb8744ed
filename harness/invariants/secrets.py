"""The invariant that no password and no key is written down anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from harness.invariants.registry import Broken, invariant
from harness.world import World


@invariant("no secret written", safety=True)
def no_secret_written(world: World) -> Iterator[Broken]:
    """No password, and no digest of one, is in the log, the trace or the report."""
    world.text.read_on()
    for event, secret in world.text.leaks:
        what = "the digest of a password" if world.secrets.index(secret) % 2 else "a password"
        yield Broken(f"{what} is in the trace, in an event '{event.kind}'", event)

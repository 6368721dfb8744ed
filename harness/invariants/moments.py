"""Invariants that one event of the trace can break: Lua errors, freezes, requests without a radio."""

from __future__ import annotations

from collections.abc import Iterator

from harness.invariants.registry import Broken, invariant
from harness.scenario.words import duration_text
from harness.world import World


@invariant("no Lua error", safety=True)
def no_lua_error(world: World) -> Iterator[Broken]:
    """No Lua error, whether KOReader survives it or not."""
    for event in world.trace.of("lua.error"):
        fields = event.fields
        fatal = "; KOReader ended" if fields.get("fatal") else ""
        message = str(fields.get("message", "")).split("\n")[0]
        where = str(fields.get("where") or "")
        place = f" at {where}" if where else ""
        yield Broken(f"Lua error{place}: {message.removeprefix(f'{where}: ')}{fatal}", event, where or None)


@invariant("no freeze", safety=True)
def no_freeze(world: World) -> Iterator[Broken]:
    """The reader is never frozen for longer than the budget."""
    budget = world.story.scenario.invariants.freeze_budget
    for event in world.trace.of("freeze"):
        seconds = event.fields.get("seconds")
        if isinstance(seconds, (int, float)) and seconds > budget:
            cause = str(event.fields.get("by") or "something unnamed")
            yield Broken(
                f"the reader was frozen for {seconds:.1f} s by {cause}; the budget is {duration_text(budget)}", event
            )


@invariant("no request without radio", safety=True)
def no_request_without_radio(world: World) -> Iterator[Broken]:
    """Nothing is asked of the network while the radio is off."""
    for event in world.trace.of("request.radio-off"):
        yield Broken(f"{event.fields.get('method')} {event.fields.get('url')} while the radio was off", event)

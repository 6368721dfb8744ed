"""The state that a device is in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from harness.expectations.verdict import Verdict
from harness.scenario import Words, expectation
from harness.world import World


class DeviceState(Words):
    """Whether KOReader runs, sleeps or has ended, and what the radio does."""

    shorthand = "state"
    state: Literal["running", "asleep", "ended"] | None = None
    exit_code: int | None = Field(default=None, description="what KOReader ended with")
    wifi: Literal["off", "associating", "on"] | None = None


@expectation("device")
def device(words: DeviceState, world: World) -> Iterator[Verdict]:
    """Whether the device runs, sleeps or has ended."""
    actor = world.actor
    if words.state is not None:
        seen = "ended" if not actor.device.alive else "asleep" if actor.asleep else "running"
        yield Verdict(words.state == seen, "device", words.state, seen)
    if words.exit_code is not None:
        yield Verdict(
            words.exit_code == actor.device.exit_code,
            "device",
            f"exit code {words.exit_code}",
            str(actor.device.exit_code),
        )
    if words.wifi is not None:
        radio = actor.device.radio
        shown = "on" if radio.connected else "associating" if radio.is_on else "off"
        yield Verdict(words.wifi == shown, "device", f"Wi-Fi {words.wifi}", shown)

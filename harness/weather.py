"""How long the network has been good for a device: from the trace and from the faults still in force."""

from __future__ import annotations

from fake_koreader.clock import SECOND
from harness.actor import Actor
from harness.world import ScheduledFault, World

TROUBLE = ("radio.", "wifi.", "fault.fired", "fault.scheduled", "fault.cleared", "process.started", "clock.changed")


def good_for(actor: Actor, world: World) -> float:
    """Awake seconds since the last trouble; 0 while there is any."""
    device = actor.device
    if (
        not device.alive
        or actor.asleep
        or not device.radio.connected
        or any(_in_force(fault, actor) for fault in world.faults)
    ):
        return 0.0
    last = 0
    for event in world.trace.of(*TROUBLE):
        if event.device == actor.name:
            last = max(last, event.at)
    return (device.clock.monotonic - last) / SECOND


def _in_force(fault: ScheduledFault, actor: Actor) -> bool:
    """Whether a fault can still come to bear on a device."""
    if fault.cleared:
        return False
    for owner, instance in fault.instances:
        if owner is not actor:
            continue
        until, count = getattr(instance, "until_us", None), getattr(instance, "count", None)
        over = until is not None and actor.device.clock.monotonic >= until
        spent = count is not None and instance.fired >= count
        if not over and not spent:
            return True
    return False

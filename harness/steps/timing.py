"""Steps that let time pass, and steps that make the clock lie."""

from __future__ import annotations

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from fake_koreader.clock import SECOND
from fake_koreader.zone import Zone
from harness.scenario import Words, step
from harness.scenario.words import Duration, When
from harness.world import World


class Wait(Words):
    """How long to wait, or until when by the device's clock."""

    shorthand = "duration"
    duration: Duration | None = None
    until: When | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Wait:
        if (self.duration is None) == (self.until is None):
            raise PydanticCustomError("two_kinds", "say either a 'duration' or 'until' when")
        return self


class SetClock(Words):
    """What happens to the device's wall clock."""

    shorthand = "to"
    to: When | None = Field(default=None, description="the time it is set to")
    back: Duration | None = Field(default=None, description="how far it is set back")
    forward: Duration | None = Field(default=None, description="how far it is set forward")
    zone: str | None = Field(default=None, description="the new time zone; the instant stays the same")

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, value: str | None) -> str | None:
        if value is not None:
            Zone(value)
        return value

    @model_validator(mode="after")
    def _one_change(self) -> SetClock:
        if sum(value is not None for value in (self.to, self.back, self.forward, self.zone)) != 1:
            raise PydanticCustomError("two_kinds", "say one of: 'to', 'back', 'forward', 'zone'")
        return self


@step("wait")
def wait(words: Wait, world: World) -> None:
    """Do nothing for a while; the device stays as it is, awake or asleep or off."""
    actor = world.actor
    if words.duration is not None:
        actor.pass_time(words.duration)
        return
    if words.until is not None:
        seconds = world.epoch_of(words.until) - actor.device.clock.wall / SECOND
        if seconds < 0:
            seconds += 86400 if words.until.day is None else 0
        if seconds < 0:
            world.fail(f"{words.until} is already past", seen=f"the device's clock shows {actor.device.clock}")
        actor.pass_time(seconds)


@step("clock")
def set_clock(words: SetClock, world: World) -> None:
    """Set the wall clock or change the time zone under the running device."""
    actor = world.actor
    clock = actor.device.clock
    before = clock.wall
    if words.zone is not None:
        clock.set_zone(words.zone)
    elif words.to is not None:
        clock.set_wall(round(world.epoch_of(words.to) * SECOND))
    else:
        clock.set_wall(before + round(((words.forward or 0.0) - (words.back or 0.0)) * SECOND))
    if actor.reading is not None:
        actor.reading.walls += [before / SECOND, clock.wall / SECOND]
    world.emit("clock.changed", {"from": before, "to": clock.wall, "zone": clock.zone.name})

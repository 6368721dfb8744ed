"""Steps about the radio and about what goes wrong on the wire."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator

from fake_koreader.clock import SECOND
from harness.scenario import Words, step
from harness.scenario.faults import Fault
from harness.scenario.words import Duration
from harness.steps.reading import Nothing
from harness.world import World


class Wifi(Words):
    """What happens to the Wi-Fi."""

    shorthand = "state"
    state: Literal["on", "off", "lost", "back", "flaky"] = Field(
        description="on/off: the reader's switch; lost: out of range; back: in range again; flaky: loses its link"
    )
    for_: Duration | None = Field(default=None, description="with 'lost': comes back by itself after so long")

    @field_validator("state", mode="before")
    @classmethod
    def _old_yaml(cls, value: Any) -> Any:
        return {True: "on", False: "off"}[value] if isinstance(value, bool) else value


class WifiComesUp(Words):
    """How long until the radio has a link."""

    shorthand = "after"
    after: Duration


@step("wifi")
def wifi(words: Wifi, world: World) -> None:
    """Switch the Wi-Fi as the reader does, or lose it and find it again as the world does."""
    actor, radio = world.actor, world.actor.device.radio
    if words.state == "on":
        actor.need_running()
        actor.device.wifi_on()
    elif words.state == "off":
        actor.need_running()
        actor.device.wifi_off()
    elif words.state == "lost":
        radio.drop(round(words.for_ * SECOND)) if words.for_ is not None else radio.leave()
    elif words.state == "back":
        radio.come_back()
    else:
        radio.drop()


@step("wifi comes up")
def wifi_comes_up(words: WifiComesUp, world: World) -> None:
    """The radio gets its link by itself some time from now, while the story goes on."""
    radio = world.actor.device.radio
    radio.association_us = round(words.after * SECOND)
    radio.turn_on()


@step("fault")
def fault(words: Fault, world: World) -> None:
    """From now on something goes wrong with requests, on all devices unless the step says 'on'."""
    where = world.step.where if world.step is not None else None
    chosen = [world.actor] if world.step is not None and world.step.actor else list(world.actors.values())
    world.add_fault(words, where, chosen)


@step("clear faults")
def clear_faults(words: Nothing, world: World) -> None:
    """The network and the server are well again."""
    world.clear_faults()

"""Steps of a finger on the screen, or on a key."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from harness.scenario import Words, step
from harness.steps.reading import Nothing
from harness.world import World


class Label(Words):
    """The text of what to touch."""

    shorthand = "text"
    text: str = Field(min_length=1, description="the text of a button, an item, a message")


class Menu(Words):
    """The way through the main menu, text by text."""

    shorthand = "path"
    path: list[str] | str = Field(description="[Tools, Shelf Sync, Sync Pending Now], or the same with ' > ' between")

    @property
    def texts(self) -> list[str]:
        """The texts to tap, in order."""
        if isinstance(self.path, str):
            return [part.strip() for part in self.path.split(">")]
        return list(self.path)


class Dispatch(Words):
    """An action as a gesture or a profile would start it."""

    shorthand = "action"
    action: str
    argument: Any = None


@step("tap")
def tap(words: Label, world: World) -> None:
    """Tap on what bears a text."""
    world.actor.need_running()
    world.actor.device.tap(words.text)


@step("hold")
def hold(words: Label, world: World) -> None:
    """Press long on what bears a text."""
    world.actor.need_running()
    world.actor.device.hold(words.text)


@step("type")
def type_text(words: Label, world: World) -> None:
    """Type a text into the field that has the focus."""
    world.actor.need_running()
    world.actor.device.type_text(words.text)


@step("press")
def press(words: Label, world: World) -> None:
    """Press a key of the device by its name."""
    world.actor.need_running()
    world.actor.device.press(words.text)


@step("tap outside")
def tap_outside(words: Nothing, world: World) -> None:
    """Tap beside the topmost window, which closes most of them."""
    world.actor.need_running()
    world.actor.device.tap_outside()


@step("menu")
def menu(words: Menu, world: World) -> None:
    """Open the main menu and tap through it."""
    world.actor.need_running()
    world.actor.device.menu(words.texts)


@step("dispatch")
def dispatch(words: Dispatch, world: World) -> None:
    """Start an action of KOReader's dispatcher, as a gesture does."""
    world.actor.need_running()
    world.actor.device.dispatch(words.action, words.argument)

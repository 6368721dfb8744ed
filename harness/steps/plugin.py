"""Steps about the plugin's settings, and Lua inside its world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from fake_koreader.process import LuaFailure
from harness.fault_building import secret_values
from harness.scenario import Words, step
from harness.world import World


class Configure(Words):
    """The plugin's settings, in the words of its contract or under its own keys."""

    settings: dict[str, Any] = {}

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"settings": dict(value)} if isinstance(value, Mapping) and set(value) != {"settings"} else value

    def secrets(self) -> Iterator[str]:
        yield from secret_values(self.settings)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "object", "description": "settings by name"}


class Lua(Words):
    """A Lua chunk."""

    shorthand = "code"
    code: str


@step("configure")
def configure(words: Configure, world: World) -> None:
    """Change the plugin's settings in its file. A running KOReader is left before and started again after it."""
    actor = world.actor
    running = actor.device.alive
    if running:
        actor.leave()
    actor.configure(words.settings)
    if running:
        actor.boot()


@step("setting")
def setting(words: Configure, world: World) -> None:
    """Change settings of KOReader itself; a running KOReader sees them at its next start."""
    for key, value in words.settings.items():
        world.actor.device.set_setting(key, value)


@step("lua")
def lua(words: Lua, world: World) -> None:
    """Run Lua in the plugin's world."""
    world.actor.need_running()
    try:
        world.actor.device.evaluate(words.code)
    except LuaFailure as failure:
        world.fail(f"the Lua failed: {failure.message}")

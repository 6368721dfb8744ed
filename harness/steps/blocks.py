"""Steps made of steps, and the step that judges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from harness.scenario import BoundExpectation, Words, step
from harness.scenario.base import Expectations, Steps
from harness.scenario.words import Duration
from harness.world import World


class Repeat(Words):
    """Which steps, and how often."""

    times: int = Field(ge=1, le=100_000)
    steps: Steps


class Note(Words):
    """A remark."""

    shorthand = "text"
    text: str


class Expect(Words):
    """What must be true, noun by noun; with 'within', at the latest after that time."""

    within: Duration | None = None
    nouns: Expectations = {}

    @property
    def bound(self) -> list[BoundExpectation]:
        """The expectations, which the loader has compiled."""
        return cast(list[BoundExpectation], self.nouns)

    @model_validator(mode="before")
    @classmethod
    def _nouns_alone(cls, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        nouns = {key: body for key, body in value.items() if key != "within"}
        limit = {"within": value["within"]} if "within" in value else {}
        return {"nouns": nouns, **limit}

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"x-block": "expectations"}


@step("repeat")
def repeat(words: Repeat, world: World) -> None:
    """Do a block of steps several times."""
    for _ in range(words.times):
        world.perform_all(words.steps)


@step("note")
def note(words: Note, world: World) -> None:
    """Write a remark into the trace."""
    world.emit("note", {"text": words.text})


@step("expect")
def expect(words: Expect, world: World) -> None:
    """Check that things are as they must be; the run stops here when they are not."""
    from harness.expectations import judge

    judge(words.bound, world, within=words.within or 0.0)

"""What the trace tells of freezes, log lines, handlers of plugins, and Lua errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field, GetJsonSchemaHandler, field_validator, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from fake_koreader.trace import Event
from harness.expectations.verdict import Verdict
from harness.scenario import Words, expectation
from harness.scenario.words import CountRange, Duration, duration_text, parse_count_range
from harness.world import World


class Freezes(Words):
    """How often the reader was frozen for longer than some time: 'none over 2 s'."""

    shorthand = "over"
    over: Duration = Field(description="only freezes longer than this")
    count: CountRange = Field(default=parse_count_range("none"), description="how many; none by default")

    @field_validator("over", mode="before")
    @classmethod
    def _in_words(cls, value: Any) -> Any:
        text = str(value).strip().lower()
        return text.removeprefix("none").strip().removeprefix("over").strip()


class Log(Words):
    """Lines of KOReader's log."""

    shorthand = "has"
    has: list[str] = []
    lacks: list[str] = []

    @field_validator("has", "lacks", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value


class Hooks(Words):
    """How often handlers of plugins ran: {ReaderReady: 1, Suspend: none}."""

    counts: dict[str, CountRange] = {}

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"counts": dict(value)} if isinstance(value, Mapping) and set(value) != {"counts"} else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "object", "additionalProperties": {"type": ["integer", "string"]}, "description": cls.__doc__}


class Errors(Words):
    """How many Lua errors there were, caught ones included; for stories that break a plugin on purpose."""

    shorthand = "count"
    count: CountRange
    text: str | None = Field(default=None, description="only those with these words")


def _own(world: World, kind: str) -> list[Event]:
    return [event for event in world.trace.of(kind) if event.device == world.actor.name]


@expectation("freezes")
def freezes(words: Freezes, world: World) -> Iterator[Verdict]:
    """How long the reader could not turn pages."""
    found = [event for event in _own(world, "freeze") if float(_number(event)) > words.over]
    ok = words.count.holds(len(found))
    near = (
        ()
        if ok
        else tuple(
            f"{_number(event):.1f} s at {event.at / 1e6:.1f}s, in {event.fields.get('by', '?')}" for event in found[:5]
        )
    )
    longest = max((_number(event) for event in found), default=0.0)
    seen = f"{len(found)}, the longest {longest:.1f} s" if found else "none"
    yield Verdict(ok, "freezes", f"{words.count} over {duration_text(words.over)}", seen, near)


def _number(event: Event) -> float:
    value = event.fields.get("seconds")
    return float(value) if isinstance(value, (int, float)) else 0.0


@expectation("log")
def log(words: Log, world: World) -> Iterator[Verdict]:
    """What KOReader's log says."""
    lines = [str(event.fields.get("text", "")) for event in _own(world, "log")]
    for text in words.has:
        ok = any(text in line for line in lines)
        yield Verdict(ok, "log", f"'{text}'", "it" if ok else "no such line", () if ok else tuple(lines[-3:]))
    for text in words.lacks:
        found = tuple(line for line in lines if text in line)[:3]
        yield Verdict(not found, "log", f"no '{text}'", "it" if found else "none", found)


@expectation("hooks")
def hooks(words: Hooks, world: World) -> Iterator[Verdict]:
    """How often the plugins' handlers ran."""
    called = [str(event.fields.get("handler", "")) for event in _own(world, "hook.called")]
    for handler, wanted in words.counts.items():
        names = {handler, f"on{handler}"}
        count = sum(name in names for name in called)
        others = tuple(sorted(set(called)))
        yield Verdict(
            wanted.holds(count), "hooks", f"{handler} {wanted} times", str(count), others if not count else ()
        )


@expectation("lua errors")
def lua_errors(words: Errors, world: World) -> Iterator[Verdict]:
    """How many Lua errors there were."""
    found = [event for event in _own(world, "lua.error") if (words.text or "") in str(event.fields.get("message", ""))]
    near = tuple(f"{event.fields.get('where')}: {event.fields.get('message')}" for event in found[:3])
    yield Verdict(words.count.holds(len(found)), "lua errors", str(words.count), str(len(found)), near)

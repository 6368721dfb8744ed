"""What every model of a scenario has in common: a reader's words as keys, and one short form.

Field names are written with spaces (``pages_each`` is ``pages each``). A model with a ``shorthand`` field may be
given as the value of that field alone: ``open: moby-dick.epub`` is ``open: {book: moby-dick.epub}``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, ValidationError, WithJsonSchema, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

UNKNOWN_KEYS = "unknown_keys"


def key_of(field_name: str) -> str:
    """The word under which a field is written: ``pages_each`` as ``pages each``."""
    return field_name.rstrip("_").replace("_", " ")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a scenario may refer to: the names that exist around it.

    ``books`` are the file names of the books that can be found; ``devices`` and ``users`` those that it declares.
    ``plugin_trouble`` says what is wrong with a plugin of that name, or None.
    """

    books: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    plugin_trouble: Callable[[str], str | None] | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A name that a model holds and that must exist: where in the model, which name, among which, of what kind.

    ``trouble`` says what is wrong with it where more than a list of names was asked.
    """

    path: tuple[str | int, ...]
    name: str
    known: tuple[str, ...]
    what: str
    trouble: str | None = None


class Words(BaseModel):
    """The base of all models of a scenario. Unknown keys are mistakes."""

    model_config = ConfigDict(
        extra="forbid", alias_generator=key_of, populate_by_name=False, frozen=True, arbitrary_types_allowed=True
    )
    shorthand: ClassVar[str | None] = None

    @model_validator(mode="before")
    @classmethod
    def _open_up(cls, value: Any) -> Any:
        if isinstance(value, BaseModel):
            return value
        if not isinstance(value, Mapping):
            if value is None:
                return {}
            if cls.shorthand is None:
                raise PydanticCustomError("mapping_expected", "expected {keys}", {"keys": cls.keys_text()})
            return {key_of(cls.shorthand): value}
        known = cls.keys()
        unknown = [str(key) for key in value if key not in known]
        if unknown:
            raise PydanticCustomError(UNKNOWN_KEYS, "unknown keys", {"unknown": unknown, "known": known})
        return value

    @classmethod
    def keys(cls) -> list[str]:
        """The words that this model knows, in the order of its fields."""
        return [key_of(name) for name in cls.model_fields]

    @classmethod
    def keys_text(cls) -> str:
        """``a mapping with: book, chapter`` for messages."""
        return "a mapping with: " + ", ".join(cls.keys()) if cls.model_fields else "nothing"

    @classmethod
    def needs_nothing(cls) -> bool:
        """Whether the word alone is enough (``- close book``)."""
        try:
            cls.model_validate(None)
        except ValidationError:
            return False
        return True

    def secrets(self) -> Iterator[str]:
        """Passwords and keys among the words: they are kept out of traces and reports."""
        yield from ()

    def doubts(self, around: Surroundings) -> Iterator[Doubt]:
        """Names to check against the surroundings; none by default."""
        yield from ()

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core_schema)
        if cls.shorthand is None:
            return schema
        whole = handler.resolve_ref_schema(schema)
        short = whole.get("properties", {}).get(key_of(cls.shorthand), {})
        required = whole.get("required", [])
        if [name for name in required if name != key_of(cls.shorthand)]:
            return schema
        description = whole.get("description", "")
        return {"anyOf": [dict(short), schema], "description": description}


class OneOrMore(Words):
    """The base of models with one field ``all``, a list that may be written as its only item."""

    @model_validator(mode="before")
    @classmethod
    def _as_list(cls, value: Any) -> Any:
        if isinstance(value, Mapping) and set(value) == {"all"}:
            return value
        return {"all": value if isinstance(value, list) else [value]}

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        items = handler.resolve_ref_schema(handler(core_schema))["properties"]["all"]["items"]
        return {"anyOf": [items, {"type": "array", "items": items}]}


class Block:
    """Marks a field that holds steps or expectations, which the loader compiles after the model is valid."""

    def __init__(self, of: str) -> None:
        self.of = of

    def __repr__(self) -> str:
        return f"<Block of {self.of}>"


STEPS, EXPECTATIONS = Block("steps"), Block("expectations")

Steps = Annotated[list[Any], STEPS, WithJsonSchema({"type": "array", "minItems": 1, "items": {"x-block": "step"}})]
"""A block of steps inside a step; the loader puts `BoundStep` objects in its place."""

Expectations = Annotated[dict[str, Any], EXPECTATIONS, WithJsonSchema({"x-block": "expectations"})]
"""A mapping of expectations; the loader puts a list of `BoundExpectation` objects in its place."""

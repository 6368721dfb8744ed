"""Files on the device's disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from harness.expectations.verdict import Verdict
from harness.scenario import Words, expectation
from harness.world import World


class FileWords(Words):
    """What one file is like."""

    shorthand = "is_"
    is_: Literal["there", "gone"] = "there"
    has: str | None = Field(default=None, description="a text that is in it")
    lacks: str | None = Field(default=None, description="a text that is not in it")


class Files(Words):
    """Files by their path, from KOReader's directory."""

    files: dict[str, FileWords] = {}

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"files": dict(value)} if isinstance(value, Mapping) and set(value) != {"files"} else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        one = handler(FileWords.__pydantic_core_schema__)
        return {"type": "object", "additionalProperties": one, "description": cls.__doc__}


@expectation("files")
def files(words: Files, world: World) -> Iterator[Verdict]:
    """Which files are on the device's disk, and what is in them."""
    for path, wanted in words.files.items():
        data = world.actor.read(path)
        there = data is not None
        yield Verdict(there == (wanted.is_ == "there"), "files", f"{path} {wanted.is_}", "there" if there else "gone")
        text = (data or b"").decode("utf-8", "replace")
        if wanted.has is not None:
            ok = wanted.has in text
            yield Verdict(ok, "files", f"'{wanted.has}' in {path}", "it" if ok else f"{text[:120]!r}")
        if wanted.lacks is not None:
            ok = there and wanted.lacks not in text
            yield Verdict(ok, "files", f"no '{wanted.lacks}' in {path}", "none" if ok else "it" if there else "no file")

"""Settings in files on the device: KOReader's own, and those of plugins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from harness.errors import StepFailed
from harness.expectations.verdict import Verdict
from harness.scenario import Words, expectation
from harness.settings_file import read_settings
from harness.world import World


class Settings(Words):
    """Values by file and key: {settings.reader.lua: {lastdir: /mnt/onboard}}."""

    files: dict[str, dict[str, Any]] = {}

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"files": dict(value)} if isinstance(value, Mapping) and set(value) != {"files"} else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "object", "additionalProperties": {"type": "object"}, "description": cls.__doc__}


@expectation("settings")
def settings(words: Settings, world: World) -> Iterator[Verdict]:
    """What a settings file on the device says."""
    for path, wanted in words.files.items():
        data = world.actor.read(path)
        if data is None:
            yield Verdict(False, "settings", f"a file {path}", "none")
            continue
        try:
            values = read_settings(data)
        except StepFailed as error:
            yield Verdict(False, "settings", f"{path} readable", error.message)
            continue
        for key, value in wanted.items():
            seen = values.get(key)
            yield Verdict(seen == value, "settings", f"{path}: {key} = {value!r}", repr(seen))

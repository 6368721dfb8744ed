"""The JSON Schema of scenario files, for editors: made from the models that the loader uses."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import JsonSchemaMode, models_json_schema

from harness.scenario.base import Words
from harness.scenario.models import Scenario
from harness.scenario.registry import Entry, Vocabulary

_MODE: JsonSchemaMode = "validation"
SCHEMA_ID = "https://koharness.example/scenario.schema.json"


def scenario_schema(words: Vocabulary) -> dict[str, Any]:
    """The whole schema, with every step and expectation that ``words`` holds."""
    models: list[type[Words]] = [Scenario]
    models += [entry.model for entry in (*words.steps.values(), *words.expectations.values())]
    unique = list(dict.fromkeys(models))
    references, definitions = models_json_schema([(model, _MODE) for model in unique], ref_template="#/$defs/{model}")
    defs: dict[str, Any] = dict(definitions.get("$defs", {}))
    defs["step"] = {"anyOf": [_bare(words), *(_step(entry, references) for entry in _sorted(words.steps))]}
    defs["expectations"] = {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": {
            "within": {"type": "string", "description": "in steps: at the latest after this time, such as 30 s"},
            **{entry.word: _body(entry, references) for entry in _sorted(words.expectations)},
        },
    }
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "A koharness scenario",
        "$defs": dict(sorted(defs.items())),
        **references[(Scenario, _MODE)],
    }
    linked: dict[str, Any] = _linked(whole)
    return linked


def _linked(node: Any) -> Any:
    """Blocks are marked ``x-block`` in the models, because pydantic follows references itself."""
    if isinstance(node, dict):
        if "x-block" in node:
            return {"$ref": f"#/$defs/{node['x-block']}"}
        return {key: _linked(value) for key, value in node.items()}
    return [_linked(item) for item in node] if isinstance(node, list) else node


def _sorted(entries: dict[str, Entry]) -> list[Entry]:
    return [entries[word] for word in sorted(entries)]


def _bare(words: Vocabulary) -> dict[str, Any]:
    alone = [entry.word for entry in _sorted(words.steps) if entry.model.needs_nothing()]
    return {"enum": alone, "description": "a step that needs nothing more"}


def _step(entry: Entry, references: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": [entry.word],
        "additionalProperties": False,
        "properties": {
            entry.word: _body(entry, references),
            "on": {"type": "string", "description": "the device that does it, when there are several"},
        },
    }


def _body(entry: Entry, references: Any) -> dict[str, Any]:
    body: dict[str, Any] = dict(references[(entry.model, _MODE)])
    if entry.model.needs_nothing():
        body = {"anyOf": [body, {"type": "null"}]}
    return {**body, "description": entry.teaching}

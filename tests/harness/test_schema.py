"""The JSON Schema knows every word, and hangs together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from harness.scenario.registry import vocabulary
from harness.scenario.schema import scenario_schema


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def test_every_reference_leads_somewhere() -> None:
    schema = scenario_schema(vocabulary())
    found = set(references(schema))
    assert "#/$defs/step" in found
    assert "#/$defs/expectations" in found
    assert all(name.removeprefix("#/$defs/") in schema["$defs"] for name in found)
    assert "x-block" not in json.dumps(schema)


def test_every_word_is_in_it() -> None:
    words = vocabulary()
    schema = scenario_schema(words)
    alone, *others = schema["$defs"]["step"]["anyOf"]
    assert {next(iter(other["required"])) for other in others} == set(words.steps)
    assert "close book" in alone["enum"]
    assert "open" not in alone["enum"]
    assert set(schema["$defs"]["expectations"]["properties"]) == {*words.expectations, "within"}


def test_each_word_is_taught() -> None:
    words = vocabulary()
    for entry in (*words.steps.values(), *words.expectations.values()):
        assert entry.teaching.endswith("."), entry.word


def test_it_is_the_same_every_time() -> None:
    assert json.dumps(scenario_schema(vocabulary())) == json.dumps(scenario_schema(vocabulary()))

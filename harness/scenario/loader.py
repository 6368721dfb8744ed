"""From a scenario file to something that can be run, or to a list of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harness.scenario.base import EXPECTATIONS, STEPS, UNKNOWN_KEYS, Surroundings, Words, key_of
from harness.scenario.document import Document, YamlPath
from harness.scenario.matrix import fill, unused, variant_name, variants
from harness.scenario.mistakes import Mistake, ScenarioMistakes, unknown_word
from harness.scenario.models import Scenario
from harness.scenario.position import Position
from harness.scenario.registry import Entry, Vocabulary, vocabulary


@dataclass(frozen=True, slots=True)
class BoundStep:
    """A step with its words understood. ``actor`` is the device it is done on (None: the story's present one)."""

    entry: Entry
    words: Words
    where: Position
    actor: str | None
    text: str


@dataclass(frozen=True, slots=True)
class BoundExpectation:
    """An expectation with its words understood."""

    entry: Entry
    words: Words
    where: Position


@dataclass(frozen=True, slots=True)
class Story:
    """One runnable variant of a scenario file."""

    name: str
    path: Path
    shown: str
    variant: int
    scenario: Scenario
    steps: tuple[BoundStep, ...]
    expect: tuple[BoundExpectation, ...]
    lines: tuple[str, ...]


class Loader:
    """Reads one scenario file; collects every mistake before it gives up."""

    def __init__(self, path: Path, *, name: str, shown: str, around: Surroundings) -> None:
        self.path, self.name, self.shown = path, name, shown
        self._around = around
        self._words: Vocabulary = vocabulary(path.parent)
        self._document = Document.read(path, shown)
        self._mistakes: list[Mistake] = []

    @classmethod
    def typed(cls, text: str, *, directory: Path, around: Surroundings) -> list[BoundStep]:
        """Steps that somebody types, one or a list, in YAML. ScenarioMistakes when they are none."""
        loader = cls.__new__(cls)
        loader.path, loader.name, loader.shown = directory / "prompt", "prompt", "prompt"
        loader._around, loader._words, loader._mistakes = around, vocabulary(directory), []
        loader._document = Document(text, "prompt")
        raw = loader._document.data
        steps = loader._steps(raw if isinstance(raw, list) else [raw], (), around)
        if loader._mistakes:
            raise ScenarioMistakes(loader._mistakes)
        return steps

    def stories(self) -> list[Story]:
        """All variants of the file. ScenarioMistakes when anything in it is wrong."""
        raw = self._document.data
        if not isinstance(raw, dict):
            raise ScenarioMistakes([Mistake(Position(self.shown), "expected a mapping with 'story' and 'steps'")])
        written = raw.get("matrix")
        matrix = written if isinstance(written, dict) and all(isinstance(v, list) for v in written.values()) else {}
        for word in unused(raw, matrix):
            self._say(
                ("matrix", word), f"no <{word}> stands in the file, so its variants would all be the same", key=True
            )
        found = [self._story(number, fill(raw, variant), variant) for number, variant in enumerate(variants(matrix))]
        if self._mistakes:
            unique = dict.fromkeys(self._mistakes)
            raise ScenarioMistakes(unique)
        return [story for story in found if story is not None]

    def _story(self, number: int, data: dict[str, Any], variant: dict[str, Any]) -> Story | None:
        scenario = self._model(Scenario, data, ())
        if not isinstance(scenario, Scenario):
            if isinstance(data.get("steps"), list):
                self._steps(data["steps"], ("steps",), self._around)
            return None
        around = Surroundings(
            books=self._around.books,
            profiles=self._around.profiles,
            plugin_trouble=self._around.plugin_trouble,
            devices=tuple(scenario.all_devices()),
            users=tuple(user.name for user in scenario.server.users),
        )
        self._check_names(scenario, (), around)
        steps = self._steps(scenario.steps, ("steps",), around)
        expect = self._expectations(scenario.expect, ("expect",), around)
        suffix = variant_name(variant)
        name = (scenario.name or self.name) + (f" ({suffix})" if suffix else "")
        lines = tuple(self._document.lines)
        return Story(name, self.path, self.shown, number, scenario, tuple(steps), tuple(expect), lines)

    def _steps(self, raw: Any, path: YamlPath, around: Surroundings) -> list[BoundStep]:
        if not isinstance(raw, list):
            if raw is not None:
                self._say(path, "expected a list of steps, each beginning with '- '")
            return []
        found = (self._step(item, (*path, number), around) for number, item in enumerate(raw))
        return [step for step in found if step is not None]

    def _step(self, raw: Any, path: YamlPath, around: Surroundings) -> BoundStep | None:
        actor: str | None = None
        if isinstance(raw, str):
            word, body, body_path = raw, None, path
        elif isinstance(raw, Mapping):
            verbs = [key for key in raw if key != "on"]
            if len(verbs) != 1:
                self._say(
                    path, f"a step is one word and what belongs to it; found: {', '.join(map(str, verbs)) or 'none'}"
                )
                return None
            word, body = str(verbs[0]), raw[verbs[0]]
            body_path = (*path, word)
            actor = self._actor(raw.get("on"), path, around)
        else:
            self._say(path, f"expected a step, such as 'open: moby-dick.epub'; found {_found(raw)}")
            return None
        entry = self._words.steps.get(word)
        if entry is None:
            self._say(body_path, unknown_word(word, sorted(self._words.steps), "a step"), key=True)
            return None
        words = self._model(entry.model, body, body_path, word)
        if words is None:
            return None
        words = self._blocks(words, body_path, around)
        return BoundStep(entry, words, self._document.locate(path), actor, _text(word, body))

    def _actor(self, named: Any, path: YamlPath, around: Surroundings) -> str | None:
        if named is None:
            return None
        if named not in around.devices:
            self._say((*path, "on"), unknown_word(str(named), around.devices, "a device of this scenario"))
        return str(named)

    def _expectations(self, raw: Any, path: YamlPath, around: Surroundings) -> list[BoundExpectation]:
        if not isinstance(raw, Mapping):
            self._say(path, "expected a mapping of what must be true, such as 'queue: empty'")
            return []
        bound: list[BoundExpectation] = []
        for word, body in raw.items():
            here = (*path, word)
            entry = self._words.expectations.get(str(word))
            if entry is None:
                known = sorted(self._words.expectations)
                self._say(here, unknown_word(str(word), known, "something to expect"), key=True)
                continue
            words = self._model(entry.model, body, here, str(word))
            if words is not None:
                self._check_names(words, here, around)
                bound.append(BoundExpectation(entry, words, self._document.locate(here, key=True)))
        return bound

    def _blocks(self, words: Words, path: YamlPath, around: Surroundings) -> Words:
        """The model with its blocks of steps and expectations compiled."""
        self._check_names(words, path, around)
        compiled: dict[str, Any] = {}
        for name, info in type(words).model_fields.items():
            key = key_of(name)
            if STEPS in info.metadata:
                compiled[name] = self._steps(getattr(words, name), (*path, key), around)
            elif EXPECTATIONS in info.metadata:
                compiled[name] = self._expectations(getattr(words, name), (*path, key), around)
        return words.model_copy(update=compiled) if compiled else words

    def _model(self, model: type[Words], body: Any, path: YamlPath, word: str = "") -> Words | None:
        try:
            return model.model_validate(body)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                self._detail(detail, path, model, word)
            return None

    def _detail(self, detail: Any, path: YamlPath, model: type[Words], word: str) -> None:
        here = (*path, *detail["loc"])
        kind, context, value = detail["type"], detail.get("ctx", {}), detail.get("input")
        if kind == UNKNOWN_KEYS:
            for key in context["unknown"]:
                self._say((*here, key), unknown_word(key, context["known"], "known here"), key=True)
        elif kind == "missing":
            owner = f"'{word}'" if word else "a scenario"
            self._say(here[:-1], f"{owner} needs '{here[-1]}' ({model.keys_text()})")
        elif kind == "literal_error":
            known = [part.strip().strip("'") for part in context["expected"].replace(" or ", ", ").split(", ")]
            self._say(here, unknown_word(str(value), known, "possible here"))
        else:
            message = str(context["error"]) if "error" in context else _PLAINER.get(kind, detail["msg"])
            shown = "" if "error" in context or kind in _SPEAKS_FOR_ITSELF else f"; found {_found(value)}"
            self._say(here, f"{message[0].lower()}{message[1:]}{shown}")

    def _check_names(self, words: Words, path: YamlPath, around: Surroundings) -> None:
        for inner, inner_path in _models(words, path):
            for doubt in inner.doubts(around):
                if doubt.trouble is not None:
                    self._say((*inner_path, *doubt.path), doubt.trouble)
                elif doubt.name not in doubt.known:
                    self._say((*inner_path, *doubt.path), unknown_word(doubt.name, doubt.known, doubt.what))

    def _say(self, path: YamlPath, message: str, *, key: bool = False) -> None:
        self._mistakes.append(Mistake(self._document.locate(path, key=key), message))


TEXT_MAX = 160
_PLAINER = {
    "list_type": "expected a list, each item beginning with '- '",
    "dict_type": "expected a mapping, each line 'key: value'",
    "string_type": "expected text (numbers and dates as text stand in quotes)",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "int_from_float": "expected a whole number",
    "float_type": "expected a number",
    "float_parsing": "expected a number",
    "bool_type": "expected 'true' or 'false'",
    "bool_parsing": "expected 'true' or 'false'",
}
_SPEAKS_FOR_ITSELF = {"mapping_expected", "no_kind", "two_kinds", "both", "empty"}


def _models(words: Words, path: YamlPath) -> Iterator[tuple[Words, YamlPath]]:
    yield words, path
    for name in type(words).model_fields:
        value = getattr(words, name)
        here = (*path, key_of(name))
        if isinstance(value, Words):
            yield from _models(value, here)
        elif isinstance(value, (list, dict)):
            items = enumerate(value) if isinstance(value, list) else value.items()
            for index, item in items:
                if isinstance(item, Words):
                    yield from _models(item, (*here, index))


def _text(word: str, body: Any) -> str:
    """A step as it could stand in a scenario, on one line and not too long."""
    if body is None:
        return word
    text = f"{word}: {_flow(body)}".replace("\n", " ")
    return text if len(text) <= TEXT_MAX else text[: TEXT_MAX - 1] + "…"


def _found(value: Any) -> str:
    return "nothing" if value is None else repr(value)


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: ""}[value]
    return str(value)

"""Where the words of steps and expectations are kept: a word, its model, and the function that does it.

A project adds its own words in ``koharness_steps.py`` beside its scenarios, or through the entry point group
``koharness.steps`` (a module that is imported for its decorators).
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import inspect
import traceback
import typing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from harness.errors import CannotRun
from harness.scenario.base import Words

if TYPE_CHECKING:
    from harness.expectations.verdict import Verdict
    from harness.world import World

StepFunction = Callable[[Any, "World"], None]
Check = Callable[[Any, "World"], "Iterator[Verdict]"]
AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Entry:
    """A word that scenarios may use."""

    word: str
    model: type[Words]
    function: Callable[..., Any]

    @property
    def teaching(self) -> str:
        """The first sentence of what the word does."""
        return (inspect.getdoc(self.function) or inspect.getdoc(self.model) or "").split("\n")[0]


class Vocabulary:
    """The steps and expectations known in one place. Made of words; later words never replace earlier ones."""

    def __init__(self) -> None:
        self.steps: dict[str, Entry] = {}
        self.expectations: dict[str, Entry] = {}

    def copy(self) -> Vocabulary:
        """A vocabulary that can be added to without changing this one."""
        other = Vocabulary()
        other.steps.update(self.steps)
        other.expectations.update(self.expectations)
        return other

    def __repr__(self) -> str:
        return f"<Vocabulary {len(self.steps)} steps, {len(self.expectations)} expectations>"


_base = Vocabulary()
_current = _base


def step(word: str) -> Callable[[AnyFunction], AnyFunction]:
    """Register a function as the step ``word``. Its first argument's annotation is the step's model.

    TypeError when the signature is not ``(model: Words, world: World)``; ValueError when the word is taken.
    """

    def register(function: AnyFunction) -> AnyFunction:
        _add(_current.steps, word, function, "step")
        return function

    return register


def expectation(word: str) -> Callable[[AnyFunction], AnyFunction]:
    """Register a generator of verdicts as the expectation ``word``; the rest as for `step`."""

    def register(function: AnyFunction) -> AnyFunction:
        _add(_current.expectations, word, function, "expectation")
        return function

    return register


def _add(entries: dict[str, Entry], word: str, function: Callable[..., Any], what: str) -> None:
    names = list(inspect.signature(function).parameters)
    hints = typing.get_type_hints(function, localns={"World": object, "Verdict": object, "Iterator": Iterator})
    model = hints.get(names[0]) if names else None
    if len(names) != 2 or not (isinstance(model, type) and issubclass(model, Words)):
        raise TypeError(f"{what} '{word}': expected a function (model: Words, world: World), see docs/architecture.md")
    present = entries.get(word)
    if present is not None and present.function.__qualname__ != function.__qualname__:
        raise ValueError(f"{what} '{word}' is registered twice: by {present.function.__qualname__} and again")
    entries[word] = Entry(word, model, function)


@contextmanager
def _adding_to(vocabulary: Vocabulary) -> Iterator[None]:
    global _current
    before, _current = _current, vocabulary
    try:
        yield
    finally:
        _current = before


_loaded: list[bool] = []


def vocabulary(directory: Path | None = None) -> Vocabulary:
    """All the words known to scenarios in ``directory``: ours, installed projects', and those of its own file.

    CannotRun says what is wrong with a project's file, and in which line of it.
    """
    if not _loaded:
        _loaded.append(True)
        import harness.expectations
        import harness.steps  # noqa: F401

        for point in importlib.metadata.entry_points(group="koharness.steps"):
            point.load()
    local = directory / "koharness_steps.py" if directory else None
    if local is None or not local.is_file():
        return _base
    extended = _base.copy()
    spec = importlib.util.spec_from_file_location("koharness_steps", local)
    if spec is None or spec.loader is None:
        raise ImportError(f"{local} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    with _adding_to(extended):
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            raise CannotRun(f"{local}:{_line(error, local)}: {type(error).__name__}: {_said(error)}") from error
    return extended


def _line(error: Exception, file: Path) -> int:
    """The line of ``file`` that was being done when ``error`` came."""
    if isinstance(error, SyntaxError) and error.filename == str(file):
        return error.lineno or 1
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno or 1 for frame in reversed(frames) if frame.filename == str(file)), 1)


def _said(error: Exception) -> str:
    return error.msg if isinstance(error, SyntaxError) else str(error)

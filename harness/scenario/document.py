"""A YAML file as plain data, with the place of every key and value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from harness.scenario.mistakes import Mistake, ScenarioMistakes
from harness.scenario.position import Position

YamlPath = tuple[str | int, ...]


class _Constructor(RoundTripConstructor):
    """Leaves dates as they were written: a scenario's times are words."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_scalar)


class Document:
    """One parsed YAML file. ``data`` is plain dicts, lists and scalars; `locate` gives positions by path."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.lines = text.splitlines()
        yaml = YAML(typ="rt")
        yaml.Constructor = _Constructor
        try:
            self._tree: Any = yaml.load(text)
        except MarkedYAMLError as error:
            raise ScenarioMistakes([self._syntax(error)]) from None
        except YAMLError as error:
            raise ScenarioMistakes([Mistake(Position(name), f"this is not YAML: {error}")]) from None
        self.data: Any = _plain(self._tree)

    @classmethod
    def read(cls, path: Path, name: str | None = None) -> Document:
        """Parse a file. ScenarioMistakes when it cannot be read or is not YAML."""
        shown = name or str(path)
        try:
            text = path.read_text("utf-8")
        except OSError as error:
            raise ScenarioMistakes([Mistake(Position(shown), f"cannot be read: {error.strerror}")]) from None
        except UnicodeDecodeError as error:
            raise ScenarioMistakes(
                [Mistake(Position(shown), f"is not UTF-8 at byte {error.start}; save it as UTF-8 text")]
            ) from None
        return cls(text, shown)

    def locate(self, path: YamlPath, *, key: bool = False) -> Position:
        """Where the value at ``path`` begins (its key with ``key``). Parts that do not exist are passed over."""
        node, line, column = self._tree, 0, 0
        if isinstance(node, (CommentedMap, CommentedSeq)):
            line, column = node.lc.line or 0, node.lc.col or 0
        for part in path:
            if isinstance(node, CommentedMap) and part in node:
                line, column = node.lc.key(part) if key else node.lc.value(part)
            elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
                line, column = node.lc.item(part)
            else:
                continue
            node = node[part]
        return Position(self.name, line + 1, column + 1)

    def _syntax(self, error: MarkedYAMLError) -> Mistake:
        mark = error.problem_mark or error.context_mark
        where = Position(self.name, mark.line + 1, mark.column + 1) if mark else Position(self.name)
        problem = (error.problem or "not YAML").strip().rstrip(".")
        if "duplicate key" in problem:
            problem = problem.split(" with value")[0] + ": a key may stand once in a mapping"
        if "'\\t'" in problem:
            problem = "a tab; YAML is indented with spaces"
        return Mistake(where, f"not valid YAML: {problem}")


def _plain(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {_key(key): _plain(value) for key, value in node.items()}
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [_plain(item) for item in node]
    if isinstance(node, bool) or node is None:
        return node
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return str(node)


def _key(key: Any) -> Any:
    return key if isinstance(key, (int, float)) and not isinstance(key, bool) else str(key)

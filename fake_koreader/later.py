"""Modules that are loaded when something of theirs is first used: most runs use few of them, and all would wait."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """Stands in for a module. Type checkers are shown the real one, by an import under TYPE_CHECKING."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, member: str) -> Any:
        found = getattr(import_module(self._name), member)
        setattr(self, member, found)
        return found

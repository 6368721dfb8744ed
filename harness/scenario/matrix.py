"""Variants of a scenario: every ``<word>`` of its matrix replaced by each of its values."""

from __future__ import annotations

import itertools
import re
from typing import Any

_PLACE = re.compile(r"<([A-Za-z][\w -]*)>")


def variants(matrix: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """All combinations, the last word varying fastest; one empty variant without a matrix."""
    names = list(matrix)
    return [dict(zip(names, values, strict=True)) for values in itertools.product(*matrix.values())]


def variant_name(variant: dict[str, Any]) -> str:
    """``epub, kobo-libra`` for the name of a run; empty without a matrix."""
    return ", ".join(str(value) for value in variant.values())


def fill(data: Any, variant: dict[str, Any]) -> Any:
    """``data`` with the words of ``variant`` filled in. A value that is one word alone keeps the value's type."""
    if isinstance(data, dict):
        return {key: value if key == "matrix" else fill(value, variant) for key, value in data.items()}
    if isinstance(data, list):
        return [fill(item, variant) for item in data]
    if not isinstance(data, str):
        return data
    whole = _PLACE.fullmatch(data.strip())
    if whole and whole.group(1) in variant:
        return variant[whole.group(1)]
    return _PLACE.sub(lambda found: str(variant.get(found.group(1), found.group(0))), data)


def unused(data: Any, matrix: dict[str, list[Any]]) -> list[str]:
    """The words of the matrix that stand nowhere in the file."""
    used: set[str] = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if key != "matrix":
                    walk(value)
        elif isinstance(node, list):
            for item in node:
                walk(item)
        elif isinstance(node, str):
            used.update(_PLACE.findall(node))

    walk(data)
    return [name for name in matrix if name not in used]

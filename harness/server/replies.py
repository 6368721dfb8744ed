"""JSON replies: compact, in the order given, and never with a null in an object.

KOReader's JSON library decodes null as a value that is true in Lua; a plugin that reads one takes it for data
(specs/booklore.md §1.4), so what is not there is left out.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Response


def without_nulls(value: Any) -> Any:
    """`value` with every None taken out of its dicts, at any depth."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def json_text(value: Any) -> str:
    """`value` as JSON text."""
    return json.dumps(without_nulls(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def json_reply(value: Any, status: int = 200) -> Response:
    """A reply with `value` as its JSON body."""
    return Response(json_text(value), status, content_type="application/json")

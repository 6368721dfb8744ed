"""KOReader's settings files from outside: a Lua chunk that returns one table."""

from __future__ import annotations

from typing import Any

from fake_koreader.luatable import lua_literal, python_value
from harness.errors import StepFailed


def dump_settings(values: dict[str, Any]) -> bytes:
    """A settings file that holds ``values`` (nested dicts, lists, text, numbers, booleans)."""
    return f"return {lua_literal(values)}\n".encode()


def read_settings(data: bytes) -> dict[str, Any]:
    """The table as a dict. StepFailed when the file is no such chunk."""
    try:
        values = python_value(data)
    except ValueError as error:
        raise StepFailed(f"the file is not a Lua table: {error}") from None
    if isinstance(values, list):
        return {str(number): value for number, value in enumerate(values, 1)}
    if not isinstance(values, dict):
        raise StepFailed("the file does not return a table")
    return {str(key): value for key, value in values.items()}

"""KOReader's settings files: a Lua chunk that returns one table."""

from __future__ import annotations

from typing import Any


def dump_settings(values: dict[str, Any]) -> bytes:
    """A settings file that holds ``values`` (nested dicts, lists, text, numbers, booleans), keys sorted."""
    return b"return " + _value(values, "").encode("utf-8") + b"\n"


def _value(value: Any, indent: str) -> str:
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (dict, list)):
        inner = indent + "    "
        pairs = value.items() if isinstance(value, dict) else enumerate(value, 1)
        ordered = sorted(pairs, key=lambda pair: (isinstance(pair[0], str), pair[0]))
        lines = [f"{inner}[{_key(key)}] = {_value(item, inner)},\n" for key, item in ordered]
        return "{\n" + "".join(lines) + indent + "}" if lines else "{}"
    return _text(str(value))


def _key(key: Any) -> str:
    return str(key) if isinstance(key, int) else _text(str(key))


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\0", "\\0")
    return f'"{escaped}"'

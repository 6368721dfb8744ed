"""Strict validation of bodies and queries: nothing unknown, nothing coerced (specs/bookorbit.md §1.1).

A rule is a function of a value, its path and the list of problems; it returns the value to work with. All problems
of a request are collected before it is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from harness.server.bookorbit.instants import device_seconds

Rule = Callable[[Any, str, list[str]], Any]

SAFE_INTEGER_MAX = 2**53 - 1


def text(chars_max: int | None = None, *, pattern: str | None = None, chars_min: int = 0) -> Rule:
    """A string, in UTF-16 units no longer than `chars_max`, matching `pattern` as a whole."""
    compiled = None if pattern is None else re.compile(pattern, re.ASCII)

    def rule(value: Any, path: str, problems: list[str]) -> Any:
        if not isinstance(value, str):
            problems.append(f"{path} must be a string")
        elif chars_max is not None and len(value.encode("utf-16-le", "surrogatepass")) // 2 > chars_max:
            problems.append(f"{path} must be shorter than or equal to {chars_max} characters")
        elif len(value) < chars_min:
            problems.append(f"{path} must be longer than or equal to {chars_min} characters")
        elif compiled is not None and compiled.fullmatch(value) is None:
            problems.append(f"{path} must match {compiled.pattern}")
        return value

    return rule


_HEX = text(pattern=r"[0-9A-Fa-f]{32}")


def fingerprint(value: Any, path: str, problems: list[str]) -> Any:
    """32 hex digits of either case, made lower case."""
    _HEX(value, path, problems)
    return value.lower() if isinstance(value, str) else value


def device_datetime(value: Any, path: str, problems: list[str]) -> Any:
    """`YYYY-MM-DD HH:MM:SS`, a moment that exists."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", value, re.ASCII):
        problems.append(f"{path} must be YYYY-MM-DD HH:MM:SS")
        return value
    try:
        device_seconds(value)
    except (ValueError, OverflowError):
        problems.append(f"{path} must be a valid date and time")
    return value


def date_only(value: Any, path: str, problems: list[str]) -> Any:
    """`YYYY-MM-DD`, a day that exists."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        problems.append(f"{path} must be YYYY-MM-DD")
        return value
    device_datetime(f"{value} 00:00:00", path, problems)
    return value


def number(lowest: float, highest: float, *, whole: bool = False, query: bool = False) -> Rule:
    """A number within bounds; in a query, one written as text."""

    def rule(value: Any, path: str, problems: list[str]) -> Any:
        if query and isinstance(value, str):
            value = _from_query(value)
        if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
            problems.append(f"{path} must be {'an integer' if whole else 'a number'}")
            return value
        if whole:
            if value != int(value):
                problems.append(f"{path} must be an integer")
                return value
            value = int(value)
        if value < lowest:
            problems.append(f"{path} must not be less than {lowest}")
        elif value > highest:
            problems.append(f"{path} must not be greater than {highest}")
        return value

    return rule


def whole(lowest: int, highest: int = SAFE_INTEGER_MAX, *, query: bool = False) -> Rule:
    """A whole number within bounds."""
    return number(lowest, highest, whole=True, query=query)


def _finite(value: int | float) -> bool:
    return isinstance(value, int) or math.isfinite(value)


def _from_query(value: str) -> Any:
    if not re.fullmatch(r"[+-]?\d{1,18}(\.\d{1,18})?", value, re.ASCII):
        return value
    return float(value) if "." in value else int(value)


def flag(value: Any, path: str, problems: list[str]) -> Any:
    """True or false."""
    if not isinstance(value, bool):
        problems.append(f"{path} must be a boolean value")
    return value


def one_of(*words: str) -> Rule:
    """One of the words."""

    def rule(value: Any, path: str, problems: list[str]) -> Any:
        if not isinstance(value, str) or value not in words:
            problems.append(f"{path} must be one of the following values: {', '.join(words)}")
        return value

    return rule


def array(of: Rule, lowest: int, highest: int | None) -> Rule:
    """A list of `lowest` to `highest` items."""

    def rule(value: Any, path: str, problems: list[str]) -> Any:
        if not isinstance(value, list):
            problems.append(f"{path} must be an array")
            return value
        if len(value) < lowest:
            problems.append(f"{path} must contain at least {lowest} elements")
        if highest is not None and len(value) > highest:
            problems.append(f"{path} must contain no more than {highest} elements")
            return value
        return [of(item, f"{path}.{index}", problems) for index, item in enumerate(value)]

    return rule


def record(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    """An object with these fields and no others; an optional one may be null, which is as good as absent."""
    rules = {**required, **(optional or {})}

    def rule(value: Any, path: str, problems: list[str]) -> Any:
        if not isinstance(value, dict):
            problems.append(f"{path or 'body'} must be an object")
            return value
        prefix = f"{path}." if path else ""
        problems.extend(f"{prefix}property {name} should not exist" for name in value if name not in rules)
        found: dict[str, Any] = {}
        for name, check in rules.items():
            if name in required:
                found[name] = check(value.get(name), prefix + name, problems)
            else:
                given = value.get(name)
                found[name] = None if given is None else check(given, prefix + name, problems)
        return found

    return rule


def total_at_most(limit: int, lists: Sequence[Sequence[Any]], name: str) -> list[str]:
    """The problem, if any, of more than `limit` items over all lists."""
    count = sum(len(items) for items in lists)
    return [f"{name} must not exceed {limit} in one request, got {count}"] if count > limit else []

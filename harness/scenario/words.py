"""The small words of a scenario: durations, percentages, moments, and ranges of them.

``25 s``, ``1 h 30 min`` · ``45 %`` · ``2026-03-01 21:04`` or ``21:04`` · ``none``, ``3``, ``at least 2``,
``290 s to 310 s``, ``under 2 s``, ``about 5 min``. Durations are float seconds, percentages floats 0–100.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

_UNITS = {
    "ms": 0.001,
    "s": 1.0,
    "sec": 1.0,
    "second": 1.0,
    "seconds": 1.0,
    "min": 60.0,
    "minute": 60.0,
    "minutes": 60.0,
    "h": 3600.0,
    "hour": 3600.0,
    "hours": 3600.0,
    "d": 86400.0,
    "day": 86400.0,
    "days": 86400.0,
    "week": 604800.0,
    "weeks": 604800.0,
}
_NUMBER = r"\d+(?:\.\d+)?"
_DURATION_PART = re.compile(rf"\s*({_NUMBER})\s*([a-z]+)\s*")
_PERCENT = re.compile(rf"^\s*({_NUMBER})\s*%\s*$")
_MOMENT = re.compile(r"^\s*(?:(\d{4})-(\d{2})-(\d{2})[ T]+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*$")
_DURATION_SCHEMA = {"type": "string", "description": "a duration: 25 s, 10 ms, 1 h 30 min, 2 days"}


def parse_duration(value: Any) -> float:
    """Seconds of a duration in words. ValueError when it is none."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise ValueError(f"a duration needs a unit: write '{value:g} s' or '{value:g} min'")
    text = str(value).strip().lower()
    total, at = 0.0, 0
    while at < len(text):
        part = _DURATION_PART.match(text, at)
        if part is None or part.group(2) not in _UNITS:
            raise ValueError(f"'{value}' is not a duration; expected words like '25 s', '10 ms', '1 h 30 min'")
        total += float(part.group(1)) * _UNITS[part.group(2)]
        at = part.end()
    if not text:
        raise ValueError("a duration is missing; expected words like '25 s', '10 ms', '1 h 30 min'")
    return round(total, 6)


def parse_percent(value: Any) -> float:
    """The number before the per cent sign. ValueError when it is no percentage from 0 % to 100 %."""
    found = _PERCENT.match(str(value))
    if found is None or float(found.group(1)) > 100:
        raise ValueError(f"'{value}' is not a percentage; expected '0 %' to '100 %'")
    return float(found.group(1))


def parse_number(value: Any) -> float:
    """A plain number. ValueError when it is none."""
    if isinstance(value, bool) or (
        not isinstance(value, (int, float)) and not re.fullmatch(_NUMBER, str(value).strip())
    ):
        raise ValueError(f"'{value}' is not a number")
    return float(value)


def duration_text(seconds: float) -> str:
    """``90.0`` as ``1 min 30 s``; the way back of `parse_duration`, to the millisecond."""
    if seconds < 1 and seconds:
        return f"{seconds * 1000:g} ms"
    parts: list[str] = []
    rest = seconds
    for unit, size in (("h", 3600), ("min", 60)):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count:g} {unit}")
    if rest or not parts:
        parts.append(f"{round(rest, 3):g} s")
    return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall-clock time in the device's zone; without a date, of the device's present day."""

    hour: int
    minute: int
    second: int = 0
    day: tuple[int, int, int] | None = None

    def __str__(self) -> str:
        date_part = "{:04d}-{:02d}-{:02d} ".format(*self.day) if self.day else ""
        return f"{date_part}{self.hour:02d}:{self.minute:02d}:{self.second:02d}"


def parse_moment(value: Any) -> Moment:
    """A `Moment` from ``2026-03-01 21:04`` or ``21:04:30``. ValueError when it is none."""
    if isinstance(value, Moment):
        return value
    if isinstance(value, datetime):
        return Moment(value.hour, value.minute, value.second, (value.year, value.month, value.day))
    found = _MOMENT.match(str(value))
    if found is None:
        raise ValueError(f"'{value}' is not a time; expected '21:04' or '2026-03-01 21:04'")
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups())
    try:
        if year is not None and month is not None and day is not None:
            date(year, month, day)
        if (hour or 0) > 23 or (minute or 0) > 59 or (second or 0) > 59:
            raise ValueError
    except ValueError:
        raise ValueError(f"'{value}' is not a time that exists") from None
    whole = (year, month, day) if year is not None and month is not None and day is not None else None
    return Moment(hour or 0, minute or 0, second or 0, whole)


@dataclass(frozen=True, slots=True)
class Range:
    """What a number may be. ``open_low``/``open_high`` exclude the bound itself; ``text`` is what was written."""

    low: float
    high: float
    text: str
    open_low: bool = False
    open_high: bool = False

    def holds(self, value: float | None) -> bool:
        """Whether ``value`` lies in the range (None never does)."""
        if value is None:
            return False
        above = value > self.low if self.open_low else value >= self.low
        return above and (value < self.high if self.open_high else value <= self.high)

    def __str__(self) -> str:
        return self.text


_INFINITE = float("inf")


def _range_parser(unit: Callable[[Any], float], tolerance: float) -> Callable[[Any], Range]:
    def parse(value: Any) -> Range:
        if isinstance(value, Range):
            return value
        text = str(value).strip()
        if text.lower() in ("none", "no", "never"):
            return Range(0, 0, text)
        for word, low_side, is_open in (
            ("at least ", True, False),
            ("over ", True, True),
            ("at most ", False, False),
            ("under ", False, True),
        ):
            if text.lower().startswith(word):
                bound = unit(text[len(word) :].strip())
                if low_side:
                    return Range(bound, _INFINITE, text, open_low=is_open)
                return Range(-_INFINITE, bound, text, open_high=is_open)
        if text.lower().startswith("about "):
            middle = unit(text[6:].strip())
            return Range(middle * 0.9, middle * 1.1, text)
        bounds = re.split(r"\s+to\s+|\s*–\s*", text)
        if len(bounds) == 2:
            suffix = re.sub(r"^[\d.\s]+", "", bounds[1])
            first = bounds[0] if re.search(r"[a-z%]", bounds[0]) else f"{bounds[0]} {suffix}".strip()
            low, high = unit(first), unit(bounds[1])
            if low > high:
                raise ValueError(f"'{text}' is empty: the first bound is the larger one")
            return Range(low, high, text)
        exact = unit(value)
        return Range(exact - tolerance, exact + tolerance, text)

    return parse


parse_count_range = _range_parser(parse_number, 0.0)
parse_duration_range = _range_parser(parse_duration, 1.0)
parse_percent_range = _range_parser(parse_percent, 0.5)

_RANGE_WORDS = "exact, or: none · at least X · at most X · over X · under X · about X · X to Y"

Duration = Annotated[float, BeforeValidator(parse_duration), WithJsonSchema(_DURATION_SCHEMA)]
Percent = Annotated[
    float, BeforeValidator(parse_percent), WithJsonSchema({"type": "string", "description": "a percentage: 45 %"})
]
When = Annotated[
    Moment,
    BeforeValidator(parse_moment),
    WithJsonSchema({"type": "string", "description": "a time in the device's zone: 21:04, or 2026-03-01 21:04"}),
]
CountRange = Annotated[
    Range,
    BeforeValidator(parse_count_range),
    WithJsonSchema({"type": ["integer", "number", "string"], "description": f"a count; {_RANGE_WORDS}"}),
]
DurationRange = Annotated[
    Range,
    BeforeValidator(parse_duration_range),
    WithJsonSchema({"type": "string", "description": f"a duration, to the second; {_RANGE_WORDS}"}),
]
PercentRange = Annotated[
    Range,
    BeforeValidator(parse_percent_range),
    WithJsonSchema({"type": "string", "description": f"a percentage, to half a point; {_RANGE_WORDS}"}),
]

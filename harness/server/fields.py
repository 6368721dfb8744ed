"""A JSON request body, read field by field.

`Fields` collects what validation finds wrong and raises it all at once in `check`; what is not even of the
right shape raises at once. Scalars are coerced as Jackson coerces them: a number is good where a text is
wanted, and a numeric text where a number is. Which error is raised is the protocol's affair (`Complaints`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from harness.server.instants import float32, parse_instant

INT32_MAX = 2**31 - 1
INT64_MAX = 2**63 - 1


@dataclass(frozen=True)
class Complaints:
    """The errors a protocol raises: for an unreadable body, and for fields that break a rule."""

    malformed: Callable[[], Exception]
    invalid: Callable[[list[str]], Exception]


def parse_object(body: bytes, complaints: Complaints) -> dict[str, Any]:
    """The JSON object in `body`; strict JSON only, so NaN, Infinity and lone surrogates are refused."""
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise complaints.malformed() from None
    if not isinstance(value, dict):
        raise complaints.malformed()
    return value


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


class Fields:
    """The fields of one JSON object. A field that is null counts as absent."""

    def __init__(self, values: Any, complaints: Complaints, prefix: str = "") -> None:
        if not isinstance(values, dict):
            raise complaints.malformed()
        self._values: dict[str, Any] = values
        self._complaints = complaints
        self._prefix = prefix
        self.details: list[str] = []

    def complain(self, name: str, text: str) -> None:
        """Note a rule that field `name` breaks."""
        self.details.append(f"{self._prefix}{name}: {text}")

    def check(self) -> None:
        """Raise the protocol's validation error if anything was noted."""
        if self.details:
            raise self._complaints.invalid(self.details)

    def text(self, name: str, *, required: bool = False, chars_max: int | None = None,
             blank: bool = True) -> str | None:
        """A text; `blank=False` refuses white space alone where the field is required."""
        value = self._values.get(name)
        if isinstance(value, dict | list):
            raise self._complaints.malformed()
        if isinstance(value, bool):
            value = "true" if value else "false"
        elif isinstance(value, int | float):
            value = str(value)
        if required and (value is None or value == "" or (not blank and not value.strip())):
            self.complain(name, "must not be empty" if blank else "must not be blank")
        if value is not None and chars_max is not None and len(value) > chars_max:
            self.complain(name, f"size must be between 0 and {chars_max}")
        return value

    def integer(self, name: str, *, required: bool = False, highest: int = INT64_MAX) -> int | None:
        """A whole number between -highest-1 and highest."""
        value = self._values.get(name)
        if value is None or value == "":
            if required:
                self.complain(name, "must not be null")
            return None
        return self._whole(value, highest)

    def _whole(self, value: Any, highest: int) -> int:
        try:
            if isinstance(value, bool) or not isinstance(value, int | float | str):
                raise ValueError(value)
            number = int(value)
        except (ValueError, OverflowError):
            raise self._complaints.malformed() from None
        if not -highest - 1 <= number <= highest:
            raise self._complaints.malformed()
        return number

    def number(self, name: str) -> float | None:
        """A number, rounded to 32 bits."""
        value = self._values.get(name)
        if value is None or value == "":
            return None
        try:
            if isinstance(value, bool) or not isinstance(value, int | float | str):
                raise ValueError(value)
            number = float32(float(value))
        except (ValueError, OverflowError):
            raise self._complaints.malformed() from None
        if not math.isfinite(number):
            raise self._complaints.malformed()
        return number

    def flag(self, name: str, default: bool = False) -> bool:
        """True or false."""
        value = self._values.get(name, default)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self._complaints.malformed()
        return value

    def word(self, name: str, known: tuple[str, ...]) -> str | None:
        """One of the words `known`; any other makes the body malformed."""
        value = self._values.get(name)
        if value is not None and value not in known:
            raise self._complaints.malformed()
        return value

    def instant(self, name: str, *, required: bool = False) -> int | None:
        """An ISO-8601 instant, in microseconds since 1970."""
        value = self._values.get(name)
        if value is None:
            if required:
                self.complain(name, "must not be null")
            return None
        try:
            return parse_instant(value)
        except (ValueError, TypeError, OverflowError):
            raise self._complaints.malformed() from None

    def integers(self, name: str, *, required: bool = False, count_max: int | None = None) -> list[int]:
        """A list of whole numbers."""
        value = self._values.get(name)
        if value is None:
            value = []
        if not isinstance(value, list):
            raise self._complaints.malformed()
        if required and not value:
            self.complain(name, "must not be empty")
        if count_max is not None and len(value) > count_max:
            self.complain(name, f"size must be between 0 and {count_max}")
        return [self._whole(item, INT64_MAX) for item in value]

    def objects(self, name: str, *, count_max: int) -> list[Fields]:
        """A list of objects that is not empty, each as `Fields`."""
        value = self._values.get(name)
        if value is not None and not isinstance(value, list):
            raise self._complaints.malformed()
        if not value:
            self.complain(name, "must not be empty")
            return []
        if len(value) > count_max:
            self.complain(name, f"size must be between 1 and {count_max}")
            return []
        return [Fields(item, self._complaints, f"{name}[{index}].") for index, item in enumerate(value)]

"""Instants and 32-bit floats as a Java server reads and writes them.

Read: ISO-8601 with an offset or `Z`. Written: instants end in `Z`, with a fraction only where there is
one; local date-times carry no zone (specs/booklore.md §1.3). Inside, an instant is microseconds since 1970.
"""

from __future__ import annotations

import re
import struct
from datetime import datetime, timedelta, timezone

_PATTERN = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)", re.ASCII
)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def parse_instant(text: str) -> int:
    """Microseconds since 1970 of an ISO-8601 instant; ValueError for anything else."""
    match = _PATTERN.fullmatch(text)
    if match is None:
        raise ValueError(f"not an ISO-8601 instant: {text!r}")
    year, month, day, hour, minute = (int(part) for part in match.groups()[:5])
    fraction = int((match[7] or "").ljust(9, "0")[:6])
    moment = datetime(year, month, day, hour, minute, int(match[6] or 0), fraction, tzinfo=timezone.utc)
    return (moment - _EPOCH) // timedelta(microseconds=1) - _offset_us(match[8])


def _offset_us(zone: str) -> int:
    if zone == "Z":
        return 0
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > 18 or minutes > 59:
        raise ValueError(f"not an offset: {zone!r}")
    seconds = hours * 3600 + minutes * 60
    return (-seconds if zone[0] == "-" else seconds) * 1_000_000


def _moment(instant_us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=instant_us)


def format_instant(instant_us: int) -> str:
    """`2026-03-01T10:15:30Z`, with three or six decimals where the second is not whole."""
    return format_local(instant_us) + "Z"


def format_local(instant_us: int) -> str:
    """`2026-03-01T10:15:30`: a UTC date-time without zone, decimals as in `format_instant`."""
    moment = _moment(instant_us)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S") if moment.year >= 1000 else moment.isoformat()[:19]
    if moment.microsecond == 0:
        return text
    digits = f"{moment.microsecond:06d}"
    return f"{text}.{digits[:3] if digits.endswith('000') else digits}"


def float32(value: float) -> float:
    """`value` rounded to 32 bits; OverflowError when it does not fit."""
    rounded: float = struct.unpack("<f", struct.pack("<f", value))[0]
    return rounded


def shortest_float32(value: float) -> float:
    """The shortest decimal that names the same 32-bit float: 33.33, not 33.33000183."""
    for digits in range(6, 10):
        candidate = float(f"{value:.{digits}g}")
        if float32(candidate) == float32(value):
            return candidate
    return value

"""strftime in the C locale, computed here so that the host's locale and C library have no say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fake_koreader.zone import Zone

UTC = Zone("UTC")
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A point in time, with what its conversions ask for."""

    at: datetime
    epoch: int
    zone_name: str

    @property
    def sunday(self) -> int:
        """Days since Sunday."""
        return self.at.isoweekday() % 7

    @property
    def yday(self) -> int:
        """Days since the first of January."""
        return self.at.timetuple().tm_yday - 1

    @property
    def hour12(self) -> int:
        return (self.at.hour + 11) % 12 + 1

    @property
    def offset(self) -> str:
        minutes = int((self.at.utcoffset() or timedelta()).total_seconds()) // 60
        return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"


_CONVERSIONS: dict[str, Callable[[_Moment], str]] = {
    "a": lambda m: _DAYS[m.sunday][:3],
    "A": lambda m: _DAYS[m.sunday],
    "b": lambda m: _MONTHS[m.at.month - 1][:3],
    "B": lambda m: _MONTHS[m.at.month - 1],
    "C": lambda m: f"{m.at.year // 100:02d}",
    "d": lambda m: f"{m.at.day:02d}",
    "e": lambda m: f"{m.at.day:2d}",
    "g": lambda m: f"{m.at.isocalendar()[0] % 100:02d}",
    "G": lambda m: f"{m.at.isocalendar()[0]}",
    "H": lambda m: f"{m.at.hour:02d}",
    "I": lambda m: f"{m.hour12:02d}",
    "j": lambda m: f"{m.yday + 1:03d}",
    "k": lambda m: f"{m.at.hour:2d}",
    "l": lambda m: f"{m.hour12:2d}",
    "m": lambda m: f"{m.at.month:02d}",
    "M": lambda m: f"{m.at.minute:02d}",
    "n": lambda m: "\n",
    "p": lambda m: "AM" if m.at.hour < 12 else "PM",
    "P": lambda m: "am" if m.at.hour < 12 else "pm",
    "s": lambda m: f"{m.epoch}",
    "S": lambda m: f"{m.at.second:02d}",
    "t": lambda m: "\t",
    "u": lambda m: f"{m.at.isoweekday()}",
    "U": lambda m: f"{(m.yday + 7 - m.sunday) // 7:02d}",
    "V": lambda m: f"{m.at.isocalendar()[1]:02d}",
    "w": lambda m: f"{m.sunday}",
    "W": lambda m: f"{(m.yday + 7 - (m.sunday - 1) % 7) // 7:02d}",
    "y": lambda m: f"{m.at.year % 100:02d}",
    "Y": lambda m: f"{m.at.year}",
    "z": lambda m: m.offset,
    "Z": lambda m: m.zone_name,
    "%": lambda m: "%",
}
_COMPOSED = {
    "c": "%a %b %e %H:%M:%S %Y",
    "D": "%m/%d/%y",
    "F": "%Y-%m-%d",
    "h": "%b",
    "r": "%I:%M:%S %p",
    "R": "%H:%M",
    "T": "%H:%M:%S",
    "x": "%m/%d/%y",
    "X": "%H:%M:%S",
}
_CONVERSION = re.compile(r"%[EO]*([A-Za-z%])")


def moment(zone: Zone, epoch: int, utc: bool) -> datetime:
    """The date and time at ``epoch`` (seconds), in UTC or in ``zone``."""
    return UTC.local(epoch) if utc else zone.local(epoch)


def strftime(zone: Zone, pattern: bytes, epoch: int, utc: bool) -> bytes:
    """``pattern`` with its conversions filled in; an unknown conversion stays as it is (glibc)."""
    name = "GMT" if utc else zone.abbreviation(epoch)
    filled = _expand(pattern.decode("latin-1"), _Moment(moment(zone, epoch, utc), epoch, name))
    return filled.encode("latin-1")


def _expand(pattern: str, at: _Moment) -> str:
    def fill(found: re.Match[str]) -> str:
        letter = found.group(1)
        if letter in _COMPOSED:
            return _expand(_COMPOSED[letter], at)
        convert = _CONVERSIONS.get(letter)
        return convert(at) if convert else found.group(0)

    return _CONVERSION.sub(fill, pattern)

"""strftime in the C locale, computed here so that the host's locale and C library have no say."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import ClassVar

from fake_koreader.zone import Zone

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class strftime:  # noqa: N801 - the C name is the field's word for it
    """`strftime.format` and the moment it formats."""

    _COMPOSED: ClassVar[dict[str, str]] = {
        "c": "%a %b %e %H:%M:%S %Y", "D": "%m/%d/%y", "F": "%Y-%m-%d", "r": "%I:%M:%S %p",
        "R": "%H:%M", "T": "%H:%M:%S", "x": "%m/%d/%y", "X": "%H:%M:%S", "h": "%b",
    }  # fmt: skip

    @staticmethod
    def moment(zone: Zone, epoch: int, utc: bool) -> datetime:
        """The date and time at ``epoch`` (seconds), in UTC or in ``zone``."""
        return _EPOCH + timedelta(seconds=epoch) if utc else zone.local(epoch)

    @classmethod
    def format(cls, zone: Zone, pattern: bytes, epoch: int, utc: bool) -> bytes:
        """``pattern`` with its conversions filled in; an unknown conversion stays as it is (glibc)."""
        moment = cls.moment(zone, epoch, utc)
        name = "GMT" if utc else zone.abbreviation(epoch)
        return cls._expand(pattern.decode("latin-1"), moment, epoch, name).encode("latin-1")

    @classmethod
    def _expand(cls, pattern: str, moment: datetime, epoch: int, zone_name: str) -> str:
        out: list[str] = []
        i = 0
        while i < len(pattern):
            if pattern[i] != "%" or i + 1 >= len(pattern):
                out.append(pattern[i])
                i += 1
                continue
            i += 1
            while pattern[i] in "EO" and i + 1 < len(pattern):
                i += 1
            letter = pattern[i]
            if letter in cls._COMPOSED:
                out.append(cls._expand(cls._COMPOSED[letter], moment, epoch, zone_name))
            else:
                out.append(cls._one(letter, moment, epoch, zone_name))
            i += 1
        return "".join(out)

    @staticmethod
    def _one(letter: str, moment: datetime, epoch: int, zone_name: str) -> str:
        year, yday = moment.year, moment.timetuple().tm_yday
        sunday = moment.isoweekday() % 7
        iso_year, iso_week, iso_day = moment.isocalendar()
        offset = moment.utcoffset() or timedelta()
        minutes = int(offset.total_seconds()) // 60
        hour12 = (moment.hour + 11) % 12 + 1
        values = {
            "a": _DAYS[sunday][:3], "A": _DAYS[sunday], "b": _MONTHS[moment.month - 1][:3],
            "B": _MONTHS[moment.month - 1], "C": f"{year // 100:02d}", "d": f"{moment.day:02d}",
            "e": f"{moment.day:2d}", "G": f"{iso_year}", "g": f"{iso_year % 100:02d}", "H": f"{moment.hour:02d}",
            "I": f"{hour12:02d}", "j": f"{yday:03d}", "k": f"{moment.hour:2d}", "l": f"{hour12:2d}",
            "m": f"{moment.month:02d}", "M": f"{moment.minute:02d}", "n": "\n", "p": "AM" if moment.hour < 12 else "PM",
            "P": "am" if moment.hour < 12 else "pm", "s": f"{epoch}", "S": f"{moment.second:02d}", "t": "\t",
            "u": f"{iso_day}", "U": f"{(yday + 6 - sunday) // 7:02d}", "V": f"{iso_week:02d}", "w": f"{sunday}",
            "W": f"{(yday + 6 - (sunday - 1) % 7) // 7:02d}", "y": f"{year % 100:02d}", "Y": f"{year}",
            "z": f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}", "Z": zone_name, "%": "%",
        }  # fmt: skip
        return values.get(letter, "%" + letter)

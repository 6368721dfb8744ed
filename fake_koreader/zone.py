"""Time zones from the tzdata package, never from the host, so that every machine agrees."""

from __future__ import annotations

import zoneinfo
from datetime import datetime, timedelta, timezone
from pathlib import Path

import tzdata  # type: ignore[import-untyped]

_ZONES = Path(tzdata.__file__).parent / "zoneinfo"
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
# The first and the last day that a calendar here has; a clock that was set beyond shows one of them.
_FIRST, _LAST = -62_135_510_400, 253_402_214_400


class Zone:
    """A time zone by its IANA name (``Europe/Paris``). ValueError when there is none of that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        parts = name.split("/")
        source = _ZONES.joinpath(*parts)
        if not name or ".." in parts or not source.is_file():
            raise ValueError(f"no time zone is called '{name}'")
        with source.open("rb") as stream:
            self._info = zoneinfo.ZoneInfo.from_file(stream, key=name)

    def local(self, epoch: int) -> datetime:
        """The local date and time at ``epoch`` (seconds)."""
        return (_EPOCH + timedelta(seconds=min(max(epoch, _FIRST), _LAST))).astimezone(self._info)

    def offset(self, epoch: int) -> int:
        """Seconds east of UTC at ``epoch`` (seconds)."""
        offset = self.local(epoch).utcoffset()
        return int(offset.total_seconds()) if offset is not None else 0

    def epoch(
        self, year: int, month: int, day: int, hour: int, minute: int, second: int, dst: bool | None = None
    ) -> int:
        """Seconds since the epoch of a local time; fields out of range carry over, as mktime does.

        In the hour that a change of clocks repeats, ``dst`` chooses; without it the first one is meant.
        """
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        naive = datetime(year, month, 1) + timedelta(days=day - 1, hours=hour, minutes=minute, seconds=second)
        aware = naive.replace(tzinfo=self._info, fold=1 if dst is False else 0)
        return round((aware - _EPOCH).total_seconds())

    def is_dst(self, epoch: int) -> bool:
        """True while daylight saving time is in force at ``epoch`` (seconds)."""
        return bool(self.local(epoch).dst())

    def abbreviation(self, epoch: int) -> str:
        """The zone's short name at ``epoch`` (``CET``)."""
        return self.local(epoch).tzname() or self.name

    def text(self, epoch: int) -> str:
        """``2026-03-01 09:00:00 +0100``."""
        return self.local(epoch).strftime("%Y-%m-%d %H:%M:%S %z")

    def __repr__(self) -> str:
        return f"<Zone {self.name}>"

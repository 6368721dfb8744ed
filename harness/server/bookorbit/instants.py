"""Times as BookOrbit writes them, and a device's wall clock as it writes its own."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_DEVICE_FORMAT = "%Y-%m-%d %H:%M:%S"


def iso_millis(instant_us: int) -> str:
    """`2026-08-20T19:02:11.020Z` for microseconds since 1970."""
    moment = _EPOCH + timedelta(microseconds=instant_us // 1000 * 1000)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def iso_millis_or_none(instant_us: int | None) -> str | None:
    """As `iso_millis`; None stays None."""
    return None if instant_us is None else iso_millis(instant_us)


def device_seconds(text: str) -> int:
    """A device's wall clock as if it were UTC, in seconds since 1970; ValueError for what is no date-time."""
    moment = datetime.strptime(text, _DEVICE_FORMAT).replace(tzinfo=timezone.utc)
    return (moment - _EPOCH) // timedelta(seconds=1)


def device_text(seconds: int) -> str:
    """`2026-08-20 21:02:11`, the inverse of `device_seconds`."""
    return (_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=None).isoformat(sep=" ")


def local_date(instant_us: int, offset_seconds: int) -> str:
    """The date of an instant on a clock that is `offset_seconds` ahead of UTC."""
    return device_text(instant_us // 1_000_000 + offset_seconds)[:10]

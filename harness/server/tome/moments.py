"""Instants as Tome writes and reads them (specs/tome.md §1.0).

Written: UTC, six decimals, `Z` at the end (none with the quirk `tome.naive-timestamps`). Read, in sessions: anything
that Python reads as ISO-8601; a time without a zone is UTC. Annotations carry local wall-clock texts instead.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from harness.server.context import has_quirk, store

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def stamp(instant_us: int) -> str:
    """`2026-11-20T23:56:31.934910Z`."""
    moment = _EPOCH + timedelta(microseconds=instant_us)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + ("" if has_quirk("tome.naive-timestamps") else "Z")


def optional_stamp(instant_us: int | None) -> str | None:
    """`stamp`, or None where there is no instant."""
    return None if instant_us is None else stamp(instant_us)


def whole_stamp(instant_us: int) -> str:
    """`2026-05-01T08:00:00Z`: a session's time, to the second."""
    moment = _EPOCH + timedelta(microseconds=instant_us)
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + ("" if has_quirk("tome.naive-timestamps") else "Z")


def wall_clock(instant_us: int) -> str:
    """`2026-05-01 10:00:00`: what the server's own clock on the wall shows; it stands in UTC."""
    return (_EPOCH + timedelta(microseconds=instant_us)).strftime("%Y-%m-%d %H:%M:%S")


def wall_now() -> str:
    """The server's wall clock now."""
    return wall_clock(store().now_us())


def wall_seconds(text: str | None) -> int | None:
    """Seconds since 1970 of a wall-clock text read as UTC, or None where it is none."""
    try:
        moment = datetime.strptime(text or "", "%Y-%m-%d %H:%M:%S").replace(tzinfo=timezone.utc)
    except ValueError:
        return None
    return (moment - _EPOCH) // timedelta(seconds=1)


def shifted(text: str, seconds: int) -> str:
    """A wall-clock text moved by `seconds`; one that cannot be read, or moved, stays."""
    at = wall_seconds(text)
    if at is None:
        return text
    try:
        return wall_clock((at + seconds) * 1_000_000)
    except OverflowError:
        return text


def read_session_time(text: str) -> int:
    """Microseconds since 1970 of a session's time; ValueError for what is no date, OverflowError beyond year 9999."""
    plain = text[:-1] + "+00:00" if text.endswith("Z") else text
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        raise ValueError(f"Invalid isoformat string: {text!r}") from None
    if moment.tzinfo is None or has_quirk("tome.offset-dropped"):
        moment = moment.replace(tzinfo=timezone.utc)
    return (moment.astimezone(timezone.utc) - _EPOCH) // timedelta(microseconds=1)

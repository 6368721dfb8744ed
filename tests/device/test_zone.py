"""Time zones come from tzdata and behave as mktime and localtime do on a device."""

from __future__ import annotations

import pytest

from fake_koreader.strftime import strftime
from fake_koreader.zone import Zone

MARCH = 1_772_352_000  # 2026-03-01 08:00:00 UTC
JULY = 1_782_892_800  # 2026-07-01 08:00:00 UTC


def test_offset_follows_daylight_saving() -> None:
    paris = Zone("Europe/Paris")
    assert paris.offset(MARCH) == 3600
    assert paris.offset(JULY) == 7200
    assert (paris.is_dst(MARCH), paris.is_dst(JULY)) == (False, True)
    assert (paris.abbreviation(MARCH), paris.abbreviation(JULY)) == ("CET", "CEST")


def test_before_the_epoch() -> None:
    assert Zone("UTC").local(-1).year == 1969


def test_beyond_the_calendar() -> None:
    assert Zone("Europe/Paris").local(10**12).year == 9999
    assert Zone("America/New_York").local(-(10**12)).year == 1
    assert Zone("Asia/Tokyo").offset(10**12) == 9 * 3600


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "/etc/localtime"])
def test_no_such_zone(name: str) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        Zone(name)


def test_epoch_carries_over_as_mktime_does() -> None:
    utc = Zone("UTC")
    assert utc.epoch(2026, 3, 1, 8, 0, 0) == MARCH
    assert utc.epoch(2026, 2, 29, 8, 0, 0) == MARCH
    assert utc.epoch(2025, 15, 1, 7, 59, 60) == MARCH
    assert utc.epoch(2026, 3, 1, 32, 0, -86400) == MARCH


def test_the_repeated_hour_has_two_meanings() -> None:
    paris = Zone("Europe/Paris")
    summer = paris.epoch(2026, 10, 25, 2, 30, 0, True)
    winter = paris.epoch(2026, 10, 25, 2, 30, 0, False)
    assert winter - summer == 3600


def test_every_conversion_in_the_c_locale() -> None:
    utc = Zone("UTC")
    pattern = b"%a %A %b %B %c|%C %d %D %e %F %g %G %h %H %I %j %k %l %m %M "
    pattern += b"%n%p %P %r %R %s %S %t%T %u %U %V %w %W %x %X %y %Y %z %Z %%"
    assert strftime(utc, pattern, MARCH, True) == (
        b"Sun Sunday Mar March Sun Mar  1 08:00:00 2026|20 01 03/01/26  1 2026-03-01 26 2026 Mar 08 08 060  8  8 03 00 "
        b"\n"
        b"AM am 08:00:00 AM 08:00 1772352000 00 \t08:00:00 7 09 09 0 08 03/01/26 08:00:00 26 2026 +0000 GMT %"
    )


@pytest.mark.parametrize(("pattern", "text"), [(b"%Q", b"%Q"), (b"50%", b"50%"), (b"%Ey", b"26"), (b"", b"")])
def test_odd_patterns(pattern: bytes, text: bytes) -> None:
    assert strftime(Zone("UTC"), pattern, MARCH, True) == text


def test_local_time_names_its_zone() -> None:
    assert strftime(Zone("America/New_York"), b"%H:%M %z %Z", JULY, False) == b"04:00 -0400 EDT"

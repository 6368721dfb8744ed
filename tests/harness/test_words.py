"""Durations, percentages, times and ranges in a reader's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.scenario.words import (
    Moment,
    duration_text,
    parse_count_range,
    parse_duration,
    parse_duration_range,
    parse_moment,
    parse_percent,
    parse_percent_range,
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("25 s", 25.0), ("10 ms", 0.01), ("1 h 30 min", 5400.0), ("2 days", 172800.0), ("1.5 min", 90.0),
        ("25s", 25.0), ("8 Hours", 28800.0), ("1 week", 604800.0),
    ],
)  # fmt: skip
def test_durations(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (25, "a duration needs a unit: write '25 s'"),
        ("soon", "'soon' is not a duration"),
        ("25 parsecs", "is not a duration"),
        ("", "a duration is missing"),
        ("25", "is not a duration"),
        ("-5 s", "is not a duration"),
    ],
)
def test_no_durations(text: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_duration(text)


@given(st.integers(0, 10_000_000))
def test_a_duration_reads_back(milliseconds: int) -> None:
    seconds = milliseconds / 1000
    assert parse_duration(duration_text(seconds)) == pytest.approx(seconds, abs=0.001)


def test_percentages() -> None:
    assert parse_percent("45 %") == 45.0
    assert parse_percent("0.5%") == 0.5
    for wrong in ("45", "101 %", "half", 45):
        with pytest.raises(ValueError, match="is not a percentage"):
            parse_percent(wrong)


def test_moments() -> None:
    assert parse_moment("21:04") == Moment(21, 4)
    assert parse_moment("2026-03-01 21:04:05") == Moment(21, 4, 5, (2026, 3, 1))
    assert str(parse_moment("2026-03-01 7:30")) == "2026-03-01 07:30:00"
    for wrong in ("2026-02-30 10:00", "25:00", "noon", "2026-03-01"):
        with pytest.raises(ValueError, match="is not a time"):
            parse_moment(wrong)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("3", [3], [2, 4]),
        (3, [3], [2, 4]),
        ("none", [0], [1]),
        ("at least 2", [2, 99], [1]),
        ("over 2", [3], [2]),
        ("at most 2", [0, 2], [3]),
        ("under 2", [0, 1], [2]),
        ("2 to 4", [2, 3, 4], [1, 5]),
        ("2–4", [2, 4], [5]),
        ("about 100", [90, 110], [89, 111]),
    ],
)
def test_count_ranges(text: object, inside: list[float], outside: list[float]) -> None:
    found = parse_count_range(text)
    assert all(found.holds(value) for value in inside)
    assert not any(found.holds(value) for value in outside)
    assert not found.holds(None)


def test_duration_and_percent_ranges() -> None:
    assert parse_duration_range("290 s to 310 s").holds(300)
    assert parse_duration_range("5 to 6 min").holds(330)
    assert not parse_duration_range("5 to 6 min").holds(299)
    assert parse_duration_range("300 s").holds(301)
    assert not parse_duration_range("300 s").holds(302)
    assert parse_percent_range("0 to 5 %").holds(4.9)
    assert not parse_percent_range("0 to 5 %").holds(5.1)
    assert parse_percent_range("12 %").holds(12.4)


def test_a_range_that_is_empty() -> None:
    with pytest.raises(ValueError, match="the first bound is the larger one"):
        parse_count_range("5 to 3")

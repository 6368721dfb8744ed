"""The clock: three readings, timers in order, and no way to move it but on purpose."""

from __future__ import annotations

import pytest

from fake_koreader.clock import SECOND, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_waking_time_moves_all_three_readings(clock: Clock) -> None:
    before = (clock.monotonic, clock.boot, clock.wall)
    clock.advance(3 * SECOND)
    assert (clock.monotonic, clock.boot, clock.wall) == tuple(value + 3 * SECOND for value in before)


def test_sleep_moves_wall_and_boot_only(clock: Clock) -> None:
    monotonic, boot, wall = clock.monotonic, clock.boot, clock.wall
    clock.sleep(8 * 3600 * SECOND)
    assert clock.monotonic == monotonic
    assert (clock.boot, clock.wall) == (boot + 8 * 3600 * SECOND, wall + 8 * 3600 * SECOND)


def test_setting_the_wall_clock_leaves_the_others(clock: Clock) -> None:
    monotonic, boot = clock.monotonic, clock.boot
    clock.set_wall(0)
    assert (clock.wall, clock.monotonic, clock.boot) == (0, monotonic, boot)


def test_timers_fire_at_their_time_and_in_order_of_making(clock: Clock) -> None:
    start, log = clock.monotonic, []
    for label, delay in (("late", 2), ("first", 1), ("second", 1)):
        clock.call_later(delay * SECOND, lambda label=label: log.append((label, clock.monotonic - start)), label)
    clock.advance(5 * SECOND)
    assert log == [("first", SECOND), ("second", SECOND), ("late", 2 * SECOND)]
    assert clock.monotonic == start + 5 * SECOND


def test_a_timer_may_make_another_that_is_due_in_the_same_advance(clock: Clock) -> None:
    log: list[int] = []
    clock.call_later(SECOND, lambda: clock.call_later(SECOND, lambda: log.append(clock.monotonic), "inner"), "outer")
    start = clock.monotonic
    clock.advance(2 * SECOND)
    assert log == [start + 2 * SECOND]


def test_a_cancelled_timer_never_fires(clock: Clock) -> None:
    timer = clock.call_later(SECOND, lambda: pytest.fail("cancelled"), "x")
    timer.cancel()
    assert clock.next_timer() is None
    clock.advance(2 * SECOND)


def test_sleep_does_not_bring_timers_nearer(clock: Clock) -> None:
    log: list[str] = []
    clock.call_later(10 * SECOND, lambda: log.append("fired"), "x")
    clock.sleep(60 * SECOND)
    clock.advance(9 * SECOND)
    assert log == []
    clock.advance(SECOND)
    assert log == ["fired"]


def test_time_never_goes_back_by_advance_to(clock: Clock) -> None:
    now = clock.monotonic
    clock.advance_to(now - SECOND)
    assert clock.monotonic == now


def test_repr_says_when_it_is(clock: Clock) -> None:
    assert repr(clock) == "<Clock 100.000000s awake, 2026-03-01 08:00:00 +0000>"

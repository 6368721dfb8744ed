"""A branch of the clock: the time of a sub-process, which moves nobody else's."""

from __future__ import annotations

import pytest

from fake_koreader.clock import SECOND, Clock


def test_the_parent_stands_where_it_branched() -> None:
    clock = Clock()
    clock.branch()
    assert clock.branched
    clock.advance(5 * SECOND)
    assert clock.monotonic == 105 * SECOND
    assert clock.rejoin() == 5 * SECOND
    assert (clock.monotonic, clock.boot, clock.wall) == (100 * SECOND, 100 * SECOND, 1_772_352_000 * SECOND)
    assert not clock.branched


def test_no_timer_fires_in_a_branch() -> None:
    clock = Clock()
    fired: list[int] = []
    clock.call_later(SECOND, lambda: fired.append(clock.monotonic), "timer")
    clock.branch()
    clock.advance(5 * SECOND)
    clock.rejoin()
    assert fired == []
    clock.advance(2 * SECOND)
    assert fired == [101 * SECOND]


def test_branches_nest() -> None:
    clock = Clock()
    clock.branch()
    clock.advance(SECOND)
    clock.branch()
    clock.advance(3 * SECOND)
    assert clock.rejoin() == 3 * SECOND
    assert clock.branched
    assert clock.rejoin() == SECOND


def test_there_must_be_a_branch_to_rejoin() -> None:
    with pytest.raises(IndexError):
        Clock().rejoin()


def test_a_machine_that_stops_in_a_branch_goes_on_from_there() -> None:
    clock = Clock()
    clock.branch()
    clock.advance(SECOND)
    clock.abandon_branches()
    assert not clock.branched
    assert clock.monotonic == 101 * SECOND

"""Invariants that need more of a world than a runner's story shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.history import Reading
from harness.invariants import Invariant, invariant, invariants, names
from harness.options import Result, RunOptions
from harness.runner import Run

Tell = Callable[..., Result]


def reading(**changes: object) -> Reading:
    values: dict[str, object] = {
        "device": "kobo", "user": "mira", "book": "a.epub", "fingerprint": "f", "started_wall": 1000.0,
        "started_awake": 0.0, "first_page": 1, "last_page": 3, "ended_wall": 1300.0, "ended_awake": 300.0,
        "ending": "closed",
    }  # fmt: skip
    return Reading(**{**values, **changes})  # type: ignore[arg-type]


def test_every_invariant_has_a_name_and_a_sentence() -> None:
    assert names() == [each.name for each in invariants()]
    assert len(set(names())) == len(names())
    assert all(each.teaching.endswith(".") for each in invariants())
    assert {"no Lua error", "nothing lost", "nothing twice", "no freeze", "no request without radio",
            "bounded queue", "disk readable", "no secret written", "every fault fires"} <= set(names())  # fmt: skip


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        invariant("no freeze", safety=True)(lambda world: iter(()))
    assert isinstance(invariants()[0], Invariant)


def test_distance_from_the_truth() -> None:
    assert reading().distance(1000, 1300) == 0
    assert reading().distance(1010, 1290) == 20


def test_distance_when_the_clock_was_set_back_by_an_hour() -> None:
    jumped = reading(walls=[1150.0, -2450.0], ended_wall=-2300.0)
    assert jumped.distance(-2600, -2300) == 0
    assert jumped.distance(1000, 1300) == 0
    assert jumped.distance(9000, 9300) > 10_000


def test_reading_knows_its_length_and_movement() -> None:
    assert reading().seconds == 300
    assert reading().moved
    assert not reading(last_page=1).moved
    assert "a.epub on kobo: 300 s, pages 1 to 3, closed" in str(reading())


def test_a_queue_over_its_limit(tell: Tell) -> None:
    text = """
    story: Three sessions where two are allowed.
    device: {wifi: off}
    invariants: {queue limit: 2}
    steps:
      - repeat:
          times: 3
          steps:
            - open: moby-dick.epub
            - read: 3
            - close book
    """
    [failure] = tell(text).failures
    assert failure.message == "bounded queue: 3 rows wait in the queue of sessions on reader; the limit is 2"


def test_a_damaged_settings_file_without_backup(tell: Tell) -> None:
    runs: list[Run] = []

    text = """
    story: The settings are cut off.
    steps:
      - boot
      - kill
      - boot
    """
    result = tell(text, runs=runs)
    assert result.outcome == "passed"
    run = runs[0]
    run.world.actors["reader"].device.write_file("settings/shelfsync.lua", b"return {")
    run.judge(told=True)
    [failure] = run.failures
    assert failure.message.startswith("disk readable: settings/shelfsync.lua on reader is unreadable")
    run.failures.clear()
    run.world.actors["reader"].device.write_file("settings/shelfsync.lua.old", b"return {}")
    run.judge(told=True)
    assert run.failures == []


def test_a_book_that_the_server_does_not_know_may_wait(tell: Tell) -> None:
    text = """
    story: The library has another book.
    server: {books: [alice.epub]}
    steps:
      - open: moby-dick.epub
      - read: 5
      - close book
      - wait: 1 h
      - expect: {queue: {sessions: 1}}
    """
    assert tell(text).outcome == "passed"


def test_a_short_session_need_not_be_kept(tell: Tell) -> None:
    text = """
    story: Twenty seconds.
    server: {books: [moby-dick.epub]}
    steps:
      - open: moby-dick.epub
      - read: {pages: 2, every: 10 s}
      - close book
      - wait: 1 h
      - expect: {server: {sessions: none}, queue: empty}
    """
    assert tell(text).outcome == "passed"


def test_a_crash_that_was_planned_must_come(tell: Tell) -> None:
    runs: list[Run] = []
    text = """
    story: A planned crash that never comes.
    steps:
      - boot
    """
    tell(text, runs=runs)
    world = runs[0].world
    world.plan_crash(world.actor, "a write to nowhere")
    runs[0].judge(told=True)
    assert "the crash planned at a write to nowhere never came" in runs[0].failures[0].message
    runs[0].failures.clear()
    world.actor.device.kill()
    runs[0].judge(told=True)
    assert runs[0].failures == []


def test_a_run_that_stopped_early_is_not_blamed_for_what_had_no_time_to_happen(tell: Tell) -> None:
    text = """
    story: It fails at once.
    faults: [{status: 500, on: POST *}]
    steps:
      - expect: {book: moby-dick.epub}
    """
    [failure] = tell(text).failures
    assert failure.kind == "expectation"


def test_seeds_are_kept_in_results(tell: Tell) -> None:
    text = "story: x\nsteps: [boot]\n"
    assert tell(text, options=RunOptions(seed=5)).seed == 5

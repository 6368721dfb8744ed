"""Stories on a small device: what passes, and what each misbehaviour of a plugin is called."""

from __future__ import annotations

from collections.abc import Callable

from harness.options import Result
from harness.runner import Run

Tell = Callable[..., Result]

TRAIN = """
story: Mira reads on the train and comes home.
device: {plugin: shelfsync, wifi: off}
server: {books: [moby-dick.epub]}
steps:
  - open: moby-dick.epub
  - read: {pages: 12, every: 25 s}
  - close book
  - expect: {queue: {sessions: 1}, server: {sessions: none}}
  - wifi: on
  - wait: 10 min
  - expect:
      server:
        sessions:
          - {book: moby-dick.epub, duration: 5 min, start: 1 %, end: 13 %}
      queue: empty
      freezes: none over 2 s
"""


def failures(result: Result) -> str:
    return "\n".join(failure.message for failure in result.failures)


def test_the_train_story_passes(tell: Tell) -> None:
    result = tell(TRAIN)
    assert failures(result) == ""
    assert result.outcome == "passed"
    assert result.virtual_seconds == 900
    assert result.requests == 2


def test_the_same_story_gives_the_same_trace(tell: Tell) -> None:
    assert tell(TRAIN).trace_digest == tell(TRAIN).trace_digest


def test_a_failed_expectation_names_its_place_and_what_came_near(tell: Tell) -> None:
    result = tell(TRAIN.replace("duration: 5 min", "duration: 6 min"))
    [failure, *_] = result.failures
    assert (failure.kind, failure.where) == ("expectation", "story.yaml:13")
    assert "duration is 300 s, not 6 min" in failure.message
    assert failure.expected.startswith("session 1 of 1")
    assert any("request.finished" in line for line in failure.events)


def test_a_dropped_session_is_lost(tell: Tell) -> None:
    story = TRAIN.split("  - expect:")[0] + "  - wifi: on\n  - wait: 10 min\n"
    assert "nothing lost: lost: moby-dick.epub" in failures(tell(story, drop=True))


def test_a_session_sent_twice_is_named(tell: Tell) -> None:
    assert "nothing twice" in failures(tell(TRAIN, twice=True))


def test_a_request_without_radio_is_named(tell: Tell) -> None:
    result = tell(TRAIN, ignore_radio=True)
    [failure] = [failure for failure in result.failures if "no request without radio" in failure.message]
    assert failure.step == "close book"
    assert failure.where == "story.yaml:8"


def test_a_freeze_is_named_with_its_cause(tell: Tell) -> None:
    text = TRAIN.replace("      freezes: none over 2 s\n", "")
    [failure] = tell(text, block=30).failures
    assert failure.message.startswith("no freeze: the reader was frozen for 30.0 s by GET http://books.example/")


def test_a_lua_error_ends_the_story_once(tell: Tell) -> None:
    result = tell(TRAIN, crash=True)
    [failure] = result.failures
    assert failure.kind == "lua error"
    assert failure.where == "story.yaml:6"
    assert "plugins/shelfsync.koplugin/main.lua:42" in failure.message


def test_a_fault_that_never_fires_fails_the_run(tell: Tell) -> None:
    text = TRAIN.replace("steps:", "faults:\n  - {status: 500, on: POST */nowhere}\nsteps:")
    assert "every fault fires: the fault 'status' on POST */nowhere never came to bear" in failures(tell(text))


def test_a_fault_that_fires_keeps_the_session_until_it_is_over(tell: Tell) -> None:
    text = """
    story: The server is down for one try.
    server: {books: [moby-dick.epub]}
    steps:
      - fault: {status: 500, on: POST */reading-sessions, times: 1}
      - open: moby-dick.epub
      - read: {pages: 12, every: 25 s}
      - close book
      - expect: {queue: 1, requests: {count: 1, status: 500}}
      - menu: Tools > Shelf Sync > Sync pending now
      - expect: {queue: empty, server: {sessions: 1}}
    """
    assert failures(tell(text)) == ""


def test_an_invariant_is_switched_off_by_name_with_a_reason(tell: Tell) -> None:
    off = "invariants: {off: {no freeze: the story is about freezing}}\n"
    text = off + TRAIN.replace("      freezes: none over 2 s\n", "")
    assert failures(tell(text, block=30)) == ""


def test_a_stuck_session_is_named(tell: Tell) -> None:
    text = """
    story: The server refuses every session, and the story goes on for long.
    server: {books: [moby-dick.epub]}
    steps:
      - fault: {status: 500, on: POST */reading-sessions, for: 5 min}
      - open: moby-dick.epub
      - read: {pages: 6, every: 30 s}
      - close book
      - wait: 30 min
    """
    assert "nothing lost: stuck: moby-dick.epub" in failures(tell(text))


def test_passwords_are_hidden_in_steps_and_reports(tell: Tell) -> None:
    runs: list[Run] = []
    text = """
    story: The password changes.
    server: {books: [moby-dick.epub]}
    steps:
      - server: {change password: {user: mira, to: low-water}}
      - type: low-water
    """
    result = tell(text, runs=runs)
    lines = "\n".join(event.as_json() for event in runs[0].trace.of("step."))
    assert "low-water" not in lines
    assert "change password" in lines
    assert "no secret written: a password is in the trace, in an event 'tap'" in failures(result)
    assert "low-water" not in str(result)


def test_a_step_that_cannot_be_done_says_what_is_missing(tell: Tell) -> None:
    text = "story: x\nsteps: [boot, close book]\n"
    [failure] = tell(text).failures
    assert failure.kind == "step"
    assert "`close book` could not be done: no book is open" in failure.message
    assert failure.expected == "`open` first"


def test_several_devices_share_time_and_server(tell: Tell) -> None:
    text = """
    story: Mira reads on two devices in one evening.
    devices: {kobo: {}, phone: {profile: android}}
    server: {books: [moby-dick.epub, alice.epub]}
    steps:
      - {open: moby-dick.epub, on: kobo}
      - {read: 4 pages, on: kobo}
      - {close book: , on: kobo}
      - {open: alice.epub, on: phone}
      - {read: {pages: 4}, on: phone}
      - {close book: , on: phone}
      - expect: {server: {sessions: [{book: moby-dick.epub}, {book: alice.epub}]}}
    """
    runs: list[Run] = []
    assert failures(tell(text, runs=runs)) == ""
    kobo, phone = runs[0].world.actors.values()
    assert kobo.elapsed == phone.elapsed == 240


def test_repeat_does_its_steps_and_names_the_inner_one(tell: Tell) -> None:
    text = """
    story: Ten evenings.
    server: {books: [moby-dick.epub]}
    steps:
      - repeat:
          times: 10
          steps:
            - open: moby-dick.epub
            - read: 3
            - close book
            - wait: 1 h
            - expect: {server: {sessions: at most 4}}
    """
    result = tell(text)
    [failure, *_] = result.failures
    assert failure.where == "story.yaml:12"
    assert failure.seen == "5"

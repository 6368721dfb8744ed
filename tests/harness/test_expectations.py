"""Expectations, one by one, right and wrong: what they say when they fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.options import Result

Tell = Callable[..., Result]

STORY = """
story: Mira reads two books, the first without network.
device: {{wifi: off}}
server: {{books: [moby-dick.epub, alice.epub]}}
steps:
  - open: moby-dick.epub
  - read: {{pages: 6, every: 30 s}}
  - close book
  - wifi: on
  - wait: 10 s
  - open: alice.epub
  - read: {{pages: 4, every: 30 s}}
  - expect: {expected}
"""

RIGHT = [
    "{queue: empty}",
    "{queue: none}",
    "{queue: {sessions: 0}}",
    "{queue: {database: settings/shelfsync.sqlite3, table: outbox, rows: none}}",
    "{server: {sessions: 1}}",
    "{server: {sessions: {book: moby-dick.epub, duration: 3 min}}}",
    "{server: {sessions: [{book: moby-dick.epub, start: 1 %, end: 7 %, user: mira, book type: EPUB}]}}",
    "{server: {has session: moby-dick.epub, ratings: none, unknown endpoints: none}}",
    "{requests: {count: 1, on: POST */reading-sessions, status: 200 to 299}}",
    "{requests: [{count: 2}, {count: none, while offline: true}, {count: none, failed: true}]}",
    "{requests: {count: none, in the last: 30 s}}",
    "{screen: {shows: page 5, lacks: error, windows: 1}}",
    "{message: Session saved}",
    "{message: {text: session SAVED, times: 1}}",
    "{message: [{text: Session, times: 1}, {text: nonsense, times: none}]}",
    "{book: alice.epub}",
    "{book: {name: alice.epub, page: 5, pages: 100, percent: 5 %}}",
    "{device: running}",
    "{device: {state: running, wifi: on}}",
    "{freezes: none over 1 s}",
    "{freezes: {over: 1 s, count: none}}",
    "{hooks: {onNothing: none}}",
    "{lua errors: none}",
    "{files: {settings/shelfsync.lua: {has: mira, lacks: nonsense}, nothing.lua: gone}}",
    "{settings: {settings/shelfsync.lua: {username: mira}}}",
    "{within: 10 min, book: {page: 5}}",
]

WRONG = [
    ("{queue: {sessions: 1}}", "queue: expected sessions: 1; saw 0"),
    ("{queue: {reviews: 1}}", "queue: expected a queue called 'reviews'; saw the plugin has: sessions"),
    ("{server: {sessions: 2}}", "server: expected sessions: 2; saw 1"),
    ("{server: {sessions: none}}", "#1 mira, moby-dick.epub, 2026-03-01 18:00:00 UTC, 180 s, 1.0 to 7.0 %"),
    ("{server: {sessions: [{book: alice.epub}]}}", "book is moby-dick.epub, not alice.epub"),
    ("{server: {sessions: [moby-dick.epub, alice.epub]}}", "expected session 2 of 2: book alice.epub; saw 0 like it"),
    ("{server: {sessions: []}}", "server: expected sessions: none; saw 1"),
    ("{server: {has session: {duration: 4 min}}}", "duration is 180 s, not 4 min"),
    ("{requests: none}", "requests: expected none; saw 2"),
    ("{requests: {count: 1, on: POST *, status: 500}}", "status is 202, not 500"),
    ("{requests: {count: 1, while offline: true}}", "the radio was on"),
    ("{screen: Library}", "screen: expected 'Library'; saw no such text\n  ReaderUI: page 5"),
    ("{screen: {lacks: page 5}}", "screen: expected no 'page 5'; saw it"),
    ("{message: nonsense}", "notification: Session saved"),
    ("{book: none}", "book: expected none; saw alice.epub"),
    ("{book: {page: 6 to 9}}", "book: expected page 6 to 9; saw 5"),
    ("{device: asleep}", "device: expected asleep; saw running"),
    ("{hooks: {PageUpdate: 3}}", "hooks: expected PageUpdate 3 times; saw 0"),
    ("{log: {has: Tides}}", "log: expected 'Tides'; saw no such line"),
    ("{files: {nothing.lua: there}}", "files: expected nothing.lua there; saw gone"),
    ("{files: {settings/shelfsync.lua: {has: Tides}}}", "files: expected 'Tides' in settings/shelfsync.lua"),
    ("{settings: {settings/shelfsync.lua: {username: max}}}", "username = 'max'; saw 'mira'"),
    ("{settings: {nothing.lua: {a: 1}}}", "settings: expected a file nothing.lua; saw none"),
    ("{lua errors: 1}", "lua errors: expected 1; saw 0"),
]


@pytest.mark.parametrize("expected", RIGHT)
def test_what_holds(tell: Tell, expected: str) -> None:
    result = tell(STORY.format(expected=expected))
    assert [failure.message for failure in result.failures] == []


@pytest.mark.parametrize(("expected", "says"), WRONG)
def test_what_does_not_hold(tell: Tell, expected: str, says: str) -> None:
    result = tell(STORY.format(expected=expected))
    assert result.failures[0].kind == "expectation"
    assert any(says in failure.message for failure in result.failures), [failure.message for failure in result.failures]


def test_within_lets_time_pass_until_it_holds(tell: Tell) -> None:
    text = """
    story: The Wi-Fi needs three seconds.
    device: {wifi: off}
    server: {books: [moby-dick.epub]}
    steps:
      - open: moby-dick.epub
      - read: {pages: 6, every: 30 s}
      - close book
      - wifi: on
      - expect: {within: 1 min, queue: empty}
    """
    result = tell(text)
    assert result.outcome == "passed"
    assert result.virtual_seconds == 183
    late = tell(text.replace("1 min", "2 s"))
    assert late.outcome == "failed"
    assert late.virtual_seconds == 182

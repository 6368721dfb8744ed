"""A plugin that is broken on purpose makes the right story fail, with a message that names what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.options import Failure, Result, RunOptions, Target
from harness.runner import run_target

Tell = Callable[..., Result]
Break = Callable[[str, str], Path]

DROP_THE_QUEUE_WRITE = "function Queue.add() return true end"
SEND_TWICE = """
local send = BookLore.sendSessions
function BookLore:sendSessions(id, sessions, limits)
    local outcome = send(self, id, sessions, limits)
    for _, session in ipairs(sessions) do session.identity = session.identity:reverse() end
    send(self, id, sessions, limits)
    return outcome
end"""
IGNORE_THE_RADIO = "function Transport.isConnected() return true end"
BLOCK = """
local close = ShelfSync.onCloseDocument
function ShelfSync:onCloseDocument()
    require("ffi/util").sleep(30)
    return close(self)
end"""


def messages(result: Result) -> str:
    return "\n".join(failure.message for failure in result.failures)


def named(result: Result, words: str) -> Failure:
    assert result.outcome == "failed"
    found = [failure for failure in result.failures if words in failure.message]
    assert found, messages(result)
    return found[0]


def test_the_plugin_as_it_is_passes(tell: Tell, broken_plugin: Break) -> None:
    result = tell("offline/home-again", plugin=broken_plugin("main.lua", ""))
    assert messages(result) == ""


def test_a_dropped_queue_write(tell: Tell, broken_plugin: Break) -> None:
    failure = named(
        tell("offline/home-again", plugin=broken_plugin("shelfsync/queue.lua", DROP_THE_QUEUE_WRITE)), "queue"
    )
    assert failure.where.startswith("scenarios/offline/home-again.yaml:")
    assert "queue: expected sessions: 1; saw 0" in failure.message


def test_a_dropped_queue_write_is_named_where_no_expectation_looks(broken_plugin: Break, tmp_path: Path) -> None:
    path = tmp_path / "evening.yaml"
    path.write_text(
        "story: Mira reads.\nserver: {books: [moby-dick.epub]}\n"
        "steps:\n  - open: moby-dick.epub\n  - read: {pages: 6, every: 50 s}\n  - close book\n"
    )
    plugin = broken_plugin("shelfsync/queue.lua", DROP_THE_QUEUE_WRITE)
    result = run_target(Target(path, "evening", "evening.yaml"), 0, RunOptions(plugin=plugin))
    named(result, "nothing lost: lost: moby-dick.epub on reader: 300 s, pages 1 to 7, closed: neither on the server")


def test_a_session_sent_twice(tell: Tell, broken_plugin: Break) -> None:
    result = tell("offline/home-again", plugin=broken_plugin("shelfsync/protocols/booklore.lua", SEND_TWICE))
    failure = named(result, "nothing twice: one stretch of reading (moby-dick.epub on reader: 300 s")
    assert "is 2 times on the server" in failure.message


def test_a_plugin_that_ignores_the_radio(tell: Tell, broken_plugin: Break) -> None:
    result = tell("offline/home-again", plugin=broken_plugin("shelfsync/transport.lua", IGNORE_THE_RADIO))
    failure = named(result, "no request without radio: GET http://books.example/api/koreader/books/by-hash/")
    assert failure.where == "scenarios/offline/home-again.yaml:10"
    assert failure.step.startswith("read:")


@pytest.mark.parametrize("story", ["offline/home-again", "quick-start/silent-mode"])
def test_a_plugin_that_blocks_for_thirty_seconds(tell: Tell, broken_plugin: Break, story: str) -> None:
    result = tell(story, plugin=broken_plugin("main.lua", BLOCK))
    failure = named(result, "no freeze: the reader was frozen for 30")
    assert failure.step == "close book"


def test_a_lua_error_names_the_plugins_line(tell: Tell, broken_plugin: Break) -> None:
    lua = "function ShelfSync:onPageUpdate(page) return page.number.of end"
    failure = named(tell("offline/home-again", plugin=broken_plugin("main.lua", lua)), "no Lua error")
    assert "plugins/shelfsync.koplugin/main.lua:" in failure.message


def test_a_module_that_is_not_emulated_is_named(tell: Tell, broken_plugin: Break) -> None:
    lua = 'function ShelfSync:onReaderReady() require("ui/no_such_module") end'
    failure = named(tell("offline/home-again", plugin=broken_plugin("main.lua", lua)), "ui/no_such_module")
    assert "main.lua" in failure.message

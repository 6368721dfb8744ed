"""A process: how it starts, what stops it, and that what stops it stays stopped."""

from __future__ import annotations

import pytest

from fake_koreader.hostcalls import Boundary, ProcessEnded
from fake_koreader.machine import Machine
from fake_koreader.process import LuaFailure, Process


def test_results_come_back(process: Process) -> None:
    assert process.run("return 1, 'two', nil, true", "@x.lua") == (1, b"two", None, True)
    assert process.run("return 5", "@x.lua") == 5
    assert process.run("local x = 1", "@x.lua") is None


def test_arguments_go_in(process: Process) -> None:
    assert process.run("return ...", "@x.lua", 1, b"x") == (1, b"x")


def test_an_error_has_its_line_and_traceback(process: Process) -> None:
    with pytest.raises(LuaFailure) as caught:
        process.run("local function inner()\n  error('boom')\nend\ninner()", "@plugins/a.koplugin/main.lua")
    assert caught.value.message == "plugins/a.koplugin/main.lua:2: boom"
    assert caught.value.where == "plugins/a.koplugin/main.lua:2"
    assert "stack traceback" in caught.value.traceback


def test_an_error_that_is_no_string(process: Process) -> None:
    with pytest.raises(LuaFailure, match="table: 0x4"):
        process.run("error({})", "@x.lua")


def test_source_that_does_not_compile(process: Process) -> None:
    with pytest.raises(LuaFailure, match=r"x\.lua:1: "):
        process.run("return = 1", "@x.lua")


def test_an_error_leaves_the_process_alive(process: Process) -> None:
    with pytest.raises(LuaFailure):
        process.run("error('x')", "@x.lua")
    assert process.run("return 1", "@x.lua") == 1


def test_exit_ends_it_for_good(process: Process) -> None:
    with pytest.raises(ProcessEnded) as caught:
        process.run("os.exit(85)", "@x.lua")
    assert caught.value.code == process.exit_code == 85
    with pytest.raises(ProcessEnded):
        process.run("return 1", "@x.lua")


@pytest.mark.parametrize(("argument", "code"), [("", 0), ("true", 0), ("false", 1), ("3, true", 3)])
def test_exit_codes(process: Process, argument: str, code: int) -> None:
    with pytest.raises(ProcessEnded) as caught:
        process.run(f"os.exit({argument})", "@x.lua")
    assert caught.value.code == code


def test_code_that_catches_everything_cannot_survive_its_exit(process: Process) -> None:
    with pytest.raises(ProcessEnded):
        process.run("pcall(os.exit, 3) pcall(os.time) return 'alive'", "@x.lua")


def test_a_bug_of_ours_is_raised_as_it_is() -> None:
    boundary = Boundary()

    def broken() -> None:
        raise RuntimeError("ours")

    with pytest.raises(RuntimeError):
        boundary.wrap(broken)()
    with pytest.raises(RuntimeError):
        boundary.wrap(lambda: None)()


def test_what_a_blocking_call_costs_is_seen_as_a_freeze(machine: Machine) -> None:
    process = machine.start()
    process.run("require('ffi/util').usleep(2500000)", "@plugins/a.koplugin/main.lua")
    machine.note_freeze()
    (freeze,) = machine.trace.of("freeze")
    assert freeze.fields == {"seconds": 2.5, "by": "sleep"}


def test_streams_become_log_events(machine: Machine) -> None:
    process = machine.start()
    process.run("io.write('half ') io.write('line\\nrest') io.stdout:flush()", "@x.lua")
    process.run("G_reader_settings = nil require('logger').warn('careful', 1, nil)", "@x.lua")
    machine.logbook.flush()
    logs = [(event.fields["level"], event.fields["text"]) for event in machine.trace.of("log")]
    assert logs[0] == ("print", "half line")
    assert ("warn", "careful 1 nil") in [(level, str(text).removeprefix("rest")) for level, text in logs] or any(
        "careful" in str(text) for _, text in logs
    )


def test_another_process_starts_from_nothing(machine: Machine) -> None:
    machine.start().run("leaked = 1", "@x.lua")
    assert machine.start().run("return leaked", "@x.lua") is None

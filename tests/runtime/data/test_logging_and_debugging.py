"""Log lines and debug mode (specs/koreader-core.md §1.7)."""

from __future__ import annotations


def log_of(world) -> list[str]:
    return world.machine.logbook.text().decode().splitlines()


def test_the_form_of_a_line(data_world):
    data_world.run("local l = require('logger') l.info('a', nil, true, 1.5) l.warn('w') l.err('e') l.dbg('silent')")
    assert log_of(data_world) == [
        "03/01/26-08:00:00 INFO  a nil true 1.5 ",
        "03/01/26-08:00:00 WARN  w ",
        "03/01/26-08:00:00 ERROR e ",
    ]


def test_tables_are_shown_in_full(data_world):
    data_world.run("require('logger').info({ b = 1, a = { print } })")
    text = "\n".join(log_of(data_world))
    assert text.index("a = {") < text.index("b = 1")
    assert "function" in text


def test_what_does_not_exist(data_world):
    assert data_world.run("local l = require('logger') print(l.error, l.debug, l.log)") == ["nil\tnil\tnil"]


def test_levels(data_world):
    data_world.run(
        "local l = require('logger') l:setLevel(l.levels.err) l.warn('no') l.err('yes') "
        "l:setLevel(l.levels.dbg) l.dbg('yes too') l.LvDEBUG('always')"
    )
    assert [line.split(" ", 1)[1] for line in log_of(data_world)] == ["ERROR yes ", "DEBUG yes too ", "DEBUG always "]


def test_lines_reach_the_trace_with_their_level(data_world):
    data_world.run("require('logger').warn('careful')")
    events = [event for event in data_world.machine.trace.events if event.kind == "log"]
    assert [(event.fields["level"], event.fields["text"]) for event in events] == [("warn", "careful")]


def test_debug_mode(data_world):
    lines = data_world.run(
        "local d = require('dbg') local m = { f = function(x) return x, 2 end } "
        "d:guard(m, 'f', function() print('guarded too early') end) print(m.f(1), d.is_on, d.dassert(false)) "
        "d('quiet') "
        "d:turnOn() d:guard(m, 'f', function(x) print('before', x) end, function(x) print('after', x) end) "
        "print(m.f(1)) print(d.is_on, (pcall(d.dassert, false, 'no'))) d('loud') d:v('quiet') "
        "d:setVerbose(true) d:v('verbose') d:turnOff() d('quiet') print(d.is_on)"
    )
    assert lines == ["1\tfalse\tfalse", "before\t1", "after\t1", "1\t2", "true\tfalse", "false"]
    assert [line.split()[-1] for line in log_of(data_world)] == ["loud", "verbose"]

"""Sub-processes: the child's changes in memory are lost, its time is its own (specs/koreader-core.md §3.4)."""

from __future__ import annotations

import pytest

from fake_koreader.storage.crash import KeepAll
from fake_koreader.storage.operations import CrashPoint, PowerLost

HEAD = 'U = require("ffi/util") now = require("ui/time").now '


def test_time_in_the_child_does_not_freeze_the_parent(data_world):
    shown = data_world.run(
        HEAD + "t0 = now() "
        "pid, fd = U.runInSubProcess(function(_, w) U.sleep(5) U.writeToFD(w, 'late', true) end, true) "
        "print(now() - t0, U.isSubProcessDone(pid), U.getNonBlockingReadSize(fd)) advance(4.9) "
        "print(U.isSubProcessDone(pid)) advance(0.2) print(U.getNonBlockingReadSize(fd), U.readAllFromFD(fd)) "
        "print(U.isSubProcessDone(pid), now() - t0)"
    )
    assert shown == ["0\tfalse\t0", "false", "4\tlate", "true\t5100000"]


def test_waiting_for_the_child_takes_its_time(data_world):
    shown = data_world.run(
        HEAD + "t0 = now() pid, fd = U.runInSubProcess(function(_, w) U.usleep(250000) U.writeToFD(w, 'x') end, true) "
        "print(U.readAllFromFD(fd), now() - t0, U.isSubProcessDone(pid))"
    )
    assert shown == ["x\t250000\ttrue"]


def test_a_killed_child_says_nothing_more(data_world):
    shown = data_world.run(
        HEAD + "pid, fd = U.runInSubProcess(function(_, w) "
        "U.writeToFD(w, 'early') U.sleep(5) U.writeToFD(w, 'late') end, true) "
        "advance(1) U.terminateSubProcess(pid) print(U.readAllFromFD(fd), U.isSubProcessDone(pid)) "
        "advance(9) print(now())"
    )
    assert shown == ["early\ttrue", "110000000"]


def test_everything_in_memory_comes_back(data_world):
    shown = data_world.run(
        HEAD + "local up = 1 local t = setmetatable({ 1, 2, k = { 'deep' } }, { __index = { x = 1 } }) "
        "local co = coroutine.create(function() local inside = { 1 } coroutine.yield(inside) return #inside end) "
        "local _, inside = coroutine.resume(co) inside = inside and co "
        "U.runInSubProcess(function() up = 2 t[1] = nil t.k[1] = 'changed' t.new = 1 setmetatable(t, nil) "
        "string.format = nil package.loaded.logger = 5 G_reader_settings:saveSetting('c', 1) end) "
        "print(up, t[1], t.k[1], t.new, t.x, type(string.format), type(package.loaded.logger), "
        "G_reader_settings:has('c'), coroutine.status(co))"
    )
    assert shown == ["1\t1\tdeep\tnil\t1\tfunction\ttable\tfalse\tsuspended"]


def test_an_error_in_the_child_is_printed_and_not_raised(data_world):
    shown = data_world.run(
        HEAD + "pid = U.runInSubProcess(function() error('oops') end) print(U.isSubProcessDone(pid))"
    )
    assert "oops" in shown[0]
    assert shown[-1] == "true"


def test_the_child_may_leave_or_yield(data_world):
    shown = data_world.run(
        HEAD + "a = U.runInSubProcess(function() os.exit(3) end) "
        "b = U.runInSubProcess(function() coroutine.yield() end) "
        "print(U.isSubProcessDone(a), U.isSubProcessDone(b), type(os.exit))"
    )
    assert shown == ["true\ttrue\tfunction"]


def test_both_directions(data_world):
    shown = data_world.run(
        HEAD + "pid, r, w = U.runInSubProcess(function(_, out, input) "
        "U.writeToFD(out, 'got ' .. U.readAllFromFD(input)) end, 'bidi') "
        "U.writeToFD(w, 'question', true) print(U.readAllFromFD(r), U.isSubProcessDone(pid))"
    )
    assert shown == ["got question\ttrue"]


def test_hooks_run_on_their_side(data_world):
    shown = data_world.run(
        HEAD + "log = {} U.addRunBeforeForkFunc('x', function() log[#log + 1] = 'before' end) "
        "U.addRunAfterForkParentFunc('x', function() log[#log + 1] = 'parent' end) "
        "U.addRunInSubProcessAfterForkFunc('x', function() log[#log + 1] = 'child' end) "
        "pid, fd = U.runInSubProcess(function(_, w) U.writeToFD(w, table.concat(log, ' ')) end, true) "
        "print(table.concat(log, ' '), U.readAllFromFD(fd))"
    )
    assert shown == ["before parent\tbefore child"]


def test_power_lost_in_the_child_takes_the_parent_too(data_world):
    disk = data_world.machine.disk
    disk.crash_at(CrashPoint(disk.operations + 1))
    with pytest.raises(PowerLost):
        data_world.run(HEAD + "U.runInSubProcess(function() U.sleep(3) io.open(data_dir .. '/x', 'w') end)")
    data_world.restart_after(KeepAll())
    assert not data_world.machine.clock.branched
    assert data_world.run(HEAD + "t0 = now() advance(1) print(now() - t0)") == ["1000000"]

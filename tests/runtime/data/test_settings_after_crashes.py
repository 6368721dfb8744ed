"""What is left of settings, sidecars and histories when a write breaks off (specs/koreader-core.md §7.6)."""

from __future__ import annotations

import pytest

from fake_koreader.storage.crash import DropUnsynced, KeepAll, Policy, TornLast
from fake_koreader.storage.operations import Crashed, CrashPoint, Kind, Moment

OPEN = 's = require("luasettings"):open(data_dir .. "/settings/x.lua") '
READ = 'print(require("luasettings"):open(data_dir .. "/settings/x.lua"):readSetting("n"))'


def crash_in(world, source: str, number: int, moment: Moment, kind: Kind) -> bool:
    """Run ``source`` with a crash at its ``number``th operation; False when it ends before that."""
    disk = world.machine.disk
    disk.crash_at(CrashPoint(disk.operations + number, moment, kind))
    try:
        world.run(source)
    except Crashed:
        return True
    return False


def operations_of(data_world, source: str) -> list[str]:
    seen = []
    data_world.machine.disk.on_operation = lambda operation: seen.append(operation.kind)
    data_world.run(source)
    return seen


def test_a_flush_truncates_writes_and_syncs(data_world):
    data_world.run(OPEN + 's:saveSetting("n", 1):flush()')
    assert operations_of(data_world, 's:saveSetting("n", 2):flush()') == ["truncate", "write", "fsync"]


def test_a_flush_of_an_old_file_renames_it_first(data_world):
    data_world.run(OPEN + 's:saveSetting("n", 1):flush() advance(61)')
    kinds = operations_of(data_world, 's:saveSetting("n", 2):flush()')
    assert kinds == ["rename", "create", "write", "fsync", "fsync"]


@pytest.mark.parametrize("kind", ["kill", "power"])
@pytest.mark.parametrize("moment", ["before", "torn", "after"])
@pytest.mark.parametrize("number", range(1, 6))
def test_a_backed_up_file_always_reads_back(data_world, number, moment, kind):
    data_world.run(OPEN + 's:saveSetting("n", 1):flush() advance(61)')
    assert crash_in(data_world, 's:saveSetting("n", 2):flush()', number, moment, kind)
    data_world.restart_after(KeepAll() if kind == "power" else None)
    assert data_world.run(READ)[0] in ("1", "2")


@pytest.mark.parametrize("policy", [KeepAll(), TornLast(), DropUnsynced()])
def test_a_synced_flush_survives_every_power_loss(data_world, policy: Policy):
    data_world.run(OPEN + 's:saveSetting("n", 1):flush()')
    data_world.restart_after(policy)
    assert data_world.run(READ) == ["1"]


def test_a_young_file_is_lost_between_truncation_and_write(data_world):
    data_world.run(OPEN + 's:saveSetting("n", 1):flush() advance(60)')
    assert crash_in(data_world, 's:saveSetting("n", 2):flush()', 2, "before", "kill")
    data_world.restart_after(None)
    assert data_world.run(READ) == ["nil"]


def test_a_broken_main_file_stays_until_it_replaces_the_good_backup(data_world):
    data_world.run(
        'local u = require("util") u.writeToFile("return {", data_dir .. "/settings/x.lua")'
        'u.writeToFile("return { n = 7 }", data_dir .. "/settings/x.lua.old")'
    )
    assert data_world.run(READ) == ["7"]
    assert data_world.run('print(require("util").readFromFile(data_dir .. "/settings/x.lua"))') == ["return {"]
    data_world.run("advance(61) " + OPEN + "s:flush()")
    assert data_world.run('print(require("util").readFromFile(data_dir .. "/settings/x.lua.old"))') == ["return {"]


@pytest.mark.parametrize("remnant", ["", "-- ./settings/x.lua\\n", "return ", "return {\\n    [1] = 1,"])
def test_a_truncated_file_never_loads_in_part(data_world, remnant):
    data_world.run(f'require("util").writeToFile("{remnant}", data_dir .. "/settings/x.lua")')
    assert data_world.run(OPEN + "print(next(s.data))") == ["nil"]


def test_unflushed_values_are_lost_with_the_process(data_world):
    data_world.run(OPEN + 's:saveSetting("n", 1):flush() s:saveSetting("n", 2)')
    data_world.restart_after(None)
    assert data_world.run(READ) == ["1"]


def test_a_torn_history_is_an_empty_history(data_world):
    data_world.run('local f = io.open(data_dir .. "/history.lua", "w") f:write("return {\\n  [1] = {") f:close()')
    data_world.restart_after(None)
    assert data_world.run('print(#require("readhistory").hist)') == ["0"]


def test_a_torn_sidecar_gives_way_to_its_backup(data_world):
    data_world.run(
        'local D = require("docsettings") book = data_dir .. "/b.epub" io.open(book, "w"):close()'
        'local s = D:open(book) s:saveSetting("n", 1):flush() advance(61) s:saveSetting("n", 2):flush()'
        'require("util").writeToFile("return {", D:getSidecarDir(book) .. "/metadata.epub.lua")'
    )
    assert data_world.run('print(require("docsettings"):open(book):readSetting("n"))') == ["1"]


def test_a_torn_append_loses_the_whole_log(data_world):
    data_world.run('d = require("luadata"):open(data_dir .. "/l.lua", "W") d:saveSetting("a", 1)')
    assert crash_in(data_world, 'd:saveSetting("b", "' + "x" * 2000 + '")', 1, "torn", "kill")
    data_world.restart_after(None)
    shown = data_world.run(
        'local d = require("luadata"):open(data_dir .. "/l.lua", "W")'
        'print(d:readSetting("a"), (require("libs/libkoreader-lfs").attributes(data_dir .. "/l.lua", "mode")))'
    )
    assert shown == ["nil\tnil"]

"""The prelude: what KOReader's code finds at start, the same in every state and under every seed of LuaJIT's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_koreader.machine import Machine
from fake_koreader.process import LuaFailure, Process
from fake_koreader.profile import profile

Run = Callable[[str], Any]

KEYS = "local t = {} for _, k in ipairs{'zeta','alpha',3,1,2,'beta',10,-1,1.5,true,false} do t[k] = 1 end "


def test_pairs_has_an_order(run: Run) -> None:
    order = run(KEYS + "local o = {} for k in pairs(t) do o[#o+1] = tostring(k) end return table.concat(o, ' ')")
    assert order == "1 2 3 -1 1.5 10 alpha beta zeta false true"


def test_next_walks_in_the_order_of_pairs(run: Run) -> None:
    order = run(
        KEYS
        + "local o, k = {}, next(t) while k ~= nil do o[#o+1] = tostring(k) k = next(t, k) end "
        + "return table.concat(o, ' ')"
    )
    assert order == "1 2 3 -1 1.5 10 alpha beta zeta false true"


def test_the_order_is_the_same_in_another_state() -> None:
    source = (
        "local t = {} for i = 1, 300 do t['key' .. i * 7919 % 1000] = i end "
        "local o = {} for k in pairs(t) do o[#o+1] = k end return table.concat(o)"
    )
    seen = {Machine(profile("generic")).start().run(source, "@x.lua") for _ in range(3)}
    assert len(seen) == 1


def test_entries_removed_on_the_way_are_not_visited(run: Run) -> None:
    assert run("local t, n = {a=1,b=2,c=3}, 0 for k in pairs(t) do n = n + 1 t.b, t.c = nil, nil end return n") == 1


def test_clearing_a_table_while_walking_with_next(run: Run) -> None:
    assert run("local t, n = {a=1,b=2,c=3}, 0 for k in next, t do n = n + 1 t[k] = nil end return n, next(t)")[0] == 3


@pytest.mark.parametrize("call", ["pairs(nil)", "pairs(5)", "next(nil)"])
def test_walking_what_is_no_table(run: Run, call: str) -> None:
    assert "table expected" in run(f"local ok, e = pcall(function() return {call} end) return e")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(st.integers(-50, 50), st.text("abc", max_size=3)), unique=True))
def test_pairs_visits_every_key_once(keys: list[int | str]) -> None:
    process: Process = Machine(profile("generic")).start()
    literal = ", ".join(f"[{key}]=1" if isinstance(key, int) else f"['{key}']=1" for key in keys)
    count, seen = process.run(
        f"local t, n, s = {{{literal}}}, 0, {{}} for k in pairs(t) do n = n + 1 s[k] = true end "
        "local m = 0 for k in next, s do m = m + 1 end return n, m",
        "@x.lua",
    )
    assert (count, seen) == (len(keys), len(keys))


def test_names_of_objects_are_stable(run: Run) -> None:
    assert run("local a, b = {}, {} return tostring(a), tostring(b), tostring(a)") == (
        "table: 0x40000020",
        "table: 0x40000040",
        "table: 0x40000020",
    )
    assert run("return string.format('%s|%5.1f', {}, 2)") == "table: 0x40000060|  2.0"
    assert run("return tostring(setmetatable({}, {__tostring = function() return 'me' end}))") == "me"


def test_table_pack_keeps_nils(run: Run) -> None:
    assert run("local t = table.pack(nil, 2, nil) return t.n, t[2], select('#', table.unpack(t, 1, t.n))") == (3, 2, 3)


def test_nothing_of_python_is_in_reach(run: Run) -> None:
    assert run("return type(python), type(host), type(_G.host)") == ("nil", "nil", "nil")


def test_c_functions_of_the_host_are_out_of_reach(run: Run) -> None:
    message = run(
        "local ffi = require('ffi') ffi.cdef'int unlink(const char *);' "
        "local ok, e = pcall(function() return ffi.C.ptrace end) return e"
    )
    assert message == "not emulated: ffi.C.ptrace, called from test.lua:1"
    assert "cannot open shared object" in run("local ok, e = pcall(require('ffi').load, 'c') return e")
    assert run("return require('ffi').C == require('ffi').C, tonumber(require('ffi').new('int64_t', 7))") == (True, 7)


def test_libraries_are_not_loaded_from_the_host(run: Run) -> None:
    assert run("return package.loadlib('/lib/x86_64-linux-gnu/libc.so.6', '*')")[2] == "open"
    assert "no file 'common/nothing.lua'" in run("local ok, e = pcall(require, 'nothing') return e")


def test_a_module_loads_once_per_spelling(machine: Machine, run: Run) -> None:
    machine.disk.add_file(machine.profile.install_dir + "/frontend/counted.lua", b"count = (count or 0) + 1 return {}")
    assert run(
        "return require('counted') == require('counted'), require('frontend/counted') == require('counted'), count"
    ) == (
        True,
        False,
        2,
    )


def test_a_module_that_does_not_compile_names_its_file(machine: Machine, run: Run) -> None:
    machine.disk.add_file(machine.profile.install_dir + "/frontend/broken.lua", b"local x = = 1")
    message = run("local ok, e = pcall(require, 'broken') return e")
    assert message.startswith(
        "error loading module 'broken' from file 'frontend/broken.lua':\n\tfrontend/broken.lua:1:"
    )


def test_dofile_and_loadfile(machine: Machine, run: Run) -> None:
    machine.disk.add_file(machine.profile.install_dir + "/data.lua", b"#!/usr/bin/lua\nreturn 42")
    assert run("return dofile('data.lua'), loadfile('data.lua')()") == (42, 42)
    assert run("return loadfile('gone.lua')") == (None, "cannot open gone.lua: No such file or directory")
    assert run("local ok, e = pcall(dofile, 'gone.lua') return e") == "cannot open gone.lua: No such file or directory"


def test_searchpath(machine: Machine, run: Run) -> None:
    machine.disk.add_file(machine.profile.install_dir + "/plugins/x.koplugin/a/b.lua", b"")
    assert run("return package.searchpath('a.b', 'plugins/x.koplugin/?.lua')") == "plugins/x.koplugin/a/b.lua"
    assert (
        run("return select(2, package.searchpath('a.b', './?.lua;./?/init.lua'))")
        == "\n\tno file './a/b.lua'\n\tno file './a/b/init.lua'"
    )


def test_the_loud_refusal_names_the_plugins_line(machine: Machine, run: Run) -> None:
    plugin = b"local M = {}\nfunction M.go()\n  require('not_emulated')('ui/thing', 'paint')\nend\nreturn M"
    machine.disk.add_file(machine.profile.install_dir + "/plugins/x.koplugin/main.lua", plugin)
    with pytest.raises(LuaFailure) as caught:
        run("dofile('plugins/x.koplugin/main.lua').go()")
    assert caught.value.message == "not emulated: ui/thing.paint, called from plugins/x.koplugin/main.lua:3"
    assert caught.value.where == "plugins/x.koplugin/main.lua:3"


def test_randomness_comes_from_the_seed() -> None:
    draws = [Machine(profile("generic"), seed=seed).start().run("return math.random(1e9)", "@x") for seed in (1, 1, 2)]
    assert draws[0] == draws[1] != draws[2]

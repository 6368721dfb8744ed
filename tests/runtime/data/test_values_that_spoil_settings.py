"""What cannot be written as Lua, and what that does to the file (specs/koreader-core.md §2.1, §2.2)."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("value", ["print", "function() end", "5LL", "coroutine.create(print)", "newproxy()"])
def test_unserialisable_values_cost_the_whole_file(data_world, value):
    shown = data_world.run(
        f'local L = require("luasettings") local p = data_dir .. "/s.lua" '
        f'L:open(p):saveSetting("good", 1):saveSetting("bad", {value}):flush() print(L:open(p):readSetting("good"))'
    )
    assert shown == ["nil"]


@pytest.mark.parametrize(
    ("value", "back"),
    [("2^53", "9007199254741000"), ("1772352000123", "1772352000123"), ("1/0", "nil"), ("0/0", "nil"), ("0.1", "0.1")],
)
def test_numbers_keep_fourteen_digits(data_world, value, back):
    shown = data_world.run(
        f'local L = require("luasettings") local p = data_dir .. "/s.lua" L:open(p):saveSetting("n", {value}):flush() '
        'local n = L:open(p):readSetting("n") print(n and (n % 1 == 0 and ("%.0f"):format(n) or n))'
    )
    assert shown == [back]


def test_two_boolean_keys_raise(data_world):
    assert data_world.run("print((pcall(require('dump'), { [true] = 1, [false] = 2 }, nil, true)))") == ["false"]


def test_the_mark_of_a_cycle_stands_under_its_ancestor(data_world):
    shown = data_world.run("local t = { a = {} } t.a.up = t.a print(require('dump')(t, nil, true))")
    assert shown == ["{", '    ["a"] = {', '        ["up"] = nil --[[ LOOP:', "    ^------- ]],", "    },", "}"]


def test_flushing_a_child_destroys_its_parent(data_world):
    shown = data_world.run(
        'local L = require("luasettings") local p = data_dir .. "/s.lua" local s = L:open(p) '
        's:saveSetting("sub", { a = 1 }):saveSetting("other", 2):flush() s:child("sub"):flush() '
        'print(L:open(p):readSetting("a"), L:open(p):readSetting("other"))'
    )
    assert shown == ["1\tnil"]


def test_a_loop_left_early_leaves_its_key_behind(data_world):
    shown = data_world.run(
        "local U = require('ffi/util') local t = { b = 1, a = 2 } "
        "for k in U.orderedPairs(t) do print(k) break end print(type(rawget(t, '__orderedIndex'))) "
        "for k in U.orderedPairs(t) do io.write(k, ' ') end print(rawget(t, '__orderedIndex'))"
    )
    assert shown == ["a", "table", "__orderedIndex a b nil"]


def test_subclasses_see_their_own_methods(data_world):
    shown = data_world.run(
        "local L = require('luasettings') local Loud = L:extend{} "
        "function Loud:saveSetting(k, v) print('save', k, v) return L.saveSetting(self, k, v) end "
        "Loud:open(data_dir .. '/s.lua'):makeTrue('x'):toggle('x'):flipNilOrFalse('y')"
    )
    assert shown == ["save\tx\ttrue", "save\tx\tfalse", "save\ty\ttrue"]

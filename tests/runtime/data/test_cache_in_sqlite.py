"""The cache that lives in an SQLite file (specs/koreader-core.md §3.3)."""

from __future__ import annotations

NEW = "C = require('cachesqlite') c = C:new{ size = 4000, db_path = data_dir .. '/cache/c.sqlite3' } "


def test_values_come_back_in_another_process(data_world):
    lines = data_world.run(NEW + "print(c:insert('k', { a = 1, b = 'x' })) print(c:get('k').b, c:check('none'))")
    assert lines[0].startswith("true\t")
    assert lines[1] == "x\tnil"
    data_world.start()
    assert data_world.run(NEW + "print(c:check('k').a, c.current_size > 0)") == ["1\ttrue"]


def test_what_was_used_longest_ago_makes_room(data_world):
    lines = data_world.run(
        NEW + "for i = 1, 3 do c:insert('k' .. i, { ('x'):rep(1000) }) advance(1) end c:check('k1') advance(1) "
        "c:insert('k4', { ('x'):rep(1500) }) "
        "print(c:get('k1') ~= nil, c:get('k2') ~= nil, c:get('k3') ~= nil, c:get('k4') ~= nil)"
    )
    assert lines == ["true\tfalse\ttrue\ttrue"]


def test_too_big_to_keep(data_world):
    lines = data_world.run(
        NEW + "local ok, size = c:insert('k', { ('x'):rep(5000) }) print(ok, size > 5000, c:get('k'))"
    )
    assert lines == ["false\ttrue\tnil"]


def test_removing_and_clearing(data_world):
    lines = data_world.run(
        NEW + "c:insert('a', 1) c:insert('b', 2) c:remove('a') print(c:get('a'), c:get('b')) c:clear() "
        "print(c:get('b'), c.current_size)"
    )
    assert lines == ["nil\t2", "nil\t0"]

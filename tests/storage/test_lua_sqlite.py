"""KOReader's SQLite binding: what plugins do with it, and its pitfalls."""

from __future__ import annotations

import pytest
from lua_world import LuaWorld

SQ3 = 'local SQ3 = require("lua-ljsqlite3/init") local c = SQ3.open(":memory:") '


@pytest.fixture
def lua() -> LuaWorld:
    return LuaWorld()


def test_errors_name_the_code_and_carry_a_traceback(lua: LuaWorld) -> None:
    message = lua.error(SQ3 + 'c:exec("SELECT * FROM nowhere")')
    first, _, rest = message.partition("\n")
    assert "ljsqlite3[error] no such table: nowhere" in first
    assert first.split(": ljsqlite3")[0].rpartition(":")[2].isdigit()
    assert rest.startswith("stack traceback:")


def test_splitting_at_every_semicolon_breaks_literals(lua: LuaWorld) -> None:
    assert "unrecognized token" in lua.error(SQ3 + """c:exec("SELECT 'a;b'")""")
    assert "ljsqlite3[misuse] not an error" in lua.error(SQ3 + 'c:exec("SELECT 1; -- x")')
    assert lua.run(SQ3 + 'return c:exec("CREATE TABLE t(a); INSERT INTO t VALUES (1); SELECT a FROM t;")[1][1] == 1')


def test_rowexec_gives_values_and_cuts_after_holes(lua: LuaWorld) -> None:
    assert lua.run(SQ3 + "return select('#', c:rowexec(\"SELECT 5, NULL, 'z'\"))") == 1
    assert lua.run(SQ3 + "return c:rowexec(\"SELECT NULL, 'y', 'z'\")") == [None, "y", "z"]
    assert lua.run(SQ3 + 'return (c:rowexec("SELECT 1 WHERE 0"))') is None
    assert "multiple records returned, 1 expected" in lua.error(SQ3 + 'c:rowexec("SELECT 1 UNION SELECT 2")')


def test_bindkv_takes_known_names_and_ignores_others(lua: LuaWorld) -> None:
    text = """
        local s = c:prepare("SELECT :a, $b")
        s:bindkv({ a = "x", other = "y" })
        s:bindkv({ b = "z" }, "$")
        local row = s:step()
        return row[1], row[2]
    """
    assert lua.run(SQ3 + text) == ["x", "z"]


def test_resultset_can_be_cut_short_and_continues(lua: LuaWorld) -> None:
    text = """
        local s = c:prepare("SELECT value AS v FROM json_each('[1.5, 2.5, 3.5]')")
        local first, n = s:resultset("k", 2)
        local rest, m = s:resultset("i")
        return first.v[2], n, rest[1][1], m
    """
    assert lua.run(SQ3 + text) == [2.5, 2, 3.5, 1]


def test_blobs_go_in_and_out(lua: LuaWorld) -> None:
    text = """
        local ffi = require("ffi")
        local memory = ffi.C.malloc(3)
        ffi.copy(memory, "\\0\\255A", 3)
        c:exec("CREATE TABLE t(b)")
        c:prepare("INSERT INTO t VALUES (?)"):bind(SQ3.blob(memory, 3)):step()
        local s = c:prepare("SELECT typeof(b), b FROM t")
        local row = s:step()
        return row[1], ffi.string(row[2][1], row[2][2]) == "\\0\\255A"
    """
    assert lua.run(SQ3 + text) == ["blob", True]


def test_execsql_gives_strings(lua: LuaWorld) -> None:
    text = """
        local r = c:execsql("SELECT 1 AS a, 2.5 AS b, 'x' AS d")
        return r.a[1], r.b[1], r.d[1], table.concat(r[0], ",")
    """
    assert lua.run(SQ3 + text) == ["1", "2.5", "x", "a,b,d"]


def test_functions_in_lua_see_and_give_lua_values(lua: LuaWorld) -> None:
    text = """
        c:setscalar("kind", function(v) return type(v) end)
        c:setscalar("none", function() end)
        return (c:rowexec("SELECT kind(1)")), (c:rowexec("SELECT kind(1.5)")), (c:rowexec("SELECT kind(NULL)")),
            (c:rowexec("SELECT none() IS NULL")) == 1
    """
    assert lua.run(SQ3 + text) == ["cdata", "number", "nil", True]
    assert "my own words" in lua.error(
        SQ3 + 'c:setscalar("f", function() error("my own words") end) c:exec("SELECT f()")'
    )


def test_wrong_arguments_are_plain_lua_errors(lua: LuaWorld) -> None:
    assert "string expected, got nil" in lua.error(SQ3 + "c:exec(nil)")
    assert "string expected, got nil" in lua.error(SQ3 + "c:prepare()")
    assert "string expected, got nil" in lua.error('require("lua-ljsqlite3/init").open()')


def test_data_lies_on_the_devices_disk(lua: LuaWorld) -> None:
    lua.run("""
        local c = require("lua-ljsqlite3/init").open("settings-test.sqlite3")
        c:exec("CREATE TABLE t(a); INSERT INTO t VALUES ('kept')")
        c:close()
    """)
    path = lua.machine.profile.install_dir + "/settings-test.sqlite3"
    assert b"kept" in lua.disk.read_file(path)
    kinds = {event.kind for event in lua.machine.trace.of("disk.")}
    assert {"disk.create", "disk.write", "disk.fsync", "disk.remove"} <= kinds

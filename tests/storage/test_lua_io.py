"""Lua's io library on the emulated disk."""

from __future__ import annotations

import pytest
from lua_world import LuaWorld


@pytest.fixture
def lua() -> LuaWorld:
    return LuaWorld()


def test_files_are_userdata_with_stable_names(lua: LuaWorld) -> None:
    kind, name, closed = lua.run("""
        local f = io.open("/data/f", "w")
        local name = tostring(f)
        f:close()
        return type(f), name, tostring(f)
    """)
    assert kind == "userdata"
    assert name.startswith("file (0x")
    assert closed == "file (closed)"
    again = LuaWorld().run('local f = io.open("/data/f", "w") local name = tostring(f) f:close() return name')
    assert again == name


def test_failures_are_triples_with_the_path(lua: LuaWorld) -> None:
    assert lua.run('return io.open("/data/none")') == [None, "/data/none: No such file or directory", 2]
    assert lua.run('return io.open("/data/none", "zz")') == [None, "/data/none: Invalid argument", 22]
    assert lua.run('return io.open("/data"):read("*a")') == [None, "Is a directory", 21]
    lua.disk.add_file("/data/f", b"x")
    assert lua.run('return io.open("/data/f"):write("y")') == [None, "Bad file descriptor", 9]
    lua.disk.read_only = True
    assert lua.run('return io.open("/data/new", "w")') == [None, "/data/new: Read-only file system", 30]


def test_wrong_arguments_raise_as_luajit_words_them(lua: LuaWorld) -> None:
    lua.disk.add_file("/data/f", b"x")
    assert "bad argument #1 to 'open' (string expected, got nil)" in lua.error("io.open(nil)")
    assert "attempt to use a closed file" in lua.error('local f = io.open("/data/f") f:close() f:read()')
    assert "invalid format" in lua.error('io.open("/data/f"):read("*x")')
    assert "invalid option 'middle'" in lua.error('io.open("/data/f"):seek("middle")')
    assert "string expected, got table" in lua.error('io.open("/data/g", "w"):write({})')
    assert "No such file or directory" in lua.error('io.lines("/data/none")')
    assert "test.lua" in lua.error("io.open(nil)")


def test_lines_close_their_file_only_when_they_opened_it(lua: LuaWorld) -> None:
    lua.disk.add_file("/data/f", b"a\nb\n")
    assert (
        lua.run('local t = {} for l in io.lines("/data/f") do t[#t + 1] = l end return table.concat(t, ",")') == "a,b"
    )
    assert lua.machine.files is not None
    assert not lua.machine.files.handles
    result = lua.run("""
        local f = io.open("/data/f")
        local n = 0
        for _ in f:lines("L") do n = n + 1 end
        return n, io.type(f)
    """)
    assert result == [2, "file"]


def test_input_and_output_can_be_redirected(lua: LuaWorld) -> None:
    lua.run("""
        io.output("/data/out")
        io.write("one ", 2, "\\n")
        io.close()
        io.output(io.stdout)
        io.input("/data/out")
    """)
    assert lua.run('return io.read("*l")') == "one 2"
    assert lua.run("return io.type(io.stdout), io.type(io.stdin), io.type(7)") == ["file", "file", None]
    assert lua.run("io.input(io.stdin) return io.read()") is None


def test_standard_output_is_the_devices_log(lua: LuaWorld) -> None:
    lua.run('io.stdout:write("hello\\n") io.write("world\\n") io.stderr:write("oops\\n")')
    texts = [event.fields["text"] for event in lua.machine.trace.of("log")]
    assert texts == ["hello", "world", "oops"]


def test_temporary_files_have_no_name(lua: LuaWorld) -> None:
    value = lua.run('local f = io.tmpfile() f:write("abc") f:seek("set") return f:read("*a")')
    assert value == "abc"
    assert lua.disk.list("/tmp") == []


def test_os_execute_gives_the_raw_status(lua: LuaWorld) -> None:
    assert lua.run('return os.execute("no-such-program"), os.execute("exit 3"), os.execute()') == [127 << 8, 3 << 8, 1]


def test_os_moves_and_removes(lua: LuaWorld) -> None:
    lua.disk.add_file("/data/a", b"x")
    assert lua.run('return os.rename("/data/a", "/data/b")') is True
    assert lua.run('return os.rename("/data/a", "/data/b")') == [None, "/data/a: No such file or directory", 2]
    assert lua.run('return os.remove("/data/b")') is True
    assert lua.run('return os.remove("/data/b")') == [None, "/data/b: No such file or directory", 2]
    lua.disk.add_file("/data/d/inner", b"x")
    assert lua.run('return os.remove("/data/d")') == [None, "/data/d: Directory not empty", 39]


def test_os_time_reads_the_device_clock(lua: LuaWorld) -> None:
    assert lua.run("return os.time(), os.date('!%Y-%m-%d')") == [1772352000, "2026-03-01"]
    lua.machine.clock.set_wall(0)
    assert lua.run("return os.time(), os.date('!*t').year") == [0, 1970]
    assert "field 'day' missing in date table" in lua.error("os.time({ year = 2026 })")
    assert lua.run("return os.setlocale(), os.setlocale('de_DE'), os.getenv('NO_SUCH')") == ["C", None, None]


def test_temporary_names_follow_the_seed() -> None:
    names = [LuaWorld(seed).run("return os.tmpname()") for seed in (1, 1, 2)]
    assert names[0] == names[1] != names[2]

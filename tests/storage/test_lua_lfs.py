"""LuaFileSystem on the emulated disk."""

from __future__ import annotations

import pytest
from lua_world import LuaWorld

LFS = 'local lfs = require("libs/libkoreader-lfs") '


@pytest.fixture
def lua() -> LuaWorld:
    world = LuaWorld()
    world.disk.add_file("/data/f", b"12345")
    world.disk.symlink("f", "/data/link")
    return world


def test_attributes_of_files_directories_and_links(lua: LuaWorld) -> None:
    names = ("mode", "size", "permissions", "nlink", "modification", "ino", "blksize", "blocks", "uid")
    picked = ", ".join(f"a.{name}" for name in names)
    values = lua.run(LFS + f'local a = lfs.attributes("/data/f") return {picked}')
    assert values[:5] == ["file", 5, "rw-r--r--", 1, 1772352000]
    assert values[6:] == [4096, 1, 0]
    assert lua.run(LFS + 'return lfs.attributes("/data", "mode"), lfs.attributes("/data", "permissions")') == [
        "directory",
        "rwxr-xr-x",
    ]
    assert lua.run(LFS + 'return lfs.attributes("/data/link", "mode")') == "file"
    assert lua.run(
        LFS + 'return lfs.symlinkattributes("/data/link", "mode"), lfs.symlinkattributes("/data/link").target'
    ) == ["link", "f"]


def test_attribute_failures(lua: LuaWorld) -> None:
    assert lua.run(LFS + 'return lfs.attributes("/none", "mode")') == [
        None,
        "cannot obtain information from file '/none': No such file or directory",
        2,
    ]
    assert "invalid attribute name 'colour'" in lua.error(LFS + 'lfs.attributes("/data/f", "colour")')
    assert "string expected, got nil" in lua.error(LFS + "lfs.attributes(nil)")


def test_dir_gives_dots_and_sorted_names(lua: LuaWorld) -> None:
    walk = 'local t = {} for name in lfs.dir("/data") do t[#t + 1] = name end return table.concat(t, " ")'
    assert lua.run(LFS + walk) == ". .. f link"
    stepped = """
        local iterate, object = lfs.dir("/data")
        local first = object:next()
        object:close()
        return first, pcall(iterate, object)
    """
    assert lua.run(LFS + stepped)[:2] == [".", False]
    assert "cannot open /none: No such file or directory" in lua.error(LFS + 'for _ in lfs.dir("/none") do end')


def test_removing_during_a_walk_does_not_disturb_it(lua: LuaWorld) -> None:
    text = """
        local n = 0
        for name in lfs.dir("/data") do
            if name ~= "." and name ~= ".." then os.remove("/data/" .. name) n = n + 1 end
        end
        return n
    """
    assert lua.run(LFS + text) == 2
    assert lua.disk.list("/data") == []


def test_touch_chdir_and_links(lua: LuaWorld) -> None:
    assert lua.run(LFS + 'return lfs.touch("/data/f", 5000.7, 6000.9), lfs.attributes("/data/f", "modification")') == [
        True,
        6000,
    ]
    lua.run(LFS + 'lfs.touch("/data/f")')
    assert lua.run(LFS + 'return lfs.attributes("/data/f", "access")') == 1772352000
    assert lua.run(LFS + 'return lfs.chdir("/data"), lfs.currentdir(), lfs.attributes("f", "size")') == [
        True,
        "/data",
        5,
    ]
    assert lua.run(LFS + 'return lfs.chdir("/none")')[0] is None
    assert lua.run(LFS + 'lfs.link("/data/f", "/data/hard") return lfs.attributes("/data/hard", "nlink")') == 2
    assert (
        lua.run(LFS + 'lfs.link("f", "/data/soft", true) return lfs.symlinkattributes("/data/soft", "mode")') == "link"
    )


def test_a_directory_lock_holds_until_it_is_freed(lua: LuaWorld) -> None:
    text = """
        local lock = lfs.lock_dir("/data")
        local second, message = lfs.lock_dir("/data")
        lock:free()
        local third = lfs.lock_dir("/data")
        return second, message, type(third)
    """
    assert lua.run(LFS + text) == [None, "File exists", "table"]

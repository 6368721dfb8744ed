"""A module of KOReader that is not emulated says so; a name that KOReader has not got keeps LuaJIT's message."""

from __future__ import annotations

from fake_koreader.luafiles import _known_modules
from fake_koreader.machine import LUA

REQUIRE = 'print(select(2, pcall(require, "{}")))'


def test_a_known_module_is_refused_with_the_plugins_line(world):
    lines = world.run("\n" + REQUIRE.format("ui/viewhtml"), "@plugins/mine.koplugin/main.lua")
    assert lines == ["not emulated: ui/viewhtml, called from plugins/mine.koplugin/main.lua:2"]


def test_an_unknown_module_is_not_found(world):
    assert world.run(REQUIRE.format("ui/nothing_of_the_kind"))[0] == "module 'ui/nothing_of_the_kind' not found:"


def test_what_older_versions_had_is_not_found(world):
    assert world.run(REQUIRE.format("apps/cloudstorage/syncservice"))[0].endswith("not found:")


def test_a_plugins_own_file_of_that_name_wins(world):
    folder = f"{world.machine.profile.install_dir}/ui"
    world.machine.disk.makedirs(folder)
    world.machine.disk.add_file(f"{folder}/viewhtml.lua", b"return 'mine'")
    assert world.run(REQUIRE.format("ui/viewhtml")) == ["mine"]


def test_package_loaded_and_preload_win(world):
    assert world.run('package.loaded["ui/viewhtml"] = "put" print(require("ui/viewhtml"))') == ["put"]
    assert world.run(
        'package.preload["ui/wikipedia"] = function() return "made" end print(require("ui/wikipedia"))'
    ) == ["made"]


def test_every_module_of_the_frontend_floor_that_plugins_see_is_known_or_ours():
    # A missing line would only show once the file goes away.
    for name in ("ui/uimanager", "ui/widget/menu", "util", "docsettings", "ui/trapper"):
        assert name.encode() in _known_modules()
        assert (LUA / "frontend" / f"{name}.lua").is_file()


def test_the_list_is_sorted_and_without_doubles():
    lines = (LUA / "known_modules.txt").read_text(encoding="utf-8").splitlines()
    names = [line for line in lines if not line.startswith("#")]
    assert names == sorted(set(names))

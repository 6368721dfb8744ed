"""Specs written for KOReader's own tree: `commonrequire`, theirs or ours, and what stands on it."""

from __future__ import annotations

import pytest
from spec_project import Run, all_passed, only

NAME = "spec/unit/a_spec.lua"
PLUGIN = "return require('ui/widget/container/widgetcontainer'):extend{ name = 'mine', loaded_for_real = true }"
FILES = {"plugins/mine.koplugin/main.lua": PLUGIN, "plugins/other.koplugin/main.lua": "_G.other_was_loaded = true"}


def it(body: str) -> str:
    head = "describe('x', function()\nsetup(function() require('commonrequire') end)\nit('works', function()\n"
    return f"{head}{body}\nend)\nend)"


@pytest.mark.parametrize(
    "body",
    [
        "assert.is_table(G_reader_settings) assert.is_table(G_defaults)",
        "assert.is_true(require('ffi/framebuffer').dummy and require('device').input.dummy)",
        "assert.is_nil(G_reader_settings:readSetting('last_file')) G_reader_settings:flush()",
        "package.loaded['m'] = 1 assert.is_true(package.unload('m')) assert.is_nil(package.loaded['m'])",
        "assert.is_false(package.unload(7)) assert.is_false(package.replace(7, 1)) assert.is_false(package.reload(7))",
        "assert.is_true(package.replace('m', { 5 })) assert.are.same({ 5 }, require('m'))",
        "local a = require('util') assert.is_not.equal(a, package.reload('util'))",
        "require('util') assert.is_true(package.unloadAll() > 10) assert.is_nil(package.loaded['util'])",
        "package.unloadAll() assert.is_table(require('ui/uimanager')) assert.is_table(require('device').screen)",
        "package.unloadAll() assert.is_not_nil(package.loaded['commonrequire'])",
        "require('setupkoenv') assert.is_table(require('document/canvascontext'))",
        "assert.has_error(function() load_plugin('absent') end)",
    ],
)
def test_the_helper_of_ours(run: Run, body: str) -> None:
    result = only(run(it(body)))
    assert [failure.message for failure in result.failures] == []
    assert result.profile == "kobo-clara"


def test_plugins_by_name(run: Run) -> None:
    body = """
    disable_plugins()
    load_plugin("mine.koplugin")
    local loaded = require("pluginloader"):loadPlugins()
    assert.are.equal(1, #loaded)
    assert.is_true(loaded[1].loaded_for_real)
    assert.are.equal("mine", loaded[1].name)
    assert.is_nil(rawget(_G, "other_was_loaded"))
    """
    assert [failure.message for failure in only(run(it(body), FILES)).failures] == []


def test_scheduled_tasks_are_brought_forward(run: Run) -> None:
    body = """
    local UIManager, ran = require("ui/uimanager"), false
    UIManager:show(require("ui/widget/infomessage"):new{ text = "x" })
    UIManager:scheduleIn(600, function() ran = true end)
    fastforward_ui_events()
    assert.is_true(ran)
    """
    result = only(run(it(body)))
    assert [failure.message for failure in result.failures] == []
    assert result.virtual_seconds < 1


def test_pictures_of_the_screen(run: Run) -> None:
    body = """
    screenshot(require("device").screen, "here.png")
    local file = io.open(require("datastorage"):getDataDir() .. "/screenshots/here.png", "rb")
    assert.are.equal("\\137PNG", file:read(4))
    """
    assert [failure.message for failure in only(run(it(body))).failures] == []


def test_a_mocked_time(run: Run) -> None:
    body = """
    require("device").input.waitEvent = function() end
    local time = require("ui/time")
    local now, ran = time.now(), 0
    for _, name in ipairs{ "now", "monotonic", "realtime", "boottime" } do time[name] = function() return now end end
    local UIManager = require("ui/uimanager")
    UIManager._run_forever = true
    UIManager:scheduleIn(10, function() ran = ran + 1 end)
    now = now + time.s(9) UIManager:handleInput()
    assert.are.equal(0, ran)
    now = now + time.s(2) UIManager:handleInput()
    assert.are.equal(1, ran)
    """
    assert [failure.message for failure in only(run(it(body))).failures] == []


THEIRS = {
    "spec/unit/commonrequire.lua": "_G.theirs = true\npackage.path = '?.lua;' .. package.path",
    "spec/unit/helper_of_theirs.lua": "return 'helped'",
    "test/book.txt": "a book",
    "frontend/luasettings.lua": "error('the tree must not hide the runtime')",
}


def test_the_helper_of_theirs_comes_first(run: Run) -> None:
    body = """
    assert.is_true(theirs)
    assert.are.equal("helped", require("helper_of_theirs"))
    assert.are.equal("a book", io.open("spec/front/unit/data/book.txt"):read("*a"))
    assert.is_table(require("luasettings"))
    assert.is_true(require("device"):isEmulator())
    """
    result = only(run(it(body), THEIRS, name=NAME))
    assert [failure.message for failure in result.failures] == []
    assert result.profile == "emulator"
    assert result.where == "spec/unit/a_spec.lua:3"


def test_errors_in_their_helper_name_their_file(run: Run) -> None:
    files = {"spec/unit/commonrequire.lua": "\nerror('unwell')"}
    result = next(result for result in run(it(""), files, name=NAME).results if result.outcome == "error")
    assert result.failures[0].where == "spec/unit/commonrequire.lua:2"


def test_windows_of_the_whole_application(run: Run) -> None:
    text = """
    describe("file manager", function()
        setup(function() require("commonrequire") disable_plugins() end)
        for _, name in ipairs{ "first", "second" } do
            it("opens a " .. name .. " time", function()
                local UIManager = require("ui/uimanager")
                local files = require("apps/filemanager/filemanager"):new{
                    dimen = require("device").screen:getSize(), root_path = ".",
                }
                UIManager:show(files)
                fastforward_ui_events()
                files:onClose()
                UIManager:quit()
                UIManager._exit_code = nil
            end)
        end
    end)
    """
    assert all_passed(run(text)) == 2


def test_plugins_that_come_with_koreader_are_installed(run: Run) -> None:
    body = "disable_plugins()\nload_plugin('statistics.koplugin')\n"
    body += "assert.are.equal(1, #require('pluginloader'):loadPlugins())"
    assert [failure.message for failure in only(run(it(body))).failures] == []


def test_a_project_brings_its_own_version_of_one(run: Run) -> None:
    files = {"plugins/statistics.koplugin/main.lua": "return { version_of_the_project = true }"}
    body = "assert.is_true(dofile('plugins/statistics.koplugin/main.lua').version_of_the_project)"
    assert [failure.message for failure in only(run(it(body), files)).failures] == []

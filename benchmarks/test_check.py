"""`koharness check` on a plugin of 5,000 lines: both days, the menus looked at, under 3 s on one core.

The floor is the same check of a plugin that does nothing: what the days themselves cost.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.conftest import Comparison, median_seconds
from harness.check.checking import CheckOptions, check_plugin

LINES = 5_000
TARGET = "under 3 s"

_HEAD = """local InfoMessage = require("ui/widget/infomessage")
local LuaSettings = require("luasettings")
local DataStorage = require("datastorage")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local Long = WidgetContainer:extend{ name = "long" }
function Long:init()
    self.settings = LuaSettings:open(DataStorage:getSettingsDir() .. "/long.lua")
    self.pages = {}
    self.ui.menu:registerToMainMenu(self)
end
function Long:onPageUpdate(page) self.pages[#self.pages + 1] = page end
function Long:onFlushSettings() self.settings:saveSetting("pages", self.pages):flush() end
"""
_METHOD = """
function Long:method_{n}(first, second)
    local sum = 0
    for i = 1, #self.pages do
        local page = self.pages[i]
        if page % {n} == 0 then
            sum = sum + page * (first or 1)
        elseif second then
            sum = sum - second
        end
    end
    self.settings:saveSetting("sum_{n}", sum)
    return sum
end
"""
_ENTRY = """
        {{
            text_func = function() return "Entry {n}: " .. self:method_{n}() end,
            checked_func = function() return self.settings:isTrue("on_{n}") end,
            callback = function() UIManager:show(InfoMessage:new{{ text = "{n}" }}) end,
        }},"""


def _long_plugin(folder: Path) -> Path:
    plugin = folder / "long.koplugin"
    plugin.mkdir()
    entries = "".join(_ENTRY.format(n=n) for n in range(1, 61))
    menu = '\nfunction Long:addToMainMenu(menu_items)\n    menu_items.long = { text = "Long", sorting_hint = "tools",'
    menu += f" sub_item_table = {{{entries}\n    }} }}\nend\n"
    source = _HEAD + menu
    number = 0
    while source.count("\n") < LINES:
        number += 1
        source += _METHOD.format(n=number)
    (plugin / "main.lua").write_text(source + "return Long\n", encoding="utf-8")
    return plugin


def _nothing(folder: Path) -> Path:
    plugin = folder / "nothing.koplugin"
    plugin.mkdir()
    (plugin / "main.lua").write_text(
        'return require("ui/widget/container/widgetcontainer"):extend{ name = "nothing" }\n', encoding="utf-8"
    )
    return plugin


def test_a_plugin_of_five_thousand_lines(tmp_path: Path, comparison: Comparison) -> None:
    plugin, nothing = _long_plugin(tmp_path), _nothing(tmp_path)

    def check(path: Path) -> None:
        result = check_plugin(path, "kobo-clara", CheckOptions())
        assert result.outcome == "passed", result

    ours = median_seconds(lambda: check(plugin), rounds=3)
    comparison.add("check, 5,000 lines, one profile", ours, median_seconds(lambda: check(nothing), rounds=3), TARGET)

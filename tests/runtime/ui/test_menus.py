"""Menu orders, and the menu in which actions are chosen."""

from __future__ import annotations

import pytest

HINTS = ["tools", "more_tools", "setting", "search", "main", "device", "network", "screen"]
HINTS += ["navigation", "document", "help"]


@pytest.mark.parametrize("kind", ["reader", "filemanager"])
@pytest.mark.parametrize("hint", HINTS)
def test_every_documented_hint_has_a_menu(world, kind: str, hint: str) -> None:
    source = f"""
    local order = require("ui/elements/{kind}_menu_order")
    local items = {{ ["KOMenu:menu_buttons"] = {{}}, mine = {{ text = "Mine", sorting_hint = "{hint}" }} }}
    for id in pairs(order) do items[id] = items[id] or {{ text = id }} end
    local menu = require("ui/menusorter"):sort(items, order)
    local target = require("ui/menusorter"):findById(menu, "{hint}")
    local list = target.sub_item_table or target
    print(list[#list].text)
    """
    assert world.run(source) == "Mine"


@pytest.mark.parametrize("kind", ["reader", "filemanager"])
def test_no_entry_is_listed_twice(world, kind: str) -> None:
    source = f"""
    local seen = {{}}
    for menu, ids in pairs(require("ui/elements/{kind}_menu_order")) do
        for _, id in ipairs(ids) do
            if id:sub(1, 1) ~= "-" then
                if seen[id] then print(id, seen[id], menu) end
                seen[id] = menu
            end
        end
    end
    """
    assert world.run(source) == ""


@pytest.mark.parametrize(("touch", "tabs"), [("true", "search main"), ("false", "search plus_menu main")])
def test_the_plus_menu_is_for_devices_without_touch(world, touch: str, tabs: str) -> None:
    source = f"""
    require("device").isTouchDevice = function() return {touch} end
    print(table.concat(require("ui/elements/filemanager_menu_order")["KOMenu:menu_buttons"], " "))
    """
    assert world.run(source).endswith(tabs)


def test_insert_menu_reserves_a_place_in_both(world) -> None:
    source = """
    require("ui/plugin/insert_menu").add("mine")
    for _, kind in ipairs{ "reader", "filemanager" } do
        local list = require("ui/elements/" .. kind .. "_menu_order").more_tools
        print(list[#list])
    end
    """
    assert world.run(source) == "mine\nmine"


def test_a_quick_menu_does_one_of_the_actions(world) -> None:
    source = """
    local Dispatcher, UIManager = require("dispatcher"), require("ui/uimanager")
    local log = {}
    UIManager:show(require("ui/widget/container/widgetcontainer"):new{
        onEv = function(_, a) log[#log + 1] = a return true end })
    for _, n in ipairs{ "first", "second" } do
        Dispatcher:registerAction(n, { category = "none", event = "Ev", arg = n, title = n:upper(), general = true })
    end
    Dispatcher:execute{ first = true, second = true,
        settings = { order = { "second", "first" }, show_as_quickmenu = true, name = "Quick" } }
    local menu = UIManager:getTopmostVisibleWidget()
    print(#log, menu.name, menu.title, menu.buttons[1][1].text, menu.buttons[2][1].text)
    menu.buttons[2][1].callback()
    print(table.concat(log, " "), UIManager:isWidgetShown(menu))
    """
    assert world.run(source) == "0\tQuickMenu\tQuick\tSECOND\tFIRST\nfirst\tfalse"


def test_several_actions_are_one_batch(world) -> None:
    source = """
    local Dispatcher, UIManager = require("dispatcher"), require("ui/uimanager")
    local log = {}
    local function note(word) return function() log[#log + 1] = word .. tostring(UIManager:isInSilentMode()) end end
    UIManager:show(require("ui/widget/container/widgetcontainer"):new{
        onEv = note("ev "), onBatchedUpdate = note("begin "), onBatchedUpdateDone = note("end ") })
    for _, n in ipairs{ "a", "b" } do Dispatcher:registerAction(n, { category = "none", event = "Ev", title = n }) end
    Dispatcher:execute{ a = true, b = true } print(table.concat(log, ", ")) log = {}
    Dispatcher:execute{ a = true, b = true, settings = { execute_one_by_one = true } } print(table.concat(log, ", "))
    """
    assert world.run(source) == "begin false, ev true, ev true, end false\nev false, ev false"

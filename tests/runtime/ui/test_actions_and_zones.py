"""What the plugins for gestures, profiles and shortcuts ask of actions, menus, the history and touch zones."""

from __future__ import annotations


def test_a_zone_that_is_always_active_hears_while_touch_input_is_ignored(world) -> None:
    source = """
        local InputContainer, Geom = require("ui/widget/container/inputcontainer"), require("ui/geometry")
        local box = InputContainer:new{ dimen = Geom:new{ x = 0, y = 0, w = 100, h = 100 } }
        local all = { ratio_x = 0, ratio_y = 0, ratio_w = 1, ratio_h = 1 }
        box:registerTouchZones{
            { id = "on", ges = "tap", screen_zone = all, handler = function() print("on") return true end },
            { id = "off", ges = "hold", screen_zone = all, handler = function() print("off") return true end },
        }
        InputContainer:setIgnoreTouchInput(true)
        local tap = { ges = "tap", pos = Geom:new{ x = 5, y = 5, w = 0, h = 0 } }
        local hold = { ges = "hold", pos = tap.pos }
        print(box:onGesture(tap))
        InputContainer.isGestureAlwaysActive = function(_, id) return id == "on" end
        print(box:onGesture(tap), box:onGesture(hold))
        InputContainer.isGestureAlwaysActive = InputContainer._isGestureAlwaysActive
        InputContainer:setIgnoreTouchInput(false)
        print(box:onGesture(hold))
    """
    assert world.run(source).splitlines() == ["true", "on", "true\ttrue", "off", "true"]


def test_removing_actions_asks_only_when_there_are_some(world) -> None:
    source = """
        local Dispatcher, UIManager = require("dispatcher"), require("ui/uimanager")
        local shown
        UIManager.show = function(_, window) shown = window end
        local gone = function() print("gone") end
        Dispatcher.removeActions(nil, gone)
        Dispatcher.removeActions({}, gone)
        Dispatcher.removeActions({ history = true }, gone)
        print(shown.ok_text)
        shown.ok_callback()
    """
    assert world.run(source).splitlines() == ["gone", "gone", "Remove", "gone"]


def test_an_options_value_has_an_argument(world) -> None:
    source = """
        local Dispatcher = require("dispatcher")
        Dispatcher:registerAction("turn", {
            category = "configurable", args = { "off", "on" }, configurable = { name = "turn", values = { 0, 1 } },
        })
        print(Dispatcher:getArgFromValue("turn", 1), Dispatcher:getArgFromValue("turn", 7))
        print(Dispatcher:getArgFromValue("nobody", 3))
        local list
        for i = 1, 60 do
            local name, value = debug.getupvalue(Dispatcher.registerAction, i)
            if name == "settingsList" then list = value end
        end
        print(list.turn.args[2], list.history.event)
        Dispatcher:removeAction("turn")
        print(list.turn)
    """
    assert world.run(source).splitlines() == ["on\t7", "3", "on\tShowHist", "nil"]


def test_tabs_become_items(world) -> None:
    source = """
        local items = require("ui/widget/menu").itemTableFromTouchMenu{
            exit = { icon = "x", callback = function() return "bye" end },
            navi = { icon = "y", { text = "one" } },
        }
        table.sort(items, function(a, b) return a.text < b.text end)
        print(#items, items[1].text, items[1].callback(), items[1].sub_item_table)
        print(items[2].text, items[2].callback, items[2].sub_item_table[1].text)
    """
    assert world.run(source).splitlines() == ["2\texit\tbye\tnil", "navi\tnil\tone"]


def test_the_newest_book_of_a_folder(world) -> None:
    source = """
        local lfs, history = require("libs/libkoreader-lfs"), require("readhistory")
        local folder = require("ffi/util").realpath(data_dir) .. "/books"
        lfs.mkdir(folder) lfs.mkdir(folder .. "/sub")
        for i, name in ipairs{ "/a.txt", "/sub/b.txt" } do
            io.open(folder .. name, "w"):close()
            history:addItem(folder .. name, 1000 + i)
        end
        print((history:getFileByDirectory(folder):gsub("^.*/books", "")))
        print((history:getFileByDirectory(folder, true):gsub("^.*/books", "")))
        print((history:getFileByDirectory("/nowhere", true)))
    """
    assert world.run(source).splitlines() == ["/a.txt", "/sub/b.txt", "nil"]


def test_a_buttons_keys_do_what_taps_and_holds_do(world) -> None:
    source = """
        local Button = require("ui/widget/button")
        local log = {}
        local button = Button:new{
            text = "T", key_bindings = "LPgFwd", hold_key_bindings = { "Shift", "LPgFwd" },
            callback = function() log[#log + 1] = "tap" end, hold_callback = function() log[#log + 1] = "hold" end,
        }
        print(button.key_events.Shortcut[1][1], table.concat(button.key_events.HoldShortcut[1], "+"))
        button:onShortcut() button:onHoldShortcut()
        button:disable()
        print(table.concat(log, " "), button:onShortcut(), button:onHoldShortcut())
        print(Button:new{ text = "T", key_bindings = 7 }.key_events.Shortcut)
    """
    assert world.run(source).splitlines() == ["LPgFwd\tShift+LPgFwd", "tap hold\tfalse\tfalse", "nil"]

"""Quirks 12 to 16 of koreader-ui.md §11: what dialogs call when, toasts, and the main menu."""

from __future__ import annotations

import pytest

DIALOGS = """
local function show(class, fields)
    local window = require("ui/widget/" .. class):new(fields)
    UIManager:show(window)
    return window
end
called = {}
local function note(word)
    return function() called[#called + 1] = word .. (UIManager:isWidgetShown(shown) and "+" or "-") end
end
"""


def called(quirky) -> str:
    return str(quirky.lua("local text = table.concat(called, ' ') called = {} return text"))


def test_12_a_tap_beside_a_multi_confirm_box_calls_nothing(quirky):
    quirky.device.boot()
    quirky.lua(
        DIALOGS
        + """shown = show("multiconfirmbox", { text = "?", choice1_callback = note("one"),
        choice2_callback = note("two"), cancel_callback = note("cancel") })"""
    )
    quirky.device.tap_outside()
    assert called(quirky) == ""
    assert quirky.lua("return UIManager:isWidgetShown(shown)") is False


def test_12_a_tap_beside_a_confirm_box_cancels(quirky):
    quirky.device.boot()
    quirky.lua(DIALOGS + 'shown = show("confirmbox", { text = "?", cancel_callback = note("cancel") })')
    quirky.device.tap_outside()
    assert called(quirky).startswith("cancel")
    assert quirky.lua("return UIManager:isWidgetShown(shown)") is False


def test_12_a_confirm_box_is_still_there_in_its_callbacks(quirky):
    quirky.device.boot()
    quirky.lua(DIALOGS + 'shown = show("confirmbox", { text = "?", ok_callback = note("ok") })')
    quirky.device.tap("OK")
    assert called(quirky) == "ok+"
    quirky.lua(DIALOGS + 'shown = show("confirmbox", { text = "?", cancel_callback = note("cancel") })')
    quirky.device.tap("Cancel")
    assert called(quirky) == "cancel+"


@pytest.mark.parametrize(
    ("fields", "close"),
    [
        ("", "UIManager:close(shown)"),
        ("timeout = 1,", None),
        ("", "tap"),
    ],
)
def test_12_a_message_calls_back_on_every_close_but_once(quirky, fields, close):
    quirky.device.boot()
    quirky.lua(DIALOGS + f'shown = show("infomessage", {{ text = "x", {fields} dismiss_callback = note("gone") }})')
    if close == "tap":
        quirky.device.tap_outside()
    elif close:
        quirky.lua(close)
    else:
        quirky.device.advance(2)
    assert called(quirky) == "gone+"
    quirky.lua("UIManager:close(shown)")
    assert called(quirky) == ""


def test_13_a_notification_without_a_source_is_not_seen(quirky):
    quirky.device.boot()
    notify = "return require('ui/widget/notification'):notify('x'{})"
    assert quirky.lua(notify.format("")) is False
    assert quirky.lua(notify.format(", require('ui/widget/notification').SOURCE_OTHER")) is False
    assert quirky.lua(notify.format(", require('ui/widget/notification').SOURCE_DISPATCHER")) is True
    assert quirky.lua(notify.format(", require('ui/widget/notification').SOURCE_ALWAYS_SHOW")) is True


def test_14_a_toast_lies_below_a_modal_window_and_consumes_nothing(quirky):
    quirky.device.boot()
    order = quirky.lua(
        """
        local W = require("ui/widget/container/widgetcontainer")
        order = {}
        local function window(name, fields)
            fields.name = name
            fields.onTold = function() order[#order + 1] = name return true end
            UIManager:show(W:new(fields))
        end
        window("modal", { modal = true })
        window("below", { toast = true })
        local stack = {}
        for _i, entry in ipairs(UIManager._window_stack) do stack[#stack + 1] = entry.widget.name or "other" end
        return table.concat(stack, " ")
        """
    )
    assert order.endswith("below modal")
    quirky.lua("for i = #UIManager._window_stack, 2, -1 do UIManager:close(UIManager._window_stack[i].widget) end")
    assert (
        quirky.lua(
            """
            local W = require("ui/widget/container/widgetcontainer")
            local heard = {}
            local function window(name, toast)
                UIManager:show(W:new{ toast = toast, onTold = function() heard[#heard + 1] = name return true end })
            end
            window("window")
            window("toast", true)
            UIManager:sendEvent(require("ui/event"):new("Told"))
            return table.concat(heard, " ")
            """
        )
        == "toast window"
    )


MENU_PLUGIN = """
local P = require("ui/widget/container/widgetcontainer"):extend{ name = "entries" }
function P:init() self.ui.menu:registerToMainMenu(self) end
function P:addToMainMenu(items) %s end
return P
"""


def with_menu(quirky, items: str) -> None:
    quirky.plugin("entries", main=MENU_PLUGIN % items)
    quirky.device.boot()


def test_15_a_hint_to_no_menu_keeps_the_menu_from_opening(quirky):
    with_menu(quirky, 'items.mine = { text = "Mine", sorting_hint = "nowhere_at_all" }')
    assert quirky.lua("return (pcall(ui.menu.onShowMenu, ui.menu))") is False


def test_15_without_a_hint_it_is_new_in_the_first_tab(quirky):
    with_menu(quirky, 'items.mine = { text = "Mine" }')
    quirky.lua("ui.menu:onShowMenu()")
    assert (
        quirky.lua(
            """
            local first = ui.menu.tab_item_table[1]
            return first[#first].text
            """
        )
        == "NEW: Mine"
    )


def test_15_an_id_of_the_order_goes_there_whatever_its_hint_says(quirky):
    with_menu(quirky, 'items.read_timer = { text = "My timer", sorting_hint = "search" }')
    quirky.lua("ui.menu:onShowMenu()")
    assert (
        quirky.lua(
            """
            for _i, tab in ipairs(ui.menu.tab_item_table) do
                for _j, item in ipairs(tab) do
                    if item.text == "My timer" then return tab.id end
                end
            end
            """
        )
        == "tools"
    )


ITEMS = """
items.plain = { text = "Plain", sorting_hint = "tools", callback = function(menu) given = menu end }
items.checked = { text = "Checked", sorting_hint = "tools", checked_func = function() return on end,
    callback = function() on = not on end }
items.off = { text = "Off", sorting_hint = "tools", enabled_func = function() return false end,
    callback = function() wrong = true end }
items.unsure = { text = "Unsure", sorting_hint = "tools", enabled_func = function() return nil end,
    callback = function() right = true end }
"""

CHOOSE = """
ui.menu:onShowMenu()
menu = ui.menu.menu_container[1]
for _i, tab in ipairs(ui.menu.tab_item_table) do
    for _j, item in ipairs(tab) do
        if item.text == "%s" then
            menu:onMenuSelect(item)
            return UIManager:isWidgetShown(ui.menu.menu_container)
        end
    end
end
"""


def test_16_callbacks_get_the_menu_and_close_it_unless_they_check_something(quirky):
    with_menu(quirky, ITEMS)
    assert not quirky.lua(CHOOSE % "Plain")
    assert quirky.lua("return given == menu and type(given.updateItems)") == "function"
    assert quirky.lua(CHOOSE % "Checked") is True
    assert quirky.lua("return on") is True


def test_16_only_false_disables(quirky):
    with_menu(quirky, ITEMS)
    quirky.device.menu(["Tools"])
    quirky.lua("wrong, right = nil, nil")
    labels = [text for window in quirky.device.screen() for text in window.texts]
    assert any(text.startswith("Off") and "[disabled]" in text for text in labels)
    assert any(text.startswith("Unsure") and "[disabled]" not in text for text in labels)
    quirky.device.tap("Unsure")
    assert quirky.lua("return right") is True

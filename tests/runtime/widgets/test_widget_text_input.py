"""Text fields, their dialogs, and the on-screen keyboard."""

from __future__ import annotations

import pytest

from fake_koreader.process import LuaFailure

KEYS = """
local function key(d, label)
    local keyboard = d._input_widget.keyboard
    local area, x, y = keyboard.dimen
    for row = 0, 3 do for column = 0, 99 do
        local pos = { x = area.x + (column + 0.5) / 100 * area.w, y = area.y + (row + 0.5) / 4 * area.h }
        if keyboard:_keyAt(pos) == label then x, y = pos.x, pos.y end
    end end
    local Event, Geom = require("ui/event"), require("ui/geometry")
    UIManager:sendEvent(Event:new("Gesture", { ges = "tap", pos = Geom:new{ x = x, y = y, w = 0, h = 0 }, time = 0 }))
end
"""


def test_the_keys_of_the_keyboard_write_into_the_field(stage) -> None:
    printed = stage.run(
        KEYS
        + """
    local d = show(W("inputdialog"):new{ title = "K", buttons = {} })
    d:onShowKeyboard()
    for _, k in ipairs{ "shift", "H", "i", "space", "sym", "4", "2", "back" } do key(d, k) end
    print(d:getInputText(), d:isKeyboardVisible(), #UIManager._window_stack)
    """
    )
    assert printed == ["Hi 4\ttrue\t2"]


def test_a_swipe_over_the_keyboard_does_not_reach_the_dialog(stage) -> None:
    printed = stage.run("""
    local d = show(W("inputdialog"):new{ title = "K", buttons = {} })
    d.onGesture = function() print("reached") end
    d:onShowKeyboard()
    swipe("north", 100, Screen:getHeight() - 10)
    print("swallowed")
    swipe("north", 100, 5)
    """)
    assert printed == ["swallowed", "reached"]


def test_a_physical_keyboard_holds_the_first_one_back(stage) -> None:
    printed = stage.run("""
    require("device").hasKeyboard = function() return true end
    local d = show(W("inputdialog"):new{ title = "K", buttons = {} })
    d:onShowKeyboard() print(d:isKeyboardVisible())
    d:onShowKeyboard() print(d:isKeyboardVisible())
    """)
    assert printed == ["false", "true"]


@pytest.mark.parametrize("make", ["input = 5", 'input = "5"'])
def test_a_number_needs_the_input_type(stage, make: str) -> None:
    source = f'W("inputdialog"):new{{ title = "N", {make}, buttons = {{}} }}'
    if make == "input = 5":
        with pytest.raises(LuaFailure):
            stage.run(source)
    else:
        assert stage.run(source) == []


def test_the_cursor_goes_up_and_down_by_lines(stage) -> None:
    printed = stage.run("""
    local d = W("inputdialog"):new{ title = "L", input = "abc\\nde\\nfghi", allow_newline = true, buttons = {} }
    local i = d._input_widget
    i:upLine() print(i.charpos, i:getLineNum())
    i:upLine() print(i.charpos)
    i:upLine() print(i.charpos)
    i:downLine() i:downLine() print(i.charpos, i:getLineNum())
    i:goToStartOfLine() i:addChars(">") i:goToEndOfLine() i:addChars("<")
    i:delToStartOfLine()
    print((i:getText():gsub("\\n", "/")))
    """)
    assert printed == ["7\t2", "3", "3", "10\t3", "abc/de/"]


def test_a_tap_into_another_field_moves_focus_and_keyboard(stage) -> None:
    printed = stage.run("""
    local d = show(W("multiinputdialog"):new{ title = "F", fields = { { text = "a" }, { text = "b" } },
        buttons = {} })
    d:onShowKeyboard()
    inspect.repaint()
    local second = d.input_fields[2]
    second:onTapTextBox()
    type_text("!")
    print(line(d:getFields()), d:isKeyboardVisible(), #UIManager._window_stack)
    d:reinit()
    print(line(d:getFields()), d.focused_field_idx)
    """)
    assert printed == ["a | b!\ttrue\t2", "a | b!\t2"]


def test_reset_is_offered_with_a_reset_callback_and_only_after_a_change(stage) -> None:
    printed = stage.run("""
    local d = show(W("inputdialog"):new{ title = "R", input = "now",
        buttons = { { { text = "Mine", callback = function() print("mine") end } } },
        save_callback = function() return true, "Kept" end,
        reset_callback = function(text) print("was", text) return "original" end })
    d:onShowKeyboard()
    print(line())
    type_text("!")
    tap("Reset")
    print(line(), d:isTextEdited())
    advance(3)
    type_text("?")
    tap("Save")
    print(line(screen()))
    """)
    assert printed == [
        "R | input: now | Mine | Reset [disabled] | Save [disabled] | Close",
        "was\tnow!",
        "R | input: original | Mine | Reset [disabled] | Save [disabled] | Close\tfalse",
        "<inputdialog> | R | input: orig?inal | Mine | Reset [disabled] | Save [disabled] | Close | "
        "<notification> | Kept",
    ]


def test_a_failed_save_may_keep_silent(stage) -> None:
    printed = stage.run("""
    local d = show(W("inputdialog"):new{ title = "S", input = "x", save_callback = function() return false,
        false end })
    d:onShowKeyboard()
    type_text("y")
    tap("Save")
    print(line(screen()), d:isTextEdited())
    """)
    assert printed == ["<inputdialog> | S | input: xy | Save | Close\ttrue"]


def test_the_cursor_position_is_asked_for_and_given_back(stage) -> None:
    printed = stage.run("""
    local d = show(W("inputdialog"):new{ title = "V", input = "abcdef", buttons = {},
        view_pos_callback = function(line, pos) if pos then print("left at", pos) end return 1, 3 end })
    type_text("-")
    print(d:getInputText())
    UIManager:close(d)
    """)
    assert printed == ["ab-cdef", "left at\t4"]


def test_a_read_only_field_takes_no_text(stage) -> None:
    printed = stage.run("""
    local d = show(W("inputdialog"):new{ title = "O", input = "fixed", readonly = true, buttons = {} })
    d:onShowKeyboard()
    type_text("x")
    d._input_widget:delChar()
    print(d:getInputText(), d:isKeyboardVisible())
    """)
    assert printed == ["fixed\tfalse"]


def test_closing_a_form_closes_its_keyboard(stage) -> None:
    printed = stage.run("""
    local d = show(W("multiinputdialog"):new{ title = "F", fields = { { text = "a" } }, buttons = {} })
    d:onShowKeyboard()
    UIManager:close(d)
    print(#UIManager._window_stack)
    """)
    assert printed == ["0"]

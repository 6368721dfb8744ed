"""ui/inspect: what a reader sees in any window, and how a tap gets to a thing."""

from __future__ import annotations

import pytest

from fake_koreader.process import LuaFailure


def test_a_plugins_own_layout_reads_from_top_to_bottom(stage) -> None:
    printed = stage.run("""
    local Geom, Font = require("ui/geometry"), require("ui/font")
    local face = Font:getFace("cfont")
    local function text(t) return W("textwidget"):new{ text = t, face = face } end
    local group = W("verticalgroup"):new{
        text("Head"),
        W("horizontalgroup"):new{ text("left"), W("horizontalspan"):new{ width = 5 }, text("right") },
        W("container/framecontainer"):new{ W("textboxwidget"):new{ text = "foot", width = 100, face = face } },
        W("progresswidget"):new{ width = 100, height = 5, percentage = 0.5 },
        W("linewidget"):new{ dimen = Geom:new{ w = 100, h = 1 } },
    }
    show(W("container/centercontainer"):new{ dimen = Screen:getSize(), group })
    print(line(screen()))
    """)
    assert printed == ["<widget> | Head | left | right | foot"]


def test_windows_lists_buttons_with_their_state(stage) -> None:
    printed = stage.run("""
    show(W("buttondialog"):new{ title = "T", buttons = {
        { { text = "On", callback = function() end }, { text = "Off", enabled = false } } } })
    show(W("notification"):new{ text = "hey" })
    for _, window in ipairs(inspect.windows()) do
        print(window.kind, window.toast, #window.buttons, line(window.texts))
        for _, button in ipairs(window.buttons) do print(button.kind, button.label, button.enabled) end
    end
    """)
    assert printed == [
        "buttondialog\tfalse\t2\tT | On | Off [disabled]",
        "button\tOn\ttrue",
        "button\tOff\tfalse",
        "notification\ttrue\t0\they",
    ]


def test_a_row_that_is_scrolled_away_is_scrolled_to(stage) -> None:
    printed = stage.run("""
    local rows = {}
    for i = 1, 60 do rows[i] = { { text = "row " .. i, callback = function() print("pressed", i) end } } end
    local d = show(W("buttondialog"):new{ buttons = rows })
    print(tap("row 60"), tap("row 31"), tap("row 1"), tap("row 61"))
    print(d:getScrolledOffset().y < d.buttontable.layout[1][1]:getSize().h)
    """)
    assert printed == ["pressed\t60", "pressed\t31", "pressed\t1", "true\ttrue\ttrue\tfalse", "true"]


def test_a_keyboard_over_a_button_is_put_away_first(stage) -> None:
    printed = stage.run("""
    local fields = {}
    for i = 1, 12 do fields[i] = { text = "f" .. i, description = "field " .. i } end
    local d
    d = show(W("multiinputdialog"):new{ title = "Long", fields = fields, buttons = { {
        { text = "Done", callback = function() print("done", d:getFields()[12]) end } } } })
    d:onShowKeyboard()
    print(tap("Done"), d:isKeyboardVisible())
    """)
    assert printed == ["done\tf12", "true\tfalse"]


def test_a_tap_hits_what_is_on_top_of_the_windows_not_what_is_below(stage) -> None:
    printed = stage.run("""
    show(W("buttondialog"):new{ title = "below", buttons = { { { text = "Same", callback =
        function() print("below") end } } } })
    show(W("confirmbox"):new{ text = "above", ok_text = "Same", ok_callback = function() print("above") end })
    print(tap("Same"))
    print(tap("Same"))
    """)
    assert printed == ["above", "true", "below", "true"]


def test_a_widget_that_contains_itself_does_not_hang(stage) -> None:
    printed = stage.run("""
    local Font = require("ui/font")
    local group = W("verticalgroup"):new{ W("textwidget"):new{ text = "x", face = Font:getFace("cfont") } }
    local window = W("container/widgetcontainer"):new{ dimen = Screen:getSize(), group }
    group[2] = window
    print(inspect.texts_of(window)[1])
    """)
    assert printed == ["x"]


def test_direction_marks_are_taken_out_and_bytes_kept(stage) -> None:
    printed = stage.run("""
    show(W("infomessage"):new{ text = "\\u{2068}/mnt/a\\u{2069} \\u{200E}b\\u{200F} – ‘c’" })
    print(line())
    """)
    assert printed == ["/mnt/a b – ‘c’"]


def test_errors_of_a_callback_come_out_of_the_tap(stage) -> None:
    with pytest.raises(LuaFailure, match="broken on purpose"):
        stage.run("""
        show(W("confirmbox"):new{ text = "q", ok_callback = function() error("broken on purpose") end })
        tap("OK")
        """)


def test_tap_outside_of_nothing_and_of_everything(stage) -> None:
    printed = stage.run("""
    print(inspect.tap_outside(), type_text("x"))
    local m = show(W("menu"):new{ title = "full", covers_fullscreen = true, is_borderless = true, item_table = {} })
    print(inspect.tap_outside(), UIManager:isWidgetShown(m))
    """)
    assert printed == ["false\tfalse", "true\ttrue"]


def test_a_window_is_named_after_its_nearest_class(stage) -> None:
    printed = stage.run("""
    local Mine = W("menu"):extend{ name = "mine" }
    show(Mine:new{ title = "t", item_table = {} })
    show(W("container/inputcontainer"):new{ W("rectspan"):new{ width = 5, height = 5 } })
    for _, window in ipairs(inspect.windows()) do print(window.kind) end
    """)
    assert printed == ["menu", "widget"]


def test_the_trace_tells_the_texts_of_a_shown_window(stage) -> None:
    stage.run('show(W("confirmbox"):new{ text = "Really?" })')
    shown = [event for event in stage.machine.trace.events if event.kind == "window.shown"]
    assert len(shown) == 1
    assert "Really? | Cancel | OK" in str(shown[0].fields)

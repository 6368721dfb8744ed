"""The loop, painting and delivery, where the conformance scripts do not look."""

from __future__ import annotations

import pytest

from fake_koreader.process import LuaFailure

PRELUDE = """
UIManager = require("ui/uimanager")
Event = require("ui/event")
Widget = require("ui/widget/container/widgetcontainer")
Input = require("device").input
"""


def test_a_task_that_reschedules_itself_for_ever_lets_time_go_by(world) -> None:
    world.run(PRELUDE + "UIManager:show(Widget:new{})")
    world.machine.input.until = world.machine.clock.monotonic + 50_000
    source = """
    local function again() runs = (runs or 0) + 1 UIManager:nextTick(again) end
    again()
    local rounds = 0
    local time = require("ui/time")
    local start = time.now()
    repeat UIManager:handleInput() rounds = rounds + 1 until time.since(start) >= 50000 or rounds > 1000
    print(time.since(start), rounds <= 1000, runs > 50)
    """
    assert world.run(source) == "50000\ttrue\ttrue"


def test_the_loop_waits_for_the_next_task_and_not_longer(world) -> None:
    world.run(PRELUDE + "UIManager:show(Widget:new{})")
    world.machine.input.until = world.machine.clock.monotonic + 10_000_000
    source = """
    local at
    local time = require("ui/time")
    local start = time.now()
    UIManager:scheduleIn(1.5, function() at = time.since(start) end)
    while not at do UIManager:handleInput() end
    print(at)
    """
    assert world.run(source) == "1500000"


def test_standby_edges_are_told_once_per_round(world) -> None:
    source = (
        PRELUDE
        + """
    Input.waitEvent = function() end
    local log = {}
    UIManager:show(Widget:new{
        onAllowStandby = function() log[#log + 1] = "allow" end,
        onPreventStandby = function() log[#log + 1] = "prevent" end,
    })
    UIManager:preventStandby() UIManager:preventStandby() UIManager:handleInput()
    UIManager:allowStandby() UIManager:handleInput()
    UIManager:allowStandby() UIManager:handleInput() UIManager:handleInput()
    UIManager:preventStandby() UIManager:allowStandby() UIManager:handleInput()
    print(table.concat(log, " "), (pcall(UIManager.allowStandby, UIManager)))
    """
    )
    assert world.run(source) == "prevent allow\tfalse"


def test_what_lies_under_a_full_screen_is_painted_when_it_shows_again(world) -> None:
    source = (
        PRELUDE
        + """
    local log = {}
    local function window(name, full)
        return Widget:new{ covers_fullscreen = full, paintTo = function() log[#log + 1] = name end }
    end
    local function painted() UIManager:forceRePaint() local t = table.concat(log, " ") log = {} return t end
    local low, top = window("low"), window("top", true)
    UIManager:show(low) UIManager:show(top)
    print(painted())
    UIManager:setDirty(low, "ui")
    print("[" .. painted() .. "]")
    UIManager:show(window("dialog"))
    print(painted())
    UIManager:setDirty(top, "ui")
    print(painted())
    UIManager:close(top)
    print(painted())
    """
    )
    assert world.run(source) == "top\n[]\ndialog\ntop dialog\nlow dialog"


def test_immediate_debounce_acts_at_once_and_not_again_at_the_end(world) -> None:
    source = (
        PRELUDE
        + """
    local log = {}
    local act = UIManager:debounce(2, true, function(x) log[#log + 1] = x return x end)
    print(act("a"), act("b"))
    advance(3)
    print(act("c"), table.concat(log, " "))
    """
    )
    assert world.run(source) == "a\ta\nc\ta c"


def test_shifting_moves_every_task(world) -> None:
    source = (
        PRELUDE
        + """
    local log = {}
    UIManager:scheduleIn(5, function() log[#log + 1] = "five" end)
    UIManager:scheduleIn(9, function() log[#log + 1] = "nine" end)
    UIManager:shiftScheduledTasksBy(-4000000)
    print(UIManager:getNextTaskTime())
    advance(1) print(table.concat(log, " ")) advance(4) print(table.concat(log, " "))
    """
    )
    assert world.run(source) == "1000000\nfive\nfive nine"


def test_disabled_touch_comes_back_while_a_window_is_shown(world) -> None:
    source = (
        PRELUDE
        + """
    local InputContainer = require("ui/widget/container/inputcontainer")
    local heard = 0
    local base = InputContainer:new{}
    base:registerTouchZones{ { id = "z", ges = "tap", handler = function() heard = heard + 1 return true end,
        screen_zone = { ratio_x = 0, ratio_y = 0, ratio_w = 1, ratio_h = 1 } } }
    local Geom = require("ui/geometry")
    local function tap()
        base:handleEvent(Event:new("Gesture", { ges = "tap", pos = Geom:new{}, time = 0 }))
        return heard
    end
    print(tap())
    base:handleEvent(Event:new("IgnoreTouchInput", true))
    print(tap(), UIManager._input_gestures_disabled)
    local dialog = Widget:new{}
    UIManager:show(dialog) print(tap())
    UIManager:close(dialog) print(tap())
    base:handleEvent(Event:new("Resume")) print(tap())
    """
    )
    assert world.run(source) == "1\n1\ttrue\n2\n2\n3"


def test_a_hook_of_a_widget_goes_with_the_widget(world) -> None:
    source = (
        PRELUDE
        + """
    local log = {}
    local w = Widget:new{ onInputEvent = function() log[#log + 1] = "hook" end,
        onCloseWidget = function() log[#log + 1] = "closed" end }
    UIManager.event_hook:registerWidget("InputEvent", w)
    UIManager:show(w)
    print(UIManager.event_hook:execute("InputEvent"))
    UIManager:close(w)
    print(UIManager.event_hook:execute("InputEvent"), table.concat(log, " "))
    """
    )
    assert world.run(source) == "1\n0\thook closed"


def test_an_error_in_a_task_leaves_the_loop(world) -> None:
    with pytest.raises(LuaFailure, match="out of ink"):
        world.run(PRELUDE + 'UIManager:nextTick(error, "out of ink") UIManager:show(Widget:new{}) UIManager:run()')


def test_windows_are_traced_by_the_name_of_their_class(world) -> None:
    world.run(
        PRELUDE
        + """
    local box = require("ui/widget/infomessage"):new{ text = "hello" }
    UIManager:show(box) UIManager:close(box)
    UIManager:show(Widget:extend{}:new{})
    """
    )
    shown = [dict(event.fields) for event in world.machine.trace.of("window.shown")]
    assert [fields["window"] for fields in shown] == ["infomessage", "widget"]
    assert "hello" in str(shown[0]["texts"])
    assert [event.fields["window"] for event in world.machine.trace.of("window.closed")] == ["infomessage"]

"""Input containers and focus, where the conformance scripts do not look."""

from __future__ import annotations

PRELUDE = """
Event, Geom, Key = require("ui/event"), require("ui/geometry"), require("device/key")
Widget = require("ui/widget/container/widgetcontainer")
InputContainer = require("ui/widget/container/inputcontainer")
FocusManager = require("ui/widget/focusmanager")
UIManager = require("ui/uimanager")
function cell(n) return Widget:new{ n = n } end
"""


def test_painting_gives_a_container_its_place_and_taps_follow(world) -> None:
    source = (
        PRELUDE
        + """
    local GestureRange = require("ui/gesturerange")
    local hit = 0
    local w
    w = InputContainer:new{ Widget:new{ dimen = Geom:new{ w = 40, h = 20 } },
        ges_events = { Hit = { GestureRange:new{ ges = "tap", range = function() return w.dimen end } } },
        onHit = function() hit = hit + 1 return true end }
    local function tap(x, y)
        UIManager:sendEvent(Event:new("Gesture", { ges = "tap", pos = Geom:new{ x = x, y = y }, time = 0 }))
        return hit
    end
    UIManager:show(w, nil, nil, 100, 50)
    print(tap(110, 60))
    UIManager:forceRePaint()
    print(tostring(w.dimen), tap(110, 60), tap(99, 60))
    """
    )
    assert world.run(source) == "0\n40x20+100+50\t1\t1"


def test_zones_move_with_the_screen(world) -> None:
    source = (
        PRELUDE
        + """
    local Screen = require("device").screen
    local w, hit = InputContainer:new{}, 0
    w:registerTouchZones{ { id = "right", ges = "tap", handler = function() hit = hit + 1 return true end,
        screen_zone = { ratio_x = 0.5, ratio_y = 0, ratio_w = 0.5, ratio_h = 1 } } }
    local function tap(x)
        w:handleEvent(Event:new("Gesture", { ges = "tap", pos = Geom:new{ x = x, y = 5 } }))
        return hit
    end
    print(tap(350), tap(250))
    Screen:setRotationMode(1)
    w:updateTouchZonesOnScreenResize(Screen:getSize())
    print(tap(350), tap(450))
    """
    )
    assert world.run(source) == "1\t1\n1\t2"


def test_stopping_propagation_swallows_every_gesture(world) -> None:
    source = (
        PRELUDE
        + """
    local function send(w) return w:handleEvent(Event:new("Gesture", { ges = "pan", pos = Geom:new{} })) end
    print(send(InputContainer:new{}), send(InputContainer:new{ stop_events_propagation = true }))
    """
    )
    assert world.run(source) == "nil\ttrue"


def test_an_input_asks_and_calls_back(world) -> None:
    source = (
        PRELUDE
        + """
    local w, got = InputContainer:new{}, nil
    w:onInput{ title = "Name", input = "abc", input_type = "text", callback = function(text) got = text end }
    local dialog = w.input_dialog
    print(UIManager:isWidgetShown(dialog), dialog.title, dialog:getInputText())
    dialog.buttons[1][2].callback()
    print(got, UIManager:isWidgetShown(dialog))
    w:onInput{ title = "Blank", input = " ", input_type = "text", callback = function(text) got = text end }
    w.input_dialog.buttons[1][2].callback()
    print(got, UIManager:isWidgetShown(w.input_dialog))
    w.input_dialog.buttons[1][1].callback()
    print(UIManager:isWidgetShown(w.input_dialog))
    """
    )
    assert world.run(source) == "true\tName\tabc\nabc\tfalse\nabc\ttrue\nfalse"


def test_a_rate_limits_how_often_a_range_matches(world) -> None:
    source = """
    local range = require("ui/gesturerange"):new{ ges = "pan", rate = 2 }
    local seen = {}
    for t = 0, 1500000, 250000 do seen[#seen + 1] = range:match{ ges = "pan", time = t } and "x" or "." end
    print(table.concat(seen))
    """
    assert world.run(source) == "x..x..x"


def test_a_dpad_moves_the_focus_with_keys(make_world) -> None:
    world = make_world("emulator")
    source = (
        PRELUDE
        + """
    local log = {}
    local function focusable(n)
        local place = Geom:new{ x = 10 * n, y = 0, w = 10, h = 10 }
        return Widget:new{ onFocus = function() log[#log + 1] = n end, dimen = place }
    end
    local f = FocusManager:new{ layout = { { focusable(1), focusable(2) }, { focusable(3) } } }
    f.onGesture = function(_, g) log[#log + 1] = g.ges .. "@" .. g.pos.x return true end
    UIManager:show(f)
    for _, key in ipairs{ "Right", "Down", "Tab", "Press" } do
        UIManager:sendEvent(Event:new("KeyPress", Key:new(key, {})))
    end
    print(table.concat(log, " "))
    """
    )
    assert world.run(source) == "2 3 1 tap@15"


def test_layouts_merge_and_the_child_lets_go(world) -> None:
    source = (
        PRELUDE
        + """
    local outer = FocusManager:new{ layout = { { cell("a") } } }
    local below = FocusManager:new{ layout = { { cell("b"), cell("c") }, { cell("d") } } }
    local beside = FocusManager:new{ layout = { { cell("e") } } }
    outer:mergeLayoutInVertical(below)
    outer:mergeLayoutInHorizontal(beside)
    for _, row in ipairs(outer.layout) do
        local names = {}
        for i, c in ipairs(row) do names[i] = c.n end
        print(table.concat(names, " "))
    end
    print(below.layout, below:onFocusMove{ 1, 0 }, outer:isFocusAvailable(), below:isFocusAvailable())
    """
    )
    assert world.run(source) == "a e\nb c\nd\nnil\tfalse\ttrue\tfalse"


def test_holes_in_a_layout_are_stepped_over(world) -> None:
    source = (
        PRELUDE
        + """
    local f = FocusManager:new{ layout = { { cell("a"), nil, cell("c") }, {}, { nil, cell("e") } } }
    local function go(dx, dy) f:onFocusMove{ dx, dy } return f:getFocusItem().n end
    print(go(1, 0), go(1, 0), go(0, 1), go(0, 1))
    """
    )
    assert world.run(source) == "c\ta\te\ta"

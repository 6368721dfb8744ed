"""From raw touches to gestures: the detector, the slots of device/input and its hooks."""

from __future__ import annotations

import pytest

PRELUDE = """
Device, time = require("device"), require("ui/time")
Input, C = Device.input, require("ffi").C
require("ffi/linux_input_h")
UIManager = require("ui/uimanager")
log = {}
UIManager:show(require("ui/widget/container/widgetcontainer"):new{
    onGesture = function(_, g) log[#log + 1] = g.ges end,
})
-- One frame: fingers as { slot, id, x, y } (id -1: lifted) at a number of milliseconds after the start.
local start = time.now()
function frame(ms, ...)
    local at = start + time.ms(ms)
    local stamp = { sec = math.floor(at / 1000000), usec = at % 1000000 }
    local function feed(kind, code, value)
        return Input:handleTouchEv{ type = kind, code = code, value = value, time = stamp }
    end
    for _, finger in ipairs{ ... } do
        feed(C.EV_ABS, C.ABS_MT_SLOT, finger[1])
        feed(C.EV_ABS, C.ABS_MT_TRACKING_ID, finger[2])
        if finger[3] then feed(C.EV_ABS, C.ABS_MT_POSITION_X, finger[3]) end
        if finger[4] then feed(C.EV_ABS, C.ABS_MT_POSITION_Y, finger[4]) end
    end
    for _, event in ipairs(feed(C.EV_SYN, C.SYN_REPORT, 0) or {}) do
        local g = event.args[1]
        local way = g.multiswipe_directions or g.direction
        print((way and g.ges .. " " .. way or g.ges) .. " " .. g.pos.x .. "," .. g.pos.y)
    end
end
"""


@pytest.fixture
def touch(make_world):
    world = make_world("kobo-clara")
    world.run(PRELUDE)
    return world


def test_a_short_touch_is_a_tap(touch) -> None:
    assert touch.run("frame(0, {0, 1, 50, 60}) frame(80, {0, -1})").splitlines() == ["touch 50,60", "tap 50,60"]


def test_two_taps_are_a_double_tap_where_that_is_wanted(touch) -> None:
    source = """
        Input.disable_double_tap = false
        frame(0, {0, 1, 50, 60}) frame(50, {0, -1}) frame(150, {0, 2, 52, 61}) frame(200, {0, -1})
    """
    assert touch.run(source).splitlines() == ["touch 50,60", "touch 52,61", "double_tap 52,61"]


def test_a_single_tap_waits_for_a_second_one(touch) -> None:
    assert touch.run("Input.disable_double_tap = false frame(0, {0, 1, 5, 6}) frame(50, {0, -1})") == "touch 5,6"
    assert touch.run('advance(1) print(table.concat(log, " "))') == "tap"


def test_a_finger_that_stays_holds(touch) -> None:
    touch.run("frame(0, {0, 1, 50, 60})")
    assert touch.run('advance(1) print(table.concat(log, " "))') == "hold"
    assert touch.run("frame(900, {0, 1, 300, 60}) frame(1000, {0, -1})").splitlines() == [
        "hold_pan east 300,60",
        "hold_release 300,60",
    ]


@pytest.mark.parametrize(
    ("to", "direction"),
    [("400, 60", "east"), ("50, 400", "south"), ("300, 310", "southeast"), ("400, 200", "east")],
)
def test_a_quick_way_is_a_swipe_told_at_its_beginning(touch, to, direction) -> None:
    lines = touch.run(f"frame(0, {{0, 1, 50, 60}}) frame(100, {{0, 1, {to}}}) frame(150, {{0, -1}})").splitlines()
    assert lines[-1] == f"swipe {direction} 50,60"
    assert lines[1].startswith(f"pan {direction} ")


def test_a_slow_way_is_a_pan(touch) -> None:
    lines = touch.run("frame(0, {0, 1, 50, 60}) frame(100, {0, 1, 400, 60}) frame(2000, {0, -1})").splitlines()
    assert [line.split()[0] for line in lines] == ["touch", "pan", "pan_release"]


def test_turns_make_a_multiswipe(touch) -> None:
    source = "frame(0, {0, 1, 50, 60}) frame(90, {0, 1, 500, 60}) frame(180, {0, 1, 500, 500}) frame(250, {0, -1})"
    assert touch.run(source).splitlines()[-1] == "multiswipe east south 50,60"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("100, 300", "500, 300", "two_finger_tap 300,300"),
        ("100, 100", "500, 100", "two_finger_swipe north 300,300"),
        ("20, 300", "700, 300", "spread horizontal 300,300"),
        ("250, 300", "350, 300", "pinch horizontal 300,300"),
    ],
)
def test_two_fingers(touch, first, second, told) -> None:
    source = f"""
        frame(0, {{0, 1, 100, 300}}, {{1, 2, 500, 300}})
        frame(100, {{0, 1, {first}}}, {{1, 2, {second}}})
        frame(150, {{0, -1}}, {{1, -1}})
    """
    assert touch.run(source).splitlines()[-1] == told


def test_places_and_directions_turn_with_the_screen(touch) -> None:
    source = """
        local GestureDetector = require("device/gesturedetector")
        local screen = { DEVICE_ROTATED_UPRIGHT = 0 }
        function screen.getWidth() return 600 end
        function screen.getHeight() return 800 end
        for quarters = 0, 3 do
            function screen.getTouchRotation() return quarters end
            local ges = { direction = "north", multiswipe_directions = "north east", pos = { x = 10, y = 20 } }
            GestureDetector.adjustGesCoordinate({ screen = screen }, ges)
            print(ges.direction, ges.multiswipe_directions, ges.pos.x, ges.pos.y)
        end
    """
    assert touch.run(source).splitlines() == [
        "north\tnorth east\t10\t20",
        "east\teast south\t580\t10",
        "south\tsouth west\t590\t780",
        "west\twest north\t20\t790",
    ]


def test_hooks_see_raw_events_and_gestures_in_the_order_they_registered(touch) -> None:
    source = """
        Input:registerEventAdjustHook(Input.adjustTouchMirrorX, 1000)
        Input:registerEventAdjustHook(Input.adjustTouchSwitchXY)
        local event = { type = C.EV_ABS, code = C.ABS_MT_POSITION_X, value = 10 }
        Input:eventAdjustHook(event)
        print(event.code == C.ABS_MT_POSITION_Y, event.value)
        Input:registerGestureAdjustHook(function(_, ges, by) ges.pos.x = ges.pos.x + by end, 7)
        frame(0, {0, 1, 50, 60})
    """
    assert touch.run(source).splitlines() == ["true\t990", "touch 57,60"]


def test_panels_that_name_contacts_fill_their_slots(touch) -> None:
    source = """
        local function feed(code, value) Input:handleTouchEvPhoenix{ type = C.EV_ABS, code = code, value = value } end
        feed(C.ABS_MT_TRACKING_ID, 2) feed(C.ABS_MT_POSITION_X, 11) feed(C.ABS_MT_POSITION_Y, 12)
        local slot = Input:getCurrentMtSlot()
        print(Input.cur_slot, slot.id, slot.x, slot.y)
        feed(C.ABS_MT_TOUCH_MAJOR, 0)
        print(slot.id)
    """
    assert touch.run(source).splitlines() == ["2\t2\t11\t12", "-1"]


def test_a_reset_forgets_fingers_and_timers(touch) -> None:
    touch.run("frame(0, {0, 1, 50, 60}) Input:resetState()")
    assert touch.run("advance(2) print(#log, Input.gesture_detector.contact_count)") == "0\t0"


def test_a_pen_can_be_taken_away_from_the_detector(touch) -> None:
    source = """
        Input:registerStylusCallback(function(_, slot) print("pen", slot.x) return slot.x > 100 end)
        frame(0, { Input.pen_slot, 1, 20, 30 }) frame(20, { Input.pen_slot, -1 })
        frame(500, { Input.pen_slot, 2, 200, 30 }) frame(520, { Input.pen_slot, -1 })
        Input:unregisterStylusCallback()
        frame(900, { Input.pen_slot, 3, 200, 30 })
    """
    assert touch.run(source).splitlines() == [
        "pen\t20", "touch 20,30", "pen\t20", "tap 20,30", "pen\t200", "pen\t200", "touch 200,30",
    ]  # fmt: skip


def test_raw_keys_have_the_names_of_the_event_map_and_the_modifiers_held(touch) -> None:
    source = """
        Input.event_map = { [10] = "Shift", [11] = "A", [12] = function(event) return "F" .. event.value end }
        for _, press in ipairs{ { 10, 1 }, { 11, 1 }, { 11, 2 }, { 11, 0 }, { 10, 0 }, { 12, 1 }, { 99, 1 } } do
            local event = Input:handleKeyBoardEv{ type = C.EV_KEY, code = press[1], value = press[2] }
            print(event and event.handler, event and tostring(event.args[1]))
        end
    """
    assert touch.run(source).splitlines() == [
        "nil\tnil", "onKeyPress\tShift-A", "onKeyRepeat\tShift-A", "onKeyRelease\tShift-A",
        "nil\tnil", "onKeyPress\tF1", "nil\tnil",
    ]  # fmt: skip


def test_at_the_edge_of_the_panel_a_finger_is_as_good_as_lifted(touch) -> None:
    source = """
        local w = Device.screen:getWidth()
        frame(0, {0, 1, 100, 60}) frame(50, {0, 1, 300, 60}) frame(100, {0, 1, w - 3, 60}) frame(120, {0, 1, w - 2, 60})
        print(Input.gesture_detector:getContact(0))
    """
    assert [line.split()[0] for line in touch.run(source).splitlines()] == ["touch", "pan", "pan", "swipe", "nil"]


def test_a_contact_without_a_beginning_begins_with_the_next_touch(touch) -> None:
    source = """
        local detector = Input.gesture_detector
        local lost, other = detector:newContact(0), detector:newContact(1)
        lost.down, other.down = true, true
        lost.current_tev = { slot = 0, id = 1, x = 1, y = 2, timev = 5 }
        other.current_tev = { slot = 1, id = 2, x = 3, y = 4, timev = 5 }
        print(lost:isTwoFingerTap(other))
        lost.state = function(contact) return contact.initial_tev.x end
        print(detector:feedEvent{ { slot = 0, id = 1, x = 7, y = 8, timev = 9 } }[1])
    """
    assert touch.run(source).splitlines() == ["false", "7"]

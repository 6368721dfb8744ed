"""Layout primitives: sizes and places."""

from __future__ import annotations

import pytest

BOX = """
local Geom = require("ui/geometry")
local Box = W("rectspan"):extend{}
function Box:paintTo(_, x, y) print(self.name, x, y) end
local function box(name, w, h, extra)
    local t = extra or {}
    t.name, t.width, t.height = name, w, h
    return Box:new(t)
end
local function area(w, h) return Geom:new{ w = w, h = h } end
"""


@pytest.mark.parametrize(
    ("container", "place"),
    [("left", "0\t45"), ("right", "170\t45"), ("top", "85\t0"), ("bottom", "85\t90"), ("center", "85\t45")],
)
def test_containers_put_their_child_where_they_say(stage, container: str, place: str) -> None:
    make = f'W("container/{container}container"):new{{ dimen = area(200, 100), box("b", 30, 10) }}'
    printed = stage.run(BOX + make + ":paintTo(nil, 0, 0)")
    assert printed == [f"b\t{place}"]


def test_a_centred_child_may_be_too_large(stage) -> None:
    printed = stage.run(
        BOX
        + """
    local C = W("container/centercontainer")
    C:new{ dimen = area(20, 20), box("over", 40, 40) }:paintTo(nil, 100, 100)
    C:new{ dimen = area(20, 20), ignore_if_over = "height", box("top", 40, 40) }:paintTo(nil, 100, 100)
    C:new{ dimen = area(60, 60), ignore = "width", box("left", 40, 40) }:paintTo(nil, 100, 100)
    """
    )
    assert printed == ["over\t90\t90", "top\t90\t100", "left\t100\t110"]


def test_a_frame_adds_its_edges_and_remembers_its_place(stage) -> None:
    printed = stage.run(
        BOX
        + """
    local f = W("container/framecontainer"):new{ bordersize = 1, margin = 2, padding = 3, padding_left = 10,
        box("in", 30, 20) }
    print(f:getSize().w, f:getSize().h)
    f:paintTo(nil, 5, 6)
    print(tostring(f.dimen))
    local wide = W("container/framecontainer"):new{ bordersize = 0, padding = 0, width = 90, box("in", 30, 20) }
    print(wide:getSize().w)
    wide:paintTo(nil, 0, 0)
    print(wide.dimen.w)
    """
    )
    assert printed == ["49\t32", "in\t18\t12", "49x32+5+6", "30", "in\t0\t0", "90"]


def test_groups_align_across_and_add_up_along(stage) -> None:
    printed = stage.run(
        BOX
        + """
    for _, align in ipairs{ "left", "center", "right" } do
        W("verticalgroup"):new{ align = align, box("a", 10, 5), box("b", 30, 5) }:paintTo(nil, 0, 0)
    end
    W("horizontalgroup"):new{ align = "bottom", box("c", 10, 5), W("horizontalspan"):new{ width = 4 }, box("d",
        10, 25) }:paintTo(nil, 0, 0)
    """
    )
    assert printed == [
        "a\t0\t0", "b\t0\t5", "a\t10\t0", "b\t0\t5", "a\t20\t0", "b\t0\t5", "c\t0\t20", "d\t14\t0",
    ]  # fmt: skip


def test_a_group_with_a_child_added_behind_its_back_is_painted_whole(stage) -> None:
    printed = stage.run(
        BOX
        + """
    local v = W("verticalgroup"):new{ align = "left", box("a", 10, 5) }
    v:getSize()
    table.insert(v, box("b", 10, 5))
    v:paintTo(nil, 0, 0)
    """
    )
    assert printed[-2:] == ["a\t0\t0", "b\t0\t5"]


def test_overlapping_children_have_offsets_or_sides(stage) -> None:
    printed = stage.run(
        BOX
        + """
    local g = W("overlapgroup"):new{ dimen = area(100, 50), box("plain", 10, 10), box("right", 10, 10,
        { overlap_align = "right" }),
        box("mid", 10, 10, { overlap_align = "center" }), box("off", 10, 10, { overlap_offset = { 7, 8 } }) }
    g:paintTo(nil, 1, 1)
    print(g:getSize().w, W("overlapgroup"):new{ box("x", 12, 13) }:getSize().h)
    """
    )
    assert printed == ["plain\t1\t1", "right\t91\t1", "mid\t46\t1", "off\t8\t9", "100\t13"]


def test_a_tap_beside_a_scrolled_area_reaches_nothing_in_it(stage) -> None:
    printed = stage.run("""
    local Geom, Event = require("ui/geometry"), require("ui/event")
    local rows = W("verticalgroup"):new{}
    for i = 1, 10 do table.insert(rows, W("button"):new{ text = "b" .. i, height = 40, callback =
        function() print("hit", i) end }) end
    local s = W("container/scrollablecontainer"):new{ dimen = Geom:new{ w = 300, h = 80 }, rows }
    local window = W("container/inputcontainer"):new{ s }
    s.show_parent, window.cropping_widget = window, s
    show(window)
    inspect.repaint()
    local function at(y) UIManager:sendEvent(Event:new("Gesture", { ges = "tap", time = 0,
        pos = Geom:new{ x = 5, y = y, w = 0, h = 0 } })) end
    at(50) at(130)
    swipe("north", 10, 10, 100)
    inspect.repaint()
    print(s:getScrolledOffset().y)
    at(50)
    swipe("north", 10, 10, 10000)
    print(s:getScrolledOffset().y == rows:getSize().h - 80)
    """)
    assert printed == ["hit\t2", "100", "hit\t4", "true"]


def test_text_is_cut_at_either_end(stage) -> None:
    printed = stage.run("""
    local face = require("ui/font"):getFace("cfont", 20)
    local function fitted(extra)
        local t = { text = "abcdefghijklmnopqrstuvwxyz", face = face, max_width = 80 }
        for k, v in pairs(extra or {}) do t[k] = v end
        return W("textwidget"):new(t):getFittedText()
    end
    local right, left = fitted(), fitted{ truncate_left = true }
    print(right:match("^abc.*…$") ~= nil, left:match("^….*xyz$") ~= nil)
    """)
    assert printed == ["true\ttrue"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", 1), ("one", 1), ("one\ntwo", 2), ("\n\n", 3), ("x" * 100, 6), ("word " * 20, 7)],
)
def test_lines_of_a_text(stage, text: str, lines: int) -> None:
    source = f"""
    local face = require("ui/font"):getFace("cfont", 20)
    face = setmetatable({{ size = 20 }}, {{ __index = face }})
    print(require("ui/textmetrics").lineCount({text!r}, face, false, 200))
    """
    assert abs(int(stage.run(source)[0]) - lines) <= 1


def test_a_text_box_scrolls_by_pages_of_whole_lines(stage) -> None:
    printed = stage.run("""
    local lines = {}
    for i = 1, 25 do lines[i] = "l" .. i end
    local b = W("textboxwidget"):new{ text = table.concat(lines, "\\n"), width = 300,
        face = require("ui/font"):getFace("cfont") }
    b.height = 10 * b:getLineHeight()
    print(b:getAllLineCount(), b:getVisLineCount(), b:getTextHeight() == b.height)
    print(b:scrollDown(), b.virtual_line_num, b:scrollDown(), b.virtual_line_num, b:scrollDown())
    print(b:scrollToRatio(0), b.virtual_line_num, b:scrollUp())
    """)
    assert printed == ["25\t10\ttrue", "true\t11\ttrue\t16\tfalse", "true\t1\tfalse"]


def test_a_freed_text_box_can_be_given_a_text_again(stage) -> None:
    printed = stage.run("""
    local b = W("textboxwidget"):new{ text = "x", width = 100 }
    b:free()
    print((pcall(b.paintTo, b, nil, 0, 0)))
    b:setText("y")
    print((pcall(b.paintTo, b, nil, 0, 0)))
    """)
    assert printed == ["false", "true"]


def test_toggle_switch_rows(stage) -> None:
    printed = stage.run("""
    local t = W("toggleswitch"):new{ toggle = { "a", "b", "c", "d" }, row_count = 2, width = 100, height = 60,
        values = { 1, 2, 3, 4 },
        callback = function(p) print("at", p) end }
    show(W("container/centercontainer"):new{ dimen = Screen:getSize(), t })
    tap("b") tap("c") tap("d") tap("a")
    """)
    assert printed == ["at\t2", "at\t3", "at\t4", "at\t1"]


def test_progress_from_a_position(stage) -> None:
    printed = stage.run("""
    local Geom = require("ui/geometry")
    local p = W("progresswidget"):new{ width = 106, height = 10, margin_h = 3 }
    print(p:getPercentageFromPosition(Geom:new{ x = 50, y = 0 }))
    p:paintTo(nil, 10, 0)
    print(p:getPercentageFromPosition(Geom:new{ x = 63, y = 0 }), p:getPercentageFromPosition(Geom:new{ x = 2,
        y = 0 }))
    """)
    assert printed == ["nil", "0.5\tnil"]

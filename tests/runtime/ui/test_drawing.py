"""What stands for drawing: colours, buffers, faces and widths of text."""

from __future__ import annotations

import pytest

from fake_koreader.process import LuaFailure


def test_greys_have_their_documented_levels(world) -> None:
    source = """
    local BB = require("ffi/blitbuffer")
    print(BB.COLOR_WHITE.a, BB.COLOR_LIGHT_GRAY.a, BB.COLOR_DARK_GRAY.a, BB.COLOR_GRAY_1.a, BB.COLOR_BLACK.a)
    print(BB.gray(0).a, BB.gray(1).a, BB.gray(0.5) == BB.Color8(128), BB.isColor8(BB.COLOR_GRAY))
    local c = BB.colorFromString("#ff8000")
    print(c:getR(), c:getG(), c:getB(), c:getAlpha(), BB.isColor8(c), BB.colorFromString("orange-ish"))
    print(c == BB.ColorRGB24(255, 128, 0), c:getColor8().a, BB.colorFromName("yellow"):getB())
    """
    expected = "255\t204\t136\t17\t0\n255\t0\ttrue\ttrue\n255\t128\t0\t255\tfalse\tnil\ntrue\t151\t51"
    assert world.run(source) == expected


def test_a_buffer_takes_paint_and_keeps_its_size(world) -> None:
    source = """
    local BB = require("ffi/blitbuffer")
    local b = BB.new(30, 20, BB.TYPE_BBRGB32)
    b:paintRect(0, 0, 10, 10, BB.COLOR_BLACK)
    local painted = b:getPixel(1, 1):getColor8() == BB.COLOR_BLACK
    print(b:getWidth(), b:getHeight(), b:getType(), b:getBpp(), b:copy():getWidth(), painted)
    b:rotate(90) print(b:getWidth(), b:getHeight(), b:getRotation())
    """
    assert world.run(source) == "30\t20\t5\t32\t30\ttrue\n20\t30\t1"


def test_what_a_buffer_cannot_do_is_loud(world) -> None:
    with pytest.raises(LuaFailure, match=r"not emulated: ffi/blitbuffer\.pirouette"):
        world.run('require("ffi/blitbuffer").new(1, 1):pirouette("x")')


def test_text_has_plausible_widths(world) -> None:
    source = """
    local R, Font = require("ui/rendertext"), require("ui/font")
    local face = Font:getFace("cfont", 20)
    local function width(text) return R:sizeUtf8Text(0, 600, face, text).x end
    print(width("") == 0, width("iiii") < width("nnnn"), width("nnnn") < width("mmmm"), width("日") > width("n"))
    print(width("a\\u{200B}b") == width("ab"), width("abcabc") >= 2 * width("abc") - 1)
    local cut = R:truncateTextByWidth("a long line of text", face, 60)
    print(cut:sub(-3) == "…", R:textWidth(face, cut) <= 60, R:truncateTextByWidth("ab", face, 60))
    print(R:getSubTextByWidth("héllo", face, 25) ~= "", face == Font:getFace("cfont", 20), face.orig_size, face.size)
    """
    assert world.run(source) == "true\ttrue\ttrue\ttrue\ntrue\ttrue\ntrue\ttrue\tab\ntrue\ttrue\t20\t20"


def test_geometry_combines_and_cuts(world) -> None:
    source = """
    local Geom = require("ui/geometry")
    local a, b = Geom:new{ x = 0, y = 0, w = 10, h = 10 }, Geom:new{ x = 5, y = 8, w = 10, h = 10 }
    print(tostring(a:combine(b)), tostring(a:intersect(b)), tostring(a:combine(Geom:new{ x = 50, y = 50 })))
    print(tostring(Geom.boundingBox{ a, b }), Geom.boundingBox{}, a:distance(Geom:new{ x = 5, y = 9 }))
    print(tostring(a:center()), tostring(a:midpoint(b)), tostring(a:copy():scaleBy(1.26)))
    b:shrinkInside(a, -2, 0) print(tostring(b))
    """
    expected = "15x18+0+0\t5x2+5+8\t10x10+0+0\n15x18+0+0\tnil\t4\n0x0+5+5\t0x0+8+9\t13x13+0+0\n7x2+3+8"
    assert world.run(source) == expected

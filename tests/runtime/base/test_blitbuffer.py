"""Blitbuffers with pixels, and picture files: what is painted can be read, sizes are the files' own."""

from __future__ import annotations

import struct
import zlib

import pytest

from fake_koreader.picture import DECODED, PictureHost
from fake_koreader.process import LuaFailure

HEAD = """
local BB = require("ffi/blitbuffer")
local function row(bb, y)
    local out = {}
    for x = 0, bb:getWidth() - 1 do out[#out + 1] = ("%02x"):format(bb:getPixel(x, y):getColor8().a) end
    return table.concat(out, " ")
end
local function rgb(bb, x, y)
    local c = bb:getPixel(x, y)
    return ("%d,%d,%d,%d"):format(c:getR(), c:getG(), c:getB(), c:getAlpha())
end
local bb = BB.new(4, 3)
bb:fill(BB.COLOR_WHITE)
"""


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("print(row(BB.new(2, 1), 0), row(bb, 2))", "00 00\tff ff ff ff"),
        ("bb:paintRect(1, 1, 2, 1, BB.COLOR_BLACK) print(row(bb, 0), row(bb, 1))", "ff ff ff ff\tff 00 00 ff"),
        ("bb:paintRect(-5, 2, 100, 100, BB.gray(0.5)) print(row(bb, 1), row(bb, 2))", "ff ff ff ff\t80 80 80 80"),
        ("bb:setPixel(3, 0, BB.COLOR_GRAY) bb:setPixel(4, 0, BB.COLOR_BLACK) print(row(bb, 0))", "ff ff ff aa"),
        ("bb:paintBorder(0, 0, 4, 3, 1, BB.COLOR_BLACK) print(row(bb, 0), row(bb, 1))", "00 00 00 00\t00 ff ff 00"),
        ("bb:invertRect(0, 0, 2, 3) print(row(bb, 2)) bb:invert() print(row(bb, 2))", "00 00 ff ff\nff ff 00 00"),
        ("bb:dimRect(0, 0, 4, 3) print(row(bb, 0)) bb:darkenRect(0, 0, 1, 1, 0.5) print(row(bb, 0))",
         "ff ff ff ff\n7f ff ff ff"),
        ("local c = BB.new(2, 2) bb:blitFrom(c, 1, 1, 0, 0, 2, 2) print(row(bb, 0), row(bb, 1))",
         "ff ff ff ff\tff 00 00 ff"),
        ("""local c = BB.new(1, 1, BB.TYPE_BBRGB32) c:fill(BB.ColorRGB32(0, 0, 0, 127))
         bb:alphablitFrom(c, 0, 0, 0, 0, 1, 1) print(row(bb, 0))""", "80 ff ff ff"),
        ("local v = bb:viewport(1, 1, 2, 1) v:fill(BB.COLOR_BLACK) print(row(bb, 1), row(v, 0))", "ff 00 00 ff\t00 00"),
        ("bb:setPixel(0, 0, BB.COLOR_BLACK) local s = bb:scale(8, 3) print(row(s, 0))", "00 00 ff ff ff ff ff ff"),
        ("""bb:setPixel(0, 0, BB.COLOR_BLACK) local r = bb:rotatedCopy(90)
         print(r:getWidth(), r:getHeight(), row(r, 0) .. "|" .. row(r, 3))""", "3\t4\tff ff 00|ff ff ff"),
        ("bb:setPixel(1, 2, BB.gray(0.2)) local c = bb:copy() bb:invert() print(row(c, 2))", "ff cc ff ff"),
        ("local t = BB.tostring(bb) print(#t, row(BB.fromstring(4, 3, BB.TYPE_BB8, t), 1))", "12\tff ff ff ff"),
        ("bb:rotate(90) print(bb:getWidth(), bb:getHeight(), bb:getRotation())", "3\t4\t1"),
        ("bb:paintCircle(1, 1, 1, BB.COLOR_BLACK) print(row(bb, 0), row(bb, 1))", "ff 00 ff ff\t00 00 00 ff"),
        ("""for _, kind in ipairs{ BB.TYPE_BB4, BB.TYPE_BB8A, BB.TYPE_BBRGB16, BB.TYPE_BBRGB24, BB.TYPE_BBRGB32 } do
             local c = BB.new(3, 2, kind) c:setPixel(1, 1, BB.ColorRGB32(255, 136, 0, 255)) io.write(rgb(c, 1, 1), " ")
             print(c.stride, rgb(c, 2, 1))
         end""",
         "153,153,153,255 2\t0,0,0,255\n156,156,156,255 6\t0,0,0,0\n"
         "255,137,0,255 6\t0,0,0,255\n255,136,0,255 9\t0,0,0,255\n255,136,0,255 12\t0,0,0,0"),
        ("print(bb.data[0], bb:getPixel(0, 0) == BB.COLOR_WHITE, bb:isRGB(), bb:getBpp())", "255\ttrue\tfalse\t8"),
        ("""local ffi = require("ffi") local mem = ffi.new("uint8_t[4]", { 1, 2, 3, 4 })
         print(row(BB.new(2, 2, BB.TYPE_BB8, mem), 1))""", "03 04"),
        ("""local m = BB.ColorRGB32(128, 0, 255, 255) local c = BB.new(1, 1, BB.TYPE_BBRGB32) c:fill(BB.COLOR_WHITE)
         c:multiplyRect(0, 0, 1, 1, m) print(rgb(c, 0, 0))""", "128,0,255,255"),
    ],
)  # fmt: skip
def test_pixels(world, source: str, printed: str) -> None:
    assert world.run(HEAD + source).replace("\\n", "\n") == printed


def test_large_buffers_and_the_screen_have_a_size_only(world) -> None:
    source = """
    local large = BB.new(2000, 2000)
    large:fill(BB.COLOR_BLACK)
    local screen = require("device").screen.bb
    screen:paintRect(0, 0, 10, 10, BB.COLOR_BLACK)
    print(large:getPixel(0, 0) == BB.COLOR_WHITE, large:getWidth(), screen:getPixel(1, 1) == BB.COLOR_WHITE)
    """
    assert world.run(HEAD + source) == "true\t2000\ttrue"


def test_an_unknown_member_is_loud(world) -> None:
    with pytest.raises(LuaFailure, match=r"not emulated: ffi/blitbuffer\.dance"):
        world.run(HEAD + "bb:dance()")


def test_a_png_there_and_back(world) -> None:
    source = """
    local path = data_dir .. "/p.png"
    local c = BB.new(2, 2, BB.TYPE_BBRGB32)
    c:fill(BB.ColorRGB32(10, 20, 30, 255)) c:setPixel(1, 0, BB.ColorRGB32(200, 100, 50, 255))
    print(c:writePNG(path), c:writePNG("/nowhere/x.png"))
    local back = require("ffi/mupdf").renderImageFile(path)
    print(rgb(back, 0, 0), rgb(back, 1, 0), back:getWidth(), back:getHeight())
    local data = require("util").readFromFile(path, "rb")
    local scaled = require("ffi/mupdf").renderImage(data, #data, 4, 2)
    print(rgb(scaled, 3, 0), scaled:getWidth())
    local doc = require("ffi/pic").openDocument(path)
    print(doc:getPages(), doc:getOriginalPageSize())
    print(rgb(doc:openPage().image_bb, 1, 0))
    local ok, image = require("ffi/png").decodeFromFile(path, 1)
    print(ok, image.width, image.ncomp, image.data[0])
    """
    assert world.run(HEAD + source) == (
        "true\tfalse\n10,20,30,255\t200,100,50,255\t2\t2\n200,100,50,255\t4\n1\t2\t2\t4\n200,100,50,255\ntrue\t2\t1\t18"
    )


def test_other_pictures_are_grey_in_their_own_size(world) -> None:
    gif = "GIF89a" + "\\3\\0\\2\\0" + "rest of it"
    source = f'local b = require("ffi/mupdf").renderImage("{gif}") print(b.w, b.h, rgb(b, 0, 0))'
    assert world.run(HEAD + source) == "3\t2\t136,136,136,255"
    assert world.run('print(pcall(require("ffi/mupdf").renderImage, "text"))').startswith("false\t")
    assert world.run('print(pcall(require("ffi/pic").openDocument, "/none"))').startswith("false\t")


def png(kind: int, rows: list[bytes], width: int, extra: bytes = b"", depth: int = 8) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, len(rows), depth, kind, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"".join(rows)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + body + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("kind", "rows", "width", "rgba"),
    [
        (0, [b"\0\x05\x06"], 2, b"\5\5\5\xff\6\6\6\xff"),
        (0, [b"\1\x05\x01"], 2, b"\5\5\5\xff\6\6\6\xff"),
        (0, [b"\0\x05", b"\2\x01"], 1, b"\5\5\5\xff\6\6\6\xff"),
        (0, [b"\0\x05\x07", b"\3\x01\x01"], 2, b"\5\5\5\xff\7\7\7\xff\3\3\3\xff\6\6\6\xff"),
        (0, [b"\0\x05\x07", b"\4\x01\x01"], 2, b"\5\5\5\xff\7\7\7\xff\6\6\6\xff\x08\x08\x08\xff"),
        (2, [b"\0\1\2\3"], 1, b"\1\2\3\xff"),
        (4, [b"\0\1\2"], 1, b"\1\1\1\2"),
        (6, [b"\0\1\2\3\4"], 1, b"\1\2\3\4"),
    ],
)
def test_decoding(kind: int, rows: list[bytes], width: int, rgba: bytes) -> None:
    assert PictureHost().pixels(png(kind, rows, width)) == rgba


def test_what_is_not_decoded() -> None:
    host = PictureHost()
    assert host.pixels(b"GIF89a") is None
    assert host.pixels(png(0, [b"\0\x05"], 1, depth=1)) is None
    assert host.pixels(png(0, [b"\0" + bytes(DECODED + 1)], DECODED + 1)) is None
    assert host.pixels(png(0, [b"\0\x05"], 1)[:-30]) is None


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        (b'<svg xmlns="x" width="20" height="30px">', (20, 30)),
        (b'<?xml version="1.0"?><svg viewBox="0 0 24.4 12">', (24, 12)),
        (b'<svg width="100%" viewBox="0,0,5,6">', (5, 6)),
        (b"<svg>", (100, 100)),
        (b"<html>", None),
    ],
)
def test_sizes_of_svg(svg: bytes, size: tuple[int, int] | None) -> None:
    assert PictureHost().size(svg) == size

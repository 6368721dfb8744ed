"""ui/renderimage, ui/widget/imagewidget, fontlist and ui/elements/font_settings."""

from __future__ import annotations

import struct

import pytest

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 640, 480) + b"\x08\x02"
GIF = b"GIF89a" + struct.pack("<HH", 32, 16) + b"\x00"
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF"
    + b"\x00" * 10
    + b"\xff\xc0\x00\x11\x08"
    + struct.pack(">HH", 300, 200)
    + b"\x03" * 9
)
BMP = b"BM" + b"\x00" * 16 + struct.pack("<II", 21, 12)
WEBP_LOSSLESS = b"RIFF\x00\x00\x00\x00WEBPVP8L\x00\x00\x00\x00\x2f" + struct.pack("<I", (49) | (29 << 14)) + b"\x00" * 8
WEBP_EXTENDED = b"RIFF\x00\x00\x00\x00WEBPVP8X" + b"\x00" * 8 + b"\x63\x00\x00\xc7\x00\x00"
SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 12'></svg>"
SVG_PIXELS = b'<svg width="40px" height="30px" viewBox="0 0 4 3"/>'


def put(world, name: str, data: bytes) -> str:
    path = f"/mnt/onboard/{name}"
    world.machine.disk.add_file(path, data)
    return path


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (PNG, "640x480"),
        (GIF, "32x16"),
        (JPEG, "200x300"),
        (BMP, "21x12"),
        (WEBP_LOSSLESS, "50x30"),
        (WEBP_EXTENDED, "100x200"),
        (SVG, "24x12"),
        (SVG_PIXELS, "40x30"),
    ],
)
def test_a_pictures_own_size(world, data, size):
    path = put(world, "picture", data)
    lines = world.run(
        f'local bb = require("ui/renderimage"):renderImageFile("{path}") print(bb:getWidth() .. "x" .. bb:getHeight())'
    )
    assert lines == [size]


@pytest.mark.parametrize("data", [b"", b"text", PNG[:20], JPEG[:24], b"GIF89a", b"RIFF\x00\x00\x00\x00WEBPVP8L"])
def test_what_is_no_picture_is_nil(world, data):
    path = put(world, "picture", data)
    assert world.run(f'print(require("ui/renderimage"):renderImageFile("{path}"))') == ["nil"]


def test_a_file_that_is_not_there_is_nil(world):
    assert world.run('print(require("ui/renderimage"):renderImageFile("/nowhere.png"))') == ["nil"]


def test_data_can_be_a_string_or_c_memory(world):
    path = put(world, "picture", PNG)
    lines = world.run(
        f"""
        local RenderImage, ffi = require("ui/renderimage"), require("ffi")
        local data = require("util").readFromFile("{path}", "rb")
        print(RenderImage:renderImageData(data, #data, false, 10, 20):getHeight())
        local memory = ffi.new("char[?]", #data)
        ffi.copy(memory, data, #data)
        print(RenderImage:renderImageData(memory, #data):getWidth())
        """
    )
    assert lines == ["20", "640"]


def test_frames_of_a_gif(world):
    path = put(world, "moving.gif", GIF)
    lines = world.run(
        f"""
        local frames = require("ui/renderimage"):renderImageFile("{path}", true)
        print(type(frames), #frames, frames[1]():getWidth(), frames.image_disposable)
        """
    )
    assert lines == ["table\t1\t32\ttrue"]


def test_svg_fits_or_is_zoomed(world):
    path = put(world, "icon.svg", SVG)
    lines = world.run(
        f"""
        local RenderImage = require("ui/renderimage")
        local bb, straight = RenderImage:renderSVGImageFile("{path}", 48, 48)
        print(bb:getWidth(), bb:getHeight(), straight)
        print(RenderImage:renderSVGImageFile("{path}", nil, nil, 3):getWidth())
        """
    )
    assert lines == ["48\t24\ttrue", "72"]


def test_scaling_frees_the_original_unless_told_not_to(world):
    lines = world.run(
        """
        local RenderImage, BB = require("ui/renderimage"), require("ffi/blitbuffer")
        local freed = 0
        local function made()
            local bb = BB.new(10, 10)
            bb.free = function() freed = freed + 1 end
            return bb
        end
        local same = made()
        print(RenderImage:scaleBlitBuffer(same, 10, 10) == same, freed)
        print(RenderImage:scaleBlitBuffer(made(), 5.7, 8):getWidth(), freed)
        print(RenderImage:scaleBlitBuffer(made(), 5, 8, false):getHeight(), freed)
        """
    )
    assert lines == ["true\t0", "5\t1", "8\t1"]


def test_an_image_widget_knows_its_files_size(world):
    path = put(world, "picture.png", PNG)
    lines = world.run(
        f"""
        local ImageWidget = require("ui/widget/imagewidget")
        local widget = ImageWidget:new{{ file = "{path}", width = 320, height = 320, scale_factor = 0 }}
        print(widget:getOriginalWidth(), widget:getOriginalHeight(), widget:getSize().w, widget:getSize().h)
        """
    )
    assert lines == ["640\t480\t320\t240"]


def test_fonts_that_come_with_koreader_and_on_the_disk(world):
    folder = f"{world.machine.profile.install_dir}/fonts/mine"
    world.machine.disk.makedirs(folder)
    world.machine.disk.add_file(f"{folder}/BookFace-BoldItalic.otf", b"\0")
    world.machine.disk.add_file(f"{folder}/notes.txt", b"\0")
    lines = world.run(
        """
        local FontList = require("fontlist")
        local list = FontList:getFontList()
        print(list == FontList.fontlist, list == FontList:getFontList())
        for _i, path in ipairs(list) do if path:find("mine") then print(path) end end
        local info = FontList.fontinfo["./fonts/mine/BookFace-BoldItalic.otf"][1]
        print(info.name, info.bold, info.italic, info.serif, FontList:getLocalizedFontName(info.path, 0))
        print(FontList:getLocalizedFontName("./fonts/none.ttf"))
        print(FontList.fontinfo["./fonts/noto/NotoSans-Regular.ttf"][1].name, #FontList.fontnames["Noto Sans"])
        """
    )
    assert lines == [
        "true\ttrue",
        "./fonts/mine/BookFace-BoldItalic.otf",
        "Book Face\ttrue\ttrue\tfalse\tBook Face",
        "nil",
        "Noto Sans\t4",
    ]


def test_system_fonts_only_where_the_device_has_them(world):
    lines = world.run(
        """
        local FontSettings = require("ui/elements/font_settings")
        local Device = require("device")
        Device.hasSystemFonts = function() return false end
        G_reader_settings:makeTrue("system_fonts")
        print(FontSettings:getPath())
        Device.hasSystemFonts = function() return true end
        print(FontSettings:getPath())
        print(FontSettings:getSystemFontMenuItems()[1].checked_func())
        """
    )
    assert lines == ["nil", "/usr/share/fonts", "true"]

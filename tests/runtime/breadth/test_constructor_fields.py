"""Every widget takes the fields that plugins give to its constructor, and lives a window's life with them."""

from __future__ import annotations

from pathlib import Path

import pytest

FIELDS = (Path(__file__).parent / "constructor_fields.lua").read_text(encoding="utf-8")

WINDOWS = """
local UIManager, Event, Geom = require("ui/uimanager"), require("ui/event"), require("ui/geometry")
local inspect = require("ui/inspect")
for name, fields in pairs((fields())) do
    local fine, message = xpcall(function()
        local window = require("ui/widget/" .. name):new(fields)
        UIManager:show(window)
        UIManager:forceRePaint()
        assert(UIManager:isWidgetShown(window), "not shown")
        assert(type(inspect.texts_of(window)) == "table", "no texts")
        UIManager:setDirty(window, function() return "ui", window.dimen end)
        UIManager:forceRePaint()
        UIManager:sendEvent(Event:new("SetRotationMode", 1))
        UIManager:sendEvent(Event:new("ScreenResize", Geom:new{ x = 0, y = 0, w = 800, h = 600 }))
        UIManager:close(window)
        assert(not UIManager:isWidgetShown(window), "not closed")
    end, debug.traceback)
    print(name .. ": " .. (fine and "fine" or message))
end
"""

PIECES = """
local BB = require("ffi/blitbuffer")
for name, fields in pairs((select(2, fields()))) do
    local fine, message = xpcall(function()
        local piece = require("ui/widget/" .. name):new(fields)
        local size = piece:getSize()
        assert(size.w >= 0 and size.h >= 0, "no size")
        piece:paintTo(BB.new(60, 80), 3, 4)
        if piece.resetLayout then piece:resetLayout() end
        assert(piece:getSize().w == size.w, "another size")
        if piece.free then piece:free() end
    end, debug.traceback)
    print(name .. ": " .. (fine and "fine" or message))
end
"""


@pytest.mark.parametrize(("use", "least"), [(WINDOWS, 20), (PIECES, 34)])
def test_fields_of_plugins(world, use, least):
    lines = world.run(f"local function fields()\n{FIELDS}\nend\n{use}")
    assert [line for line in lines if not line.endswith(": fine")] == []
    assert len(lines) >= least

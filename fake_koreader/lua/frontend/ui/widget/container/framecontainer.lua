--- A border, margin and padding around one child.
-- `width` and `height` only stretch what is drawn (and so `dimen`), never `getSize`, which is the child's size plus
-- twice margin and border plus the paddings (specs/koreader-ui.md 7.5).

local Blitbuffer = require("ffi/blitbuffer")
local Geom = require("ui/geometry")
local Size = require("ui/size")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local FrameContainer = WidgetContainer:extend{
    bordersize = Size.border.window,
    color = Blitbuffer.COLOR_BLACK,
    focus_border_size = Size.border.window * 2,
    focusable = false,
    inner_bordersize = 0,
    invert = false,
    margin = 0,
    padding = Size.padding.default,
}

--- Resolves the four paddings; a side that is not given takes `padding`.
function FrameContainer:_resolvePadding()
    for _, side in ipairs{ "top", "bottom", "left", "right" } do
        local field = "padding_" .. side
        self[field] = self[field] or self.padding
    end
end

--- Outer size of the frame in pixels. Returns a new Geom.
function FrameContainer:getSize()
    self:_resolvePadding()
    local child = self[1]
    local size = child and child:getSize() or { w = 0, h = 0 }
    local around = 2 * (self.margin + self.bordersize)
    return Geom:new{
        w = size.w + around + self.padding_left + self.padding_right,
        h = size.h + around + self.padding_top + self.padding_bottom,
    }
end

--- Puts frame and child at (x, y) and remembers the area in `dimen`.
function FrameContainer:paintTo(bb, x, y)
    local size = self:getSize()
    self.dimen = self.dimen or Geom:new{}
    self.dimen.x, self.dimen.y = x, y
    self.dimen.w, self.dimen.h = self.width or size.w, self.height or size.h
    if self[1] then
        local edge = self.margin + self.bordersize
        self[1]:paintTo(bb, x + edge + self.padding_left, y + edge + self.padding_top)
    end
end

--- Draws the focus as a wider border; the total size stays the same.
function FrameContainer:onFocus()
    if not self.focusable then return false end
    self.color = Blitbuffer.COLOR_BLACK
    return true
end

--- Takes the focus border back.
function FrameContainer:onUnfocus()
    return self.focusable and true or false
end

return FrameContainer

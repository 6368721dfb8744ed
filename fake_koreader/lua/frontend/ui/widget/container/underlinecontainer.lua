--- A child with a line under it; a focused menu row shows its focus that way.

local Blitbuffer = require("ffi/blitbuffer")
local Geom = require("ui/geometry")
local Size = require("ui/size")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local UnderlineContainer = WidgetContainer:extend{
    linesize = Size.line.thick,
    padding = Size.padding.tiny,
    color = Blitbuffer.COLOR_WHITE,
    vertical_align = "top",
}

--- Height taken by the line and the gap above it, in pixels.
function UnderlineContainer:_underHeight()
    return self.linesize + self.padding
end

--- The child's size plus the line below, at least as large as `dimen`. Returns a new Geom.
function UnderlineContainer:getSize()
    local size = self[1] and self[1]:getSize() or { w = 0, h = 0 }
    local w, h = size.w, size.h + self:_underHeight()
    if self.dimen then
        w, h = math.max(w, self.dimen.w), math.max(h, self.dimen.h)
    end
    return Geom:new{ w = w, h = h }
end

--- Puts the child at (x, y), aligned as `vertical_align` asks ("top", "center" or "bottom").
function UnderlineContainer:paintTo(bb, x, y)
    local size = self:getSize()
    if not self.dimen then
        self.dimen = Geom:new{ w = size.w, h = size.h }
    end
    self.dimen.x, self.dimen.y = x, y
    local child = self[1]
    if not child then return end
    local room = size.h - self:_underHeight() - child:getSize().h
    local share = ({ top = 0, center = 0.5, bottom = 1 })[self.vertical_align] or 0
    child:paintTo(bb, x, y + math.floor(room * share))
end

return UnderlineContainer

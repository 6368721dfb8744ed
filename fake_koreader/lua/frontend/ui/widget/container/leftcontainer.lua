--- Puts its child at the left edge, vertically in the middle.
-- Needs `dimen` to have an area of its own; without one it is as large as its child.

local WidgetContainer = require("ui/widget/container/widgetcontainer")

local LeftContainer = WidgetContainer:extend{}

--- Puts the only child into the container's area, whose upper left corner is (x, y).
function LeftContainer:paintTo(bb, x, y)
    local child = self[1]
    if not child then return end
    local area, size = self:getSize(), child:getSize()
    child:paintTo(bb, x, y + math.floor((area.h - size.h) / 2))
end

return LeftContainer

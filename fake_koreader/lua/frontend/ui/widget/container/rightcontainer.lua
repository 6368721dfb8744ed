--- Puts its child at the right edge, vertically in the middle.
-- Needs `dimen` to have an area of its own; without one it is as large as its child.

local WidgetContainer = require("ui/widget/container/widgetcontainer")

local RightContainer = WidgetContainer:extend{}

--- Puts the only child into the container's area, whose upper left corner is (x, y).
function RightContainer:paintTo(bb, x, y)
    local child = self[1]
    if not child then return end
    local area, size = self:getSize(), child:getSize()
    child:paintTo(bb, x + area.w - size.w, y + math.floor((area.h - size.h) / 2))
end

return RightContainer

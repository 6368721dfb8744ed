--- Puts its child at the top edge, horizontally in the middle.
-- Needs `dimen` to have an area of its own; without one it is as large as its child.

local WidgetContainer = require("ui/widget/container/widgetcontainer")

local TopContainer = WidgetContainer:extend{}

--- Puts the only child into the container's area, whose upper left corner is (x, y).
function TopContainer:paintTo(bb, x, y)
    local child = self[1]
    if not child then return end
    local area, size = self:getSize(), child:getSize()
    child:paintTo(bb, x + math.floor((area.w - size.w) / 2), y)
end

return TopContainer

--- Puts its child at a given share of the free room: `horizontal_position` and `vertical_position` go from 0
-- (left, top) to 1 (right, bottom); 0.5 is the middle. Used by the sleep screen's message.

local WidgetContainer = require("ui/widget/container/widgetcontainer")

local CustomPositionContainer = WidgetContainer:extend{
    horizontal_position = 0.5,
    vertical_position = 0.5,
}

--- Puts the only child into the container's area, whose upper left corner is (x, y).
function CustomPositionContainer:paintTo(bb, x, y)
    local child = self.widget or self[1]
    if not child then return end
    local area, size = self:getSize(), child:getSize()
    local dx = math.floor((area.w - size.w) * self.horizontal_position)
    local dy = math.floor((area.h - size.h) * self.vertical_position)
    child:paintTo(bb, x + dx, y + dy)
end

return CustomPositionContainer

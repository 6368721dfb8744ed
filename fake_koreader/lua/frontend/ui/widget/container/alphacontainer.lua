--- A child shown through. Nothing is blended here: the child is simply put in its place.

local WidgetContainer = require("ui/widget/container/widgetcontainer")

local AlphaContainer = WidgetContainer:extend{
    alpha = 1,
}

--- Puts the child at (x, y).
function AlphaContainer:paintTo(bb, x, y)
    if not self[1] then return end
    self.dimen = self.dimen or self[1]:getSize()
    self[1]:paintTo(bb, x, y)
end

return AlphaContainer

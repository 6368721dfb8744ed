--- Puts its child in the middle of its area.
-- Fields: `dimen` (Geom); `ignore` ("width" or "height": not centred that way); `ignore_if_over` (the same, but
-- only when the child is larger than the area).

local WidgetContainer = require("ui/widget/container/widgetcontainer")

local CenterContainer = WidgetContainer:extend{}

local function offset(outer, inner, ignored, ignored_if_over)
    if ignored or (ignored_if_over and inner > outer) then return 0 end
    return math.floor((outer - inner) / 2)
end

--- Puts the only child into the container's area, whose upper left corner is (x, y).
function CenterContainer:paintTo(bb, x, y)
    local child = self[1]
    if not child then return end
    local area, size = self:getSize(), child:getSize()
    local dx = offset(area.w, size.w, self.ignore == "width", self.ignore_if_over == "width")
    local dy = offset(area.h, size.h, self.ignore == "height", self.ignore_if_over == "height")
    child:paintTo(bb, x + dx, y + dy)
end

return CenterContainer

--- The marker of what the next touch does: page flipping, highlight selection, background rendering.
local WidgetContainer = require("ui/widget/container/widgetcontainer")

return WidgetContainer:extend{}

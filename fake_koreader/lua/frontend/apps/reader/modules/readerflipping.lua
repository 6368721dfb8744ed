--- The marker of what the next touch does: page flipping, highlight selection, background rendering.
-- fidelity: partial: there is no marker to see
local WidgetContainer = require("ui/widget/container/widgetcontainer")

return WidgetContainer:extend{}

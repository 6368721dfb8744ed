local WidgetContainer = require("ui/widget/container/widgetcontainer")
local Nothing = WidgetContainer:extend{ name = "nothing" }
function Nothing:init() end

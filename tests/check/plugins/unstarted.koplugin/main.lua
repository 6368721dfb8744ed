local WidgetContainer = require("ui/widget/container/widgetcontainer")
local Unstarted = WidgetContainer:extend{ name = "unstarted" }
function Unstarted:init()
    self.server = self.settings.server
end
return Unstarted

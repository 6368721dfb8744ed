local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local Leaving = WidgetContainer:extend{ name = "leaving" }
function Leaving:onReaderReady()
    UIManager:scheduleIn(7200, function() self.done = true end)
end
return Leaving

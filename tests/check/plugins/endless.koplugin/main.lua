local WidgetContainer = require("ui/widget/container/widgetcontainer")
local Endless = WidgetContainer:extend{ name = "endless" }
function Endless:onReaderReady()
    local n = 0
    while n >= 0 do
        n = n + 1
    end
end
return Endless

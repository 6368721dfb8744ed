local WidgetContainer = require("ui/widget/container/widgetcontainer")
local Leaking = WidgetContainer:extend{ name = "leaking" }
leaked_while_loading = 1
function Leaking:init()
    leaked_in_init = true
end
return Leaking

local WidgetContainer = require("ui/widget/container/widgetcontainer")
local ffiutil = require("ffi/util")
local Freezing = WidgetContainer:extend{ name = "freezing" }
function Freezing:onReaderReady()
    ffiutil.sleep(30)
end
return Freezing

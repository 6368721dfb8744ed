local WidgetContainer = require("ui/widget/container/widgetcontainer")
local not_emulated = require("not_emulated")
local Unemulated = WidgetContainer:extend{ name = "unemulated" }
function Unemulated:onReaderReady()
    pcall(not_emulated, "ui/imaginary", "shine")
end
function Unemulated:onCloseDocument()
    not_emulated("ui/imaginary", "fade")
end
return Unemulated

local WidgetContainer = require("ui/widget/container/widgetcontainer")
local http = require("socket.http")
local Radio = WidgetContainer:extend{ name = "radio" }
function Radio:onCloseDocument()
    http.request("http://books.example/api/progress?page=" .. tostring(self.ui:getCurrentPage()))
end
return Radio

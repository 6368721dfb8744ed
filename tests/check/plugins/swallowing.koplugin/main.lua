local WidgetContainer = require("ui/widget/container/widgetcontainer")
local Swallowing = WidgetContainer:extend{ name = "swallowing" }
function Swallowing:init()
    self.ui.menu:registerToMainMenu(self)
end
function Swallowing:addToMainMenu()
    error("no entries")
end
function Swallowing:onPageUpdate(page)
    return self.pages[page]
end
return Swallowing

--- The folded corner of a page that has a bookmark.
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local ReaderDogear = WidgetContainer:extend{}

function ReaderDogear:onSetDogearVisibility(visible)
    self.view.dogear_visible = visible
    return true
end

return ReaderDogear

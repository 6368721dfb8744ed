--- The reader's own hyphenations; without effect, as nothing is hyphenated here.
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local ReaderUserHyph = WidgetContainer:extend{}

function ReaderUserHyph:isAvailable()
    return false
end

return ReaderUserHyph

--- The reader's own hyphenations; without effect, as nothing is hyphenated here.
-- fidelity: partial: kept, nothing is hyphenated
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local ReaderUserHyph = WidgetContainer:extend{}

function ReaderUserHyph:isAvailable()
    return false
end

return ReaderUserHyph

--- An empty stretch between the parts of a column. Its height is the field `width`, as in KOReader.

local Widget = require("ui/widget/widget")

local VerticalSpan = Widget:extend{ width = 0 }

function VerticalSpan.getSize(span)
    return { w = 0, h = span.width }
end

return VerticalSpan

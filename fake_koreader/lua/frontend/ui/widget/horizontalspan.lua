--- An empty stretch of `width` pixels between the parts of a row.

local Widget = require("ui/widget/widget")

local HorizontalSpan = Widget:extend{ width = 0 }

function HorizontalSpan.getSize(span)
    return { w = span.width, h = 0 }
end

return HorizontalSpan

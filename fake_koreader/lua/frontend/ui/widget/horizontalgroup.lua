--- Children side by side. `align` is "top", "center" or "bottom".

local HorizontalGroup = require("ui/widget/linegroup"){ along = "w", across = "h", far = "bottom" }

return HorizontalGroup

--- Children one below the other. `align` is "left", "center" or "right".

local VerticalGroup = require("ui/widget/linegroup"){ along = "h", across = "w", far = "right" }

return VerticalGroup

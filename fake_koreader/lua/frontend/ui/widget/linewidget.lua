--- A line: `dimen` says how long and thick; `style` is "solid", "dashed" or "none".

local Blitbuffer = require("ffi/blitbuffer")
local Widget = require("ui/widget/widget")

local LineWidget = Widget:extend{
    style = "solid",
    background = Blitbuffer.COLOR_BLACK,
}

--- Remembers where the line is.
function LineWidget:paintTo(bb, x, y)
    if self.dimen then
        self.dimen.x, self.dimen.y = x, y
    end
end

return LineWidget

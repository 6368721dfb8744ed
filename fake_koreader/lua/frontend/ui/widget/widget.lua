--- Something on the screen: `new` also runs the framework's `_init`, before the author's `init`.
-- same: paintTo
local EventListener = require("ui/widget/eventlistener")

local Widget = EventListener:extend{}

function Widget:new(o)
    local instance = self:extend(o)
    if instance._init then instance:_init() end
    if instance.init then instance:init() end
    return instance
end

--- The size taken on the screen: `dimen`, which most widgets have only once they were painted.
function Widget:getSize()
    return self.dimen
end

--- Painting puts no pixels anywhere here: it is where a widget learns its place (`dimen`).
function Widget:paintTo(bb, x, y) end

return Widget

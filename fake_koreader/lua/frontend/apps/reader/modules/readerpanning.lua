--- Moving the view with the arrow keys.
-- fidelity: partial: accepted, without effect
local Event = require("ui/event")
local InputContainer = require("ui/widget/container/inputcontainer")

local ReaderPanning = InputContainer:extend{
    panning_steps = { normal = 50, alt = 25, shift = 10, altshift = 5 },
}

function ReaderPanning:onSetDimensions(dimen)
    self.dimen = dimen
end

--- @tparam table args horizontal and vertical steps
function ReaderPanning:onPanning(args)
    self.ui:handleEvent(Event:new("GotoViewRel", args[2] > 0 and 1 or -1))
    return true
end

return ReaderPanning

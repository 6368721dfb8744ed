--- A QR code for `text`, at most `width` by `height` pixels. Nothing is encoded; `text` is what a scanner would read.
-- fidelity: partial: the size; no code is drawn

local Geom = require("ui/geometry")
local Screen = require("device").screen
local Widget = require("ui/widget/widget")

local QRWidget = Widget:extend{
    alpha = false,
    height = nil,
    scale_factor = 1,
    text = nil,
    width = nil,
}

function QRWidget:getSize()
    local side = math.min(self.width or self.height or Screen:getWidth(), self.height or self.width or math.huge)
    return Geom:new{ w = side, h = side }
end

--- Remembers where the code is.
function QRWidget:paintTo(bb, x, y)
    local size = self:getSize()
    self.dimen = Geom:new{ x = x, y = y, w = size.w, h = size.h }
end

return QRWidget

--- The mark in front of a check button or menu row. Fields: `checkable`, `checked`, `enabled`, `face`, `baseline`.

local Font = require("ui/font")
local Geom = require("ui/geometry")
local TextMetrics = require("ui/textmetrics")
local Widget = require("ui/widget/widget")

local CheckMark = Widget:extend{
    checkable = true,
    checked = false,
    enabled = true,
    face = Font:getFace("smallinfofont"),
    radio = false,
}

function CheckMark:getSize()
    if not self.checkable then return Geom:new{ w = 0, h = 0 } end
    local height = TextMetrics.height(self.face)
    return Geom:new{ w = height, h = height }
end

--- Remembers where the mark is.
function CheckMark:paintTo(bb, x, y)
    local size = self:getSize()
    self.dimen = Geom:new{ x = x, y = y, w = size.w, h = size.h }
end

return CheckMark

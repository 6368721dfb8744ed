--- A progress bar. Fields: `width`, `height` (pixels), `percentage` (0–1, not clamped), `ticks`, `last`, `tick_width`,
-- `margin_h`, `margin_v`.

local Geom = require("ui/geometry")
local Widget = require("ui/widget/widget")

local ProgressWidget = Widget:extend{
    height = nil,
    last = nil,
    margin_h = 3,
    margin_v = 2,
    percentage = nil,
    tick_width = 3,
    ticks = nil,
    width = nil,
}

function ProgressWidget:init()
    self:updateStyle(not self.thin, self.height)
end

function ProgressWidget:getSize()
    return Geom:new{ w = self.width or 0, h = self.height or 0 }
end

--- Remembers where the bar is.
function ProgressWidget:paintTo(bb, x, y)
    self.dimen = Geom:new{ x = x, y = y, w = self.width or 0, h = self.height or 0 }
end

--- Sets how full the bar is (0–1; other values are kept as they are).
function ProgressWidget:setPercentage(percentage)
    self.percentage = percentage
end

--- Percentage under a position (Geom) on the bar, or nil beside it.
function ProgressWidget:getPercentageFromPosition(pos)
    if not (pos and self.dimen) then return nil end
    local room = self.dimen.w - 2 * self.margin_h
    local offset = pos.x - self.dimen.x - self.margin_h
    if room <= 0 or offset < 0 or offset > room then return nil end
    return offset / room
end

--- Chooses between the thick and the thin look and its height.
function ProgressWidget:updateStyle(thick, height)
    self.thin = not thick
    if height then self.height = height end
end

return ProgressWidget

--- Which gestures somebody listens for: by name, by place, by direction, by extent.
local GestureRange = {}
GestureRange.__index = GestureRange

--- @tparam table o `ges`, `range` (Geom, or a function giving one), `rate` (per second), `scale` {min, max},
-- `direction`
function GestureRange:new(o)
    return setmetatable(o, self)
end

local function tooSoon(self, gesture)
    local last = self.last_time
    if last and gesture.time - last <= 1e6 / self.rate then return true end
    self.last_time = gesture.time
    return false
end

--- @treturn bool whether the gesture is one of those listened for
function GestureRange:match(gesture)
    if gesture.ges ~= self.ges then return false end
    local range = self.range
    if range then
        if type(range) == "function" then range = range() end
        -- A widget that was not painted yet has no place, and nothing can hit it.
        if not range or not range:contains(gesture.pos) then return false end
    end
    if self.rate and tooSoon(self, gesture) then return false end
    local scale = self.scale
    if scale then
        local extent = gesture.distance or gesture.span
        if extent < scale[1] or extent > scale[2] then return false end
    end
    return not self.direction or self.direction == gesture.direction
end

return GestureRange

--[[--
A widget with children in its array part. Children hear of an event first, in order; the first of them that
answers with something truthy keeps it from everybody after it, and from the container.
]]
local Geom = require("ui/geometry")
local Widget = require("ui/widget/widget")

local WidgetContainer = Widget:extend{}

--- Offer the event to the children. @treturn bool whether one of them took it
function WidgetContainer:propagateEvent(event)
    for _, child in ipairs(self) do
        if child:handleEvent(event) then return true end
    end
    return false
end

-- The two loops are written out: this is what every page turn spends its time in.
function WidgetContainer:handleEvent(event)
    for _, child in ipairs(self) do
        if child:handleEvent(event) then return true end
    end
    local answer = self[event.handler]
    if answer then
        local args = event.args
        return answer(self, unpack(args, 1, args.n))
    end
end

--- Free and forget all children (only forget them with `skip_free`).
function WidgetContainer:clear(skip_free)
    if not skip_free then self:free() end
    for i = #self, 1, -1 do self[i] = nil end
end

--- Let every child that knows how release what it holds; `full` is handed on.
function WidgetContainer:free(full)
    for _, child in ipairs(self) do
        if child.free then child:free(full) end
    end
end

--- The container's own `dimen`, or else the size of its first child.
function WidgetContainer:getSize()
    local first = self[1]
    return self.dimen or (first and first:getSize()) or Geom:new{}
end

--- Paint the first child, the only one that shows.
function WidgetContainer:paintTo(bb, x, y)
    local first = self[1]
    if not first then return end
    local dimen = self.dimen
    if not dimen then
        local size = first:getSize()
        dimen = Geom:new{ w = size and size.w or 0, h = size and size.h or 0 }
        self.dimen = dimen
    end
    first:paintTo(bb, x + dimen.x, y + dimen.y)
end

return WidgetContainer

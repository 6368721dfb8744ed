--- Children on top of one another in one area. A child's `overlap_offset` ({ x, y }) or `overlap_align`
-- ("left", "center" or "right") says where in it.

local Geom = require("ui/geometry")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local OverlapGroup = WidgetContainer:extend{
    allow_mirroring = true,
}

--- The largest width and height among the children; the group's `dimen` wins where it has them. Returns a Geom.
function OverlapGroup:getSize()
    if self._size then return self._size end
    local w, h = 0, 0
    for _, child in ipairs(self) do
        local size = child:getSize()
        w, h = math.max(w, size.w), math.max(h, size.h)
    end
    local given = self.dimen
    if given then
        w, h = given.w > 0 and given.w or w, given.h > 0 and given.h or h
    end
    self._size = Geom:new{ w = w, h = h }
    return self._size
end

--- Puts every child into the area that begins at (x, y).
function OverlapGroup:paintTo(bb, x, y)
    local area = self:getSize()
    for _, child in ipairs(self) do
        local dx, dy = 0, 0
        if child.overlap_offset then
            dx, dy = child.overlap_offset[1], child.overlap_offset[2]
        elseif child.overlap_align == "right" then
            dx = area.w - child:getSize().w
        elseif child.overlap_align == "center" then
            dx = math.floor((area.w - child:getSize().w) / 2)
        end
        child:paintTo(bb, x + dx, y + dy)
    end
end

--- Forgets the size; to be called after children changed.
function OverlapGroup:resetLayout()
    self._size = nil
end

--- Removes all children; frees them unless `skip_free`.
function OverlapGroup:clear(skip_free)
    self:resetLayout()
    WidgetContainer.clear(self, skip_free)
end

--- Frees the children and forgets the size.
function OverlapGroup:free(full)
    self:resetLayout()
    WidgetContainer.free(self, full)
end

return OverlapGroup

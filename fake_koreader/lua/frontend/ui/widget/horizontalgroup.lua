--- Children side by side. `align` is "top", "center" or "bottom".
-- The size is worked out once and kept until `resetLayout()` or `clear()` (specs/koreader-ui.md 7.5).

local WidgetContainer = require("ui/widget/container/widgetcontainer")

local HorizontalGroup = WidgetContainer:extend{
    align = "center",
    allow_mirroring = true,
}

--- Size of all children together. Returns a plain table { w, h }, the same one until the layout is reset.
function HorizontalGroup:getSize()
    if self._size then return self._size end
    local size, sizes = { w = 0, h = 0 }, {}
    for i, child in ipairs(self) do
        local part = child:getSize()
        sizes[i] = { w = part.w, h = part.h }
        size.w = size.w + part.w
        size.h = math.max(size.h, part.h)
    end
    self._size, self._sizes = size, sizes
    return size
end

--- Puts the children one after the other, beginning at (x, y).
function HorizontalGroup:paintTo(bb, x, y)
    local size = self:getSize()
    if self.dimen then
        self.dimen.x, self.dimen.y = x, y
    end
    local along = 0
    for i, child in ipairs(self) do
        local part = self._sizes[i]
        if not part then
            self:resetLayout()
            return self:paintTo(bb, x, y)
        end
        local across = 0
        if self.align == "center" then
            across = math.floor((size.h - part.h) / 2)
        elseif self.align == "bottom" then
            across = size.h - part.h
        end
        child:paintTo(bb, x + along, y + across)
        along = along + part.w
    end
end

--- Forgets the size; to be called after children changed.
function HorizontalGroup:resetLayout()
    self._size, self._sizes = nil, nil
end

--- Removes all children; frees them unless `skip_free`.
function HorizontalGroup:clear(skip_free)
    self:resetLayout()
    WidgetContainer.clear(self, skip_free)
end

--- Frees the children and forgets the size.
function HorizontalGroup:free(full)
    self:resetLayout()
    WidgetContainer.free(self, full)
end

return HorizontalGroup

--- What HorizontalGroup and VerticalGroup share (a module of ours): children in a line, along one axis.
-- The size is worked out once and kept until `resetLayout()` or `clear()` (specs/koreader-ui.md 7.5).

local WidgetContainer = require("ui/widget/container/widgetcontainer")

-- axis = { along = "w", across = "h", far = "bottom" }: which side of a child counts where, and the name of
-- the alignment at the far end.
return function(axis)
    local along, across, far = axis.along, axis.across, axis.far
    local Group = WidgetContainer:extend{
        align = "center",
        allow_mirroring = true,
    }

    --- Size of all children together. Returns a plain table { w, h }, the same one until the layout is reset.
    function Group:getSize()
        if self._size then return self._size end
        local size, sizes = { w = 0, h = 0 }, {}
        for i, child in ipairs(self) do
            local part = child:getSize()
            sizes[i] = { w = part.w, h = part.h }
            size[along] = size[along] + part[along]
            size[across] = math.max(size[across], part[across])
        end
        self._size, self._sizes = size, sizes
        return size
    end

    local function offset(group, room)
        if group.align == "center" then
            return math.floor(room / 2)
        end
        return group.align == far and room or 0
    end

    --- Puts the children one after the other, beginning at (x, y).
    function Group:paintTo(bb, x, y)
        local size = self:getSize()
        if self.dimen then
            self.dimen.x, self.dimen.y = x, y
        end
        local start = { w = x, h = y }
        for i, child in ipairs(self) do
            local part = self._sizes[i]
            if not part then
                self:resetLayout()
                return self:paintTo(bb, x, y)
            end
            local aside = offset(self, size[across] - part[across])
            if along == "w" then
                child:paintTo(bb, start.w, start.h + aside)
            else
                child:paintTo(bb, start.w + aside, start.h)
            end
            start[along] = start[along] + part[along]
        end
    end

    --- Forgets the size; to be called after children changed.
    function Group:resetLayout()
        self._size, self._sizes = nil, nil
    end

    --- Removes all children; frees them unless `skip_free`.
    function Group:clear(skip_free)
        self:resetLayout()
        WidgetContainer.clear(self, skip_free)
    end

    --- Frees the children and forgets the size.
    function Group:free(full)
        self:resetLayout()
        WidgetContainer.free(self, full)
    end

    return Group
end

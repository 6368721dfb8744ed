--- One row of a SortWidget: a tap marks it for moving, a long press is the item's own.

local Font = require("ui/font")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local InputContainer = require("ui/widget/container/inputcontainer")
local LeftContainer = require("ui/widget/container/leftcontainer")
local TextWidget = require("ui/widget/textwidget")

local SortItemWidget = InputContainer:extend{
    face = Font:getFace("smallinfofont"),
}

function SortItemWidget:init()
    local item = self.item
    self.text = item.text_func and item.text_func() or item.text
    if item.checked_func then self.checked = item.checked_func() and true or false end
    self.dimen = Geom:new{ x = 0, y = 0, w = self.width, h = self.height }
    self[1] = LeftContainer:new{
        dimen = Geom:new{ w = self.width, h = self.height },
        TextWidget:new{ text = self.text, face = self.face, max_width = self.width, bold = self.marked },
    }
    local range = function() return self.dimen end
    self.ges_events = {
        Tap = { GestureRange:new{ ges = "tap", range = range } },
        Hold = { GestureRange:new{ ges = "hold", range = range } },
    }
end

--- Remembers where the row is.
function SortItemWidget:paintTo(bb, x, y)
    self.dimen.x, self.dimen.y = x, y
    self[1]:paintTo(bb, x, y)
end

--- A tap: marks the row, or takes the mark back; a row that can be checked only reacts with its callback.
function SortItemWidget:onTap()
    local list = self.show_parent
    if self.item.checked_func and not list.sort_disabled and self.item.callback then
        self.item.callback()
    elseif list.sort_disabled then
        if self.item.callback then self.item.callback() end
    else
        list.marked = list.marked == self.index and 0 or self.index
    end
    list:_populateItems()
    return true
end

function SortItemWidget:onHold()
    if self.item.hold_callback then
        local list = self.show_parent
        self.item.hold_callback(function() list:_populateItems() end)
    end
    return true
end

return SortItemWidget

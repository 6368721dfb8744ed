--- One row of a Menu. Fields: `entry` (the item), `text`, `post_text`, `mandatory`, `menu`, `dimen`, `show_parent`.
-- Taps do nothing before the row was painted.

local CenterContainer = require("ui/widget/container/centercontainer")
local Font = require("ui/font")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local InputContainer = require("ui/widget/container/inputcontainer")
local TextWidget = require("ui/widget/textwidget")
local UnderlineContainer = require("ui/widget/container/underlinecontainer")

local MenuItem = InputContainer:extend{
    face = Font:getFace("smallinfofont"),
}

function MenuItem:init()
    local range = function() return self.painted and self.dimen end
    self.ges_events = {
        TapSelect = { GestureRange:new{ ges = "tap", range = range } },
        HoldSelect = { GestureRange:new{ ges = "hold", range = range } },
    }
    local texts = HorizontalGroup:new{
        TextWidget:new{ text = self.text, face = self.face, bold = self.bold, max_width = self.dimen.w },
    }
    self._underline_container = UnderlineContainer:new{
        CenterContainer:new{ dimen = Geom:new{ w = self.dimen.w, h = self.dimen.h }, texts },
    }
    self[1] = self._underline_container
end

function MenuItem:getSize()
    return Geom:new{ w = self.dimen.w, h = self.dimen.h }
end

--- Remembers where the row is.
function MenuItem:paintTo(bb, x, y)
    self.dimen.x, self.dimen.y = x, y
    self.painted = true
    self[1]:paintTo(bb, x, y)
end

--- Where a gesture lies in the row, as shares of its width and height.
function MenuItem:getGesPosition(ges)
    return {
        x = (ges.pos.x - self.dimen.x) / self.dimen.w,
        y = (ges.pos.y - self.dimen.y) / self.dimen.h,
    }
end

--- A tap chooses the row; with `flash_ui` things are painted before.
function MenuItem:onTapSelect(_, ges)
    if not self.painted then return end
    self.menu:onMenuSelect(self.entry, self:getGesPosition(ges))
    return true
end

--- A long press asks the menu what it means.
function MenuItem:onHoldSelect(_, ges)
    if not self.painted then return end
    self.menu:onMenuHold(self.entry, self:getGesPosition(ges))
    return true
end

function MenuItem:onFocus()
    self._underline_container.focused = true
    return true
end

function MenuItem:onUnfocus()
    self._underline_container.focused = false
    return true
end

return MenuItem

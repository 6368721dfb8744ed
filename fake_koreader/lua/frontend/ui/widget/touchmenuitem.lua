--- One row of a TouchMenu. Fields: `item`, `menu`, `dimen`, `show_parent`.
-- What is shown (`label`, `checked`, `enabled`) is asked once, when the row is built; a tap asks again whether the item
-- is enabled. Taps do nothing before the row was painted.

local CenterContainer = require("ui/widget/container/centercontainer")
local CheckMark = require("ui/widget/checkmark")
local Font = require("ui/font")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local InputContainer = require("ui/widget/container/inputcontainer")
local LeftContainer = require("ui/widget/container/leftcontainer")
local RadioMark = require("ui/widget/radiomark")
local Screen = require("device").screen
local TextWidget = require("ui/widget/textwidget")
local UIManager = require("ui/uimanager")

local TouchMenuItem = InputContainer:extend{
    face = Font:getFace("smallinfofont"),
}

local function isEnabled(item)
    local enabled = item.enabled
    if item.enabled_func then enabled = item.enabled_func() end
    return enabled ~= false
end

--- The text of an item: `text_func` wins over `text`.
function TouchMenuItem.textOf(item)
    local text = item.text
    if item.text_func then text = item.text_func() end
    return text == nil and "" or tostring(text)
end

function TouchMenuItem:init()
    local item = self.item
    self.label = TouchMenuItem.textOf(item)
    self.has_submenu = item.sub_item_table ~= nil or item.sub_item_table_func ~= nil
    self.has_mark = item.checked_func ~= nil
    self.checked = self.has_mark and item.checked_func() and true or false
    self.enabled = isEnabled(item)
    local mark_class = item.radio and RadioMark or CheckMark
    self.mark = mark_class:new{ checkable = self.has_mark, checked = self.checked, enabled = self.enabled }
    local gutter = Screen:scaleBySize(40)
    local text = TextWidget:new{
        text = self.has_submenu and self.label .. " ▸" or self.label,
        face = item.font_func and item.font_func(self.face.orig_size) or self.face,
        max_width = math.max(1, self.dimen.w - gutter),
    }
    self.mark_area = CenterContainer:new{ dimen = Geom:new{ w = gutter, h = self.dimen.h }, self.mark }
    self[1] = LeftContainer:new{
        dimen = Geom:new{ w = self.dimen.w, h = self.dimen.h },
        HorizontalGroup:new{ self.mark_area, text },
    }
    self._gutter = gutter
    local range = function() return self.painted and self.dimen end
    self.ges_events = {
        TapSelect = { GestureRange:new{ ges = "tap", range = range } },
        HoldSelect = { GestureRange:new{ ges = "hold", range = range } },
    }
end

function TouchMenuItem:getSize()
    return Geom:new{ w = self.dimen.w, h = self.dimen.h }
end

--- Remembers where the row is.
function TouchMenuItem:paintTo(bb, x, y)
    self.dimen.x, self.dimen.y = x, y
    self.painted = true
    self[1]:paintTo(bb, x, y)
end

--- A tap: runs the item if it is enabled, with a repaint before and after (`flash_ui`).
function TouchMenuItem:onTapSelect(_, ges)
    if not self.painted then return end
    if not isEnabled(self.item) then return true end
    local on_mark = self.has_mark and ges.pos.x - self.dimen.x < self._gutter
    local flash = G_reader_settings:nilOrTrue("flash_ui")
    if flash then UIManager:forceRePaint() end
    self.menu:onMenuSelect(self.item, on_mark)
    if flash then UIManager:forceRePaint() end
    return true
end

--- A long press: a disabled item only shows its help.
function TouchMenuItem:onHoldSelect()
    if not self.painted then return end
    self.menu:onMenuHold(self.item, not isEnabled(self.item))
    return true
end

function TouchMenuItem:onFocus()
    self.focused = true
    return true
end

function TouchMenuItem:onUnfocus()
    self.focused = false
    return true
end

return TouchMenuItem

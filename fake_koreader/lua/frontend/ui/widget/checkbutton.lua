--- A text with a check mark (or a radio mark) that a tap flips.
-- Fields: `text`, `checked`, `enabled`, `callback()` (after the flip), `hold_callback()`, `radio`, `separator`, and
-- `parent`, the dialog it is added to, whose `getAddedWidgetAvailableWidth()` gives the width unless `width` is set.

local FrameContainer = require("ui/widget/container/framecontainer")
local Font = require("ui/font")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local CheckMark = require("ui/widget/checkmark")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local InputContainer = require("ui/widget/container/inputcontainer")
local RadioMark = require("ui/widget/radiomark")
local Size = require("ui/size")
local TextBoxWidget = require("ui/widget/textboxwidget")
local UIManager = require("ui/uimanager")

local CheckButton = InputContainer:extend{
    bordersize = 0,
    checkable = true,
    checked = false,
    enabled = true,
    face = Font:getFace("smallinfofont"),
    margin = Size.margin.default,
    padding = Size.padding.default,
    radio = false,
}

function CheckButton:init()
    self:initCheckButton(self.checked)
end

--- Builds the row with the given mark.
function CheckButton:initCheckButton(checked)
    self.checked = checked
    local room = self.width or self.parent:getAddedWidgetAvailableWidth()
    local mark_class = self.radio and RadioMark or CheckMark
    self._checkmark = mark_class:new{
        checkable = self.checkable, checked = checked, enabled = self.enabled, face = self.face,
    }
    local edge = 2 * (self.margin + self.padding + self.bordersize)
    self._textwidget = TextBoxWidget:new{
        text = self.text,
        face = self.face,
        bold = self.bold,
        width = math.max(1, room - edge - self._checkmark:getSize().w),
        fgcolor = self.fgcolor,
    }
    self._frame = FrameContainer:new{
        bordersize = self.bordersize,
        margin = self.margin,
        padding = self.padding,
        HorizontalGroup:new{ align = "top", self._checkmark, self._textwidget },
    }
    self[1] = self._frame
    local place = self.dimen or { x = 0, y = 0 }
    local size = self._frame:getSize()
    self.dimen = Geom:new{ x = place.x, y = place.y, w = size.w, h = size.h }
    local range = function() return self.dimen end
    self.ges_events = {
        TapCheckButton = { GestureRange:new{ ges = "tap", range = range } },
        HoldCheckButton = { GestureRange:new{ ges = "hold", range = range } },
    }
end

function CheckButton:getSize()
    return self.dimen
end

--- Remembers where the row is.
function CheckButton:paintTo(bb, x, y)
    self.dimen.x, self.dimen.y = x, y
    self._frame:paintTo(bb, x, y)
end

--- Flips the mark.
function CheckButton:toggleCheck()
    self:initCheckButton(not self.checked)
    UIManager:setDirty(self.show_parent or self.parent or self, "ui", self.dimen)
end

--- Sets the mark.
function CheckButton:check()
    if not self.checked then self:toggleCheck() end
end

--- Clears the mark.
function CheckButton:unCheck()
    if self.checked then self:toggleCheck() end
end

--- Makes it react to taps; keeps the mark.
function CheckButton:enable()
    self.enabled = true
    self:initCheckButton(self.checked)
end

--- Makes it ignore taps, and clears the mark.
function CheckButton:disable()
    self.enabled = false
    self:initCheckButton(false)
end

function CheckButton:onTapCheckButton()
    if not self.enabled then return true end
    if self.tap_input then
        self:onInput(self.tap_input)
    else
        self:toggleCheck()
        if self.callback then self.callback() end
    end
    return true
end

function CheckButton:onHoldCheckButton()
    if self.enabled and self.hold_callback then self.hold_callback() end
    return true
end

function CheckButton:onFocus()
    self._frame.invert = true
    return true
end

function CheckButton:onUnfocus()
    self._frame.invert = false
    return true
end

return CheckButton

--- Catches the next tap, long press, swipe or key anywhere and closes.
-- Fields: `text` (nil: invisible), `dismiss_callback()` (for input only, not when closed by code), `resend_event` (the
-- input is sent again, to what is below, at the next tick).

local CenterContainer = require("ui/widget/container/centercontainer")
local Event = require("ui/event")
local Font = require("ui/font")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local InputContainer = require("ui/widget/container/inputcontainer")
local Screen = require("device").screen
local Size = require("ui/size")
local TextBoxWidget = require("ui/widget/textboxwidget")
local UIManager = require("ui/uimanager")

local TrapWidget = InputContainer:extend{
    dismiss_callback = function() end,
    face = Font:getFace("infofont"),
    modal = true,
    resend_event = false,
    text = nil,
}

local CAUGHT = { tap = true, hold = true, swipe = true, multiswipe = true }

function TrapWidget:init()
    if not self.text then
        self.invisible = true
        return
    end
    self.frame = FrameContainer:new{
        margin = 0, padding = Size.padding.default,
        TextBoxWidget:new{
            text = self.text, face = self.face, width = math.floor(Screen:getWidth() / 2), alignment = "center",
        },
    }
    self[1] = CenterContainer:new{
        dimen = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() },
        self.frame,
    }
end

--- Tells the caller, closes, and sends the input on if asked to.
function TrapWidget:_dismissBy(handler, input)
    self.dismiss_callback()
    UIManager:close(self)
    if self.resend_event then
        UIManager:nextTick(function() UIManager:handleInputEvent(Event:new(handler, input)) end)
    end
    return true
end

--- Gestures that mean something dismiss; all others are swallowed.
function TrapWidget:onGesture(ges)
    if not CAUGHT[ges.ges] then return true end
    return self:_dismissBy("Gesture", ges)
end

--- Any key dismisses.
function TrapWidget:onKeyPress(key)
    return self:_dismissBy("KeyPress", key)
end

function TrapWidget:onShow()
    if self.frame then UIManager:setDirty(self, "ui") end
end

function TrapWidget:onCloseWidget()
    if self.frame then UIManager:setDirty(nil, "ui") end
end

return TrapWidget

--- The window of the sleep screen. When it goes, everybody is told (`OutOfScreenSaver`).
-- fidelity: partial: a text or a widget; pictures and backgrounds are not drawn
local Device = require("device")
local Event = require("ui/event")
local Font = require("ui/font")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local InputContainer = require("ui/widget/container/inputcontainer")
local TextBoxWidget = require("ui/widget/textboxwidget")
local UIManager = require("ui/uimanager")

local ScreenSaverWidget = InputContainer:extend{
    name = "ScreenSaver",
    modal = true,
    covers_fullscreen = true,
    text = nil,
    -- Shown instead of the text.
    widget = nil,
    closes_on_tap = false,
    on_gone = nil,
}

function ScreenSaverWidget:init()
    local size = Device.screen:getSize()
    if Device:isTouchDevice() then
        self.ges_events.Tap = {
            GestureRange:new{ ges = "tap", range = Geom:new{ x = 0, y = 0, w = size.w, h = size.h } },
        }
    end
    self[1] = FrameContainer:new{
        padding = 0, bordersize = 0, width = size.w, height = size.h,
        self.widget or TextBoxWidget:new{ text = self.text or "", face = Font:getFace("infofont"), width = size.w },
    }
end

function ScreenSaverWidget:onTap()
    if self.closes_on_tap then UIManager:close(self) end
    return true
end

--- The reader is asked for nothing while this is up, and is back afterwards.
function ScreenSaverWidget:onCloseWidget()
    if self.on_gone then self.on_gone() end
    UIManager:broadcastEvent(Event:new("OutOfScreenSaver"))
    if Device.screen_saver_lock then
        Device.screen_saver_mode = false
        Device.screen_saver_lock = false
    end
end

return ScreenSaverWidget

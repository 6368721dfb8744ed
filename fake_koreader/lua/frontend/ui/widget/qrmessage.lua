--- A QR code in the middle of the screen; a tap anywhere or any key closes it.
-- Fields: `text`, `width`, `height`, `timeout` (seconds), `dismiss_callback()`.
-- fidelity: partial: the code itself is not drawn

local CenterContainer = require("ui/widget/container/centercontainer")
local Device = require("device")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local InputContainer = require("ui/widget/container/inputcontainer")
local QRWidget = require("ui/widget/qrwidget")
local Screen = Device.screen
local Size = require("ui/size")
local UIManager = require("ui/uimanager")

local QRMessage = InputContainer:extend{
    modal = true,
}

function QRMessage:init()
    local everywhere = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }
    if Device:hasKeys() then
        self.key_events.AnyKeyPressed = { { Device.input.group.Any } }
    end
    if Device:isTouchDevice() then
        self.ges_events.TapClose = { GestureRange:new{ ges = "tap", range = everywhere } }
    end
    local edges = 2 * Size.padding.fullscreen
    self[1] = CenterContainer:new{
        dimen = everywhere:copy(),
        FrameContainer:new{
            padding = Size.padding.fullscreen,
            QRWidget:new{
                text = self.text,
                width = self.width and self.width - edges,
                height = self.height and self.height - edges,
            },
        },
    }
end

function QRMessage:onShow()
    UIManager:setDirty(self, "ui")
    if self.timeout then
        self._expire = function()
            self._expire = nil
            UIManager:close(self)
        end
        UIManager:scheduleIn(self.timeout, self._expire)
    end
    return true
end

--- Drops what is scheduled and tells the caller, once.
function QRMessage:onCloseWidget()
    local expire, dismissed = self._expire, self.dismiss_callback
    self._expire, self.dismiss_callback = nil, nil
    if expire then UIManager:unschedule(expire) end
    UIManager:setDirty(nil, "ui")
    if dismissed then dismissed() end
end

-- A tap and any key close the code.
for _, handler in ipairs{ "onTapClose", "onAnyKeyPressed" } do
    QRMessage[handler] = function(message)
        UIManager:close(message)
        return true
    end
end

return QRMessage

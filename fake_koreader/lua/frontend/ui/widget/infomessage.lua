--- A message in the middle of the screen; a tap anywhere or any key closes it.
-- Fields: `text`, `timeout` (seconds from `show` or, with a delay, from its end; may be 0), `show_delay` (seconds in
-- the stack but invisible),
-- `dismissable`, `dismiss_callback()` (once, on every way of closing, while still in the stack), `icon`, `show_icon`,
-- `image`, `width`, `height`, `face`, `monospace_font`, `alignment`, `flush_events_on_show`, `readonly`
-- (specs/koreader-ui.md 7.1).

local CenterContainer = require("ui/widget/container/centercontainer")
local Device = require("device")
local Font = require("ui/font")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local HorizontalSpan = require("ui/widget/horizontalspan")
local IconWidget = require("ui/widget/iconwidget")
local ImageWidget = require("ui/widget/imagewidget")
local Input = Device.input
local InputContainer = require("ui/widget/container/inputcontainer")
local MovableContainer = require("ui/widget/container/movablecontainer")
local Screen = Device.screen
local ScrollTextWidget = require("ui/widget/scrolltextwidget")
local Size = require("ui/size")
local TextBoxWidget = require("ui/widget/textboxwidget")
local UIManager = require("ui/uimanager")

local InfoMessage = InputContainer:extend{
    alignment = "left",
    dismissable = true,
    honor_silent_mode = true,
    icon = "notice-info",
    modal = true,
    show_icon = true,
    text = "",
}

function InfoMessage:init()
    local everywhere = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }
    if self.dismissable then
        if Device:hasKeys() then
            self.key_events.AnyKeyPressed = { { Input.group.Any } }
        end
        if Device:isTouchDevice() then
            self.ges_events.TapClose = { GestureRange:new{ ges = "tap", range = everywhere } }
        end
    end
    self.face = self.face or Font:getFace(self.monospace_font and "infont" or "infofont")
    local frame = FrameContainer:new{
        padding = Size.padding.default,
        radius = Size.radius.window,
        HorizontalGroup:new(self:_parts()),
    }
    self.movable = MovableContainer:new{ unmovable = self.unmovable, frame }
    self[1] = CenterContainer:new{ dimen = everywhere:copy(), self.movable }
    if self.show_delay then
        self.invisible = true
    end
end

function InfoMessage:_picture()
    if not self.show_icon then return nil end
    if self.image then
        return ImageWidget:new{
            image = self.image, width = self.image_width, height = self.image_height, image_disposable = false,
        }
    end
    return IconWidget:new{ icon = self.icon, alpha = self.alpha }
end

function InfoMessage:_parts()
    local picture = self:_picture()
    local width = self.width or math.floor(Screen:getWidth() * 2 / 3)
    local text = self.text == nil and "" or tostring(self.text)
    local parts = { align = "center" }
    if picture then
        table.insert(parts, picture)
        table.insert(parts, HorizontalSpan:new{ width = Size.span.horizontal_default })
    end
    local box = TextBoxWidget:new{ text = text, face = self.face, width = width, alignment = self.alignment }
    local limit = self.height or math.floor(Screen:getHeight() * 0.95)
    if box:getTextHeight() > limit or self.height then
        box = ScrollTextWidget:new{
            text = text, face = self.face, width = width, height = limit, alignment = self.alignment, dialog = self,
        }
    end
    self.text_widget = box
    table.insert(parts, box)
    return parts
end

--- Starts the delay and the timeout.
function InfoMessage:onShow()
    if self.flush_events_on_show and Input.inhibitInputUntil then Input:inhibitInputUntil(true) end
    if self.show_delay then
        self._appear = function()
            self._appear, self.invisible = nil, false
            UIManager:setDirty(self, "ui")
        end
        UIManager:scheduleIn(self.show_delay, self._appear)
    end
    if self.timeout then
        self._expire = function()
            self._expire = nil
            UIManager:close(self)
        end
        UIManager:scheduleIn(self.timeout + (self.show_delay or 0), self._expire)
    end
    UIManager:setDirty(self, "ui")
    return true
end

--- Drops what is scheduled and tells the caller, once.
function InfoMessage:onCloseWidget()
    for _, task in ipairs{ "_appear", "_expire" } do
        if self[task] then
            UIManager:unschedule(self[task])
            self[task] = nil
        end
    end
    local dismissed = self.dismiss_callback
    if dismissed then
        self.dismiss_callback = nil
        dismissed()
    end
    if not self.no_refresh_on_close then UIManager:setDirty(nil, "ui") end
end

--- A tap: closes the message unless it is read-only.
function InfoMessage:onTapClose()
    if self.readonly then return end
    UIManager:close(self)
    return true
end

--- Any key does what a tap does.
function InfoMessage:onAnyKeyPressed()
    return self:onTapClose()
end

return InfoMessage

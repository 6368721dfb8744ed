--- A dialog with a title, a subtitle and a progress bar.
-- Fields: `title`, `subtitle`, `progress_max` (nil or 0: no bar), `refresh_time_seconds` (least time between repaints,
-- default 3), `dismissable`, `dismiss_callback()`, `dismiss_text`.

local CenterContainer = require("ui/widget/container/centercontainer")
local ConfirmBox = require("ui/widget/confirmbox")
local Device = require("device")
local Font = require("ui/font")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local InputContainer = require("ui/widget/container/inputcontainer")
local ProgressWidget = require("ui/widget/progresswidget")
local Screen = Device.screen
local Size = require("ui/size")
local TextWidget = require("ui/widget/textwidget")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local time = require("ui/time")
local _ = require("gettext")

local ProgressbarDialog = InputContainer:extend{
    dismissable = true,
    refresh_time_seconds = 3,
}

function ProgressbarDialog:init()
    local everywhere = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }
    if self.dismissable then
        if Device:hasKeys() then
            self.key_events.AnyKeyPressed = { { Device.input.group.Any } }
        end
        if Device:isTouchDevice() then
            self.ges_events.TapClose = { GestureRange:new{ ges = "tap", range = everywhere } }
        end
    end
    self.progress_bar_visible = self.progress_max ~= nil and self.progress_max > 0
    self.last_redraw_time_ms = 0
    local width = math.floor(Screen:getWidth() * 0.8)
    local rows = VerticalGroup:new{ align = "center" }
    if self.title then
        table.insert(rows, TextWidget:new{ text = self.title, face = Font:getFace("ffont"), bold = true,
            max_width = width })
    end
    if self.subtitle then
        table.insert(rows, TextWidget:new{ text = self.subtitle, face = Font:getFace("smallffont"),
            max_width = width })
    end
    if self.progress_bar_visible then
        self.progress_bar = ProgressWidget:new{
            width = width, height = Screen:scaleBySize(18), percentage = 0,
        }
        table.insert(rows, self.progress_bar)
    end
    local frame = FrameContainer:new{ radius = Size.radius.window, padding = Size.padding.large, rows }
    self[1] = CenterContainer:new{ dimen = everywhere:copy(), frame }
end

--- Shows the dialog at once.
function ProgressbarDialog:show()
    UIManager:show(self, "ui")
    UIManager:forceRePaint()
end

--- Closes the dialog.
function ProgressbarDialog:close()
    UIManager:close(self, "ui")
end

--- Moves the bar to `progress` out of `progress_max`; repaints if the last time is long enough ago.
function ProgressbarDialog:reportProgress(progress)
    if not self.progress_bar_visible then return end
    self.progress_bar:setPercentage(progress / self.progress_max)
    self:redrawProgressbarIfNeeded()
end

--- Repaints the bar.
function ProgressbarDialog:redrawProgressbar()
    if not self.progress_bar_visible then return end
    self.last_redraw_time_ms = time.to_ms(time.monotonic())
    UIManager:setDirty(self, "fast", self.progress_bar.dimen)
    UIManager:forceRePaint()
end

--- Repaints, at most every `refresh_time_seconds` and always at the end.
function ProgressbarDialog:redrawProgressbarIfNeeded()
    local now = time.to_ms(time.monotonic())
    local waited = now - self.last_redraw_time_ms
    if waited < self.refresh_time_seconds * 1000 and self.progress_bar.percentage < 1 then return end
    self:redrawProgressbar()
end

function ProgressbarDialog:onCloseWidget()
    if self.dismiss_callback then
        local dismissed = self.dismiss_callback
        self.dismiss_callback = nil
        dismissed()
    end
    UIManager:setDirty(nil, "ui")
end

--- A tap closes the dialog, with `dismiss_text` once the reader has said so.
function ProgressbarDialog:onTapClose()
    if not self.dismiss_text then
        UIManager:close(self)
        return true
    end
    UIManager:show(ConfirmBox:new{
        text = self.dismiss_text, dismissable = false, ok_text = _("Cancel"), cancel_text = _("Continue"),
        ok_callback = function() UIManager:close(self) end,
    })
    return true
end

--- Any key closes the dialog.
function ProgressbarDialog:onAnyKeyPressed()
    return self:onTapClose()
end

return ProgressbarDialog

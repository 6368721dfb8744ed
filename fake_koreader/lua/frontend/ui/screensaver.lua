--[[--
The sleep screen: what is shown while the device sleeps, and when it goes away again (specs/koreader-ui.md §4.6).

Settings: `screensaver_type` ("disable" shows nothing unless there is a message), `screensaver_show_message`,
`screensaver_message`, `screensaver_delay` ("disable", seconds as a string, "tap" or "gesture").
]]
-- fidelity: partial: the window and when it goes; pictures are not chosen or drawn
local Device = require("device")
local ScreenSaverWidget = require("ui/widget/screensaverwidget")
local UIManager = require("ui/uimanager")
local _ = require("gettext")

local Screensaver = {
    default_screensaver_message = _("Sleeping"),
    screensaver_widget = nil,
    screensaver_type = nil,
    prefix = "",
    event_message = nil,
    show_message = false,
    delay = nil,
}

local function message(self)
    local own = G_reader_settings:readSetting("screensaver_message")
    local text = own or self.default_screensaver_message
    local ReaderUI = package.loaded["apps/reader/readerui"]
    local ui = ReaderUI and ReaderUI.instance
    if ui and ui.bookinfo and text:find("%%%a") then text = ui.bookinfo:expandString(text) end
    return text
end

--- Decide what will be shown. @tparam string event "poweroff", "reboot" or nil @tparam string event_message for those
function Screensaver:setup(event, event_message)
    self.delay = G_reader_settings:readSetting("screensaver_delay") or "disable"
    self.event_message = event_message
    self.prefix = event and event .. "_" or ""
    self.screensaver_type = G_reader_settings:readSetting("screensaver_type") or "cover"
    self.show_message = event_message ~= nil or G_reader_settings:nilOrTrue("screensaver_show_message")
end

--- Show it, if there is anything to show.
function Screensaver:show()
    if self.screensaver_widget then
        -- It has not gone since the last time the device slept.
        self:_stay()
        return
    end
    if self.screensaver_type == "disable" and not self.event_message
        and not G_reader_settings:isTrue("screensaver_show_message") then
        return
    end
    self.screensaver_widget = ScreenSaverWidget:new{
        text = self.show_message and (self.event_message or message(self)) or nil,
        on_gone = function()
            self.screensaver_widget = nil
        end,
    }
    UIManager:show(self.screensaver_widget, "full")
end

--- Whether the window is to outlive the wake-up.
function Screensaver:isLocking()
    return self.screensaver_widget ~= nil and self.delay ~= nil and self.delay ~= "disable"
end

function Screensaver:close_widget()
    if self.screensaver_widget then UIManager:close(self.screensaver_widget) end
end

--- The device is awake: the window goes, at once or as `screensaver_delay` says. @treturn bool whether it stays for now
function Screensaver:close()
    if not self.screensaver_widget then return false end
    if not self:isLocking() then
        self:close_widget()
        return false
    end
    local seconds = tonumber(self.delay)
    if seconds then
        self.delayed_close = function()
            self.delayed_close = nil
            self:close_widget()
        end
        UIManager:scheduleIn(seconds, self.delayed_close)
    else
        -- Anything but seconds waits for a finger.
        self.screensaver_widget.closes_on_tap = true
    end
    Device.screen_saver_lock = true
    return true
end

function Screensaver:_stay()
    self.screensaver_widget.closes_on_tap = false
    if self.delayed_close then
        UIManager:unschedule(self.delayed_close)
        self.delayed_close = nil
    end
end

return Screensaver

--- Warns of a low battery, when the reader has asked for it (`device_status_battery_alarm`).
-- fidelity: partial: the battery; memory is not watched
local ConfirmBox = require("ui/widget/confirmbox")
local Device = require("device")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local T = require("ffi/util").template
local _ = require("gettext")

local ReaderDeviceStatus = WidgetContainer:extend{}

local function minutes()
    return G_reader_settings:readSetting("device_status_battery_interval_minutes") or 10
end

function ReaderDeviceStatus:init()
    if not Device:hasBattery() then return end
    self._check = function()
        self:_checkBattery()
        self:_start()
    end
    self:_start()
end

function ReaderDeviceStatus:_start()
    if self._check and G_reader_settings:isTrue("device_status_battery_alarm") then
        UIManager:scheduleIn(minutes() * 60, self._check)
    end
end

function ReaderDeviceStatus:_stop()
    if self._check then UIManager:unschedule(self._check) end
end

function ReaderDeviceStatus:_checkBattery()
    local powerd = Device:getPowerDevice()
    local capacity = powerd:getCapacity()
    local threshold = G_reader_settings:readSetting("device_status_battery_threshold") or 20
    if powerd:isCharging() or capacity > threshold then
        powerd:setDismissBatteryStatus(false)
    elseif not powerd:getDismissBatteryStatus() then
        UIManager:show(ConfirmBox:new{
            text = T(_("Low battery level: %1 %\n\nDismiss low battery alarm?"), capacity),
            ok_text = _("Dismiss"),
            dismissable = false,
            ok_callback = function() powerd:setDismissBatteryStatus(true) end,
        })
    end
end

function ReaderDeviceStatus:onSuspend()
    self:_stop()
end

function ReaderDeviceStatus:onResume()
    self:_start()
end

function ReaderDeviceStatus:onCloseWidget()
    self:_stop()
end

return ReaderDeviceStatus

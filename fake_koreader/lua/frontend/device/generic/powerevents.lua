--[[--
Falling asleep and waking up, plugging and unplugging (koreader-ui.md §4.6 and §4.7).

States: awake; asleep (`screen_saver_mode`), with the kernel's sleep scheduled; and, where the sleep screen waits
for a tap, awake behind it (`screen_saver_lock`).
]]
local Event = require("ui/event")

local function disconnect(Device)
    if not Device:hasWifiToggle() then return end
    local NetworkMgr = require("ui/network/manager")
    if NetworkMgr:isWifiOn() then NetworkMgr:disableWifi(nil, false) end
end

local function scheduleKernelSleep(Device, UIManager)
    UIManager:unschedule(Device.suspend)
    UIManager:scheduleIn(Device.suspend_wait_timeout, Device.suspend, Device)
end

local function fallAsleep(Device, UIManager)
    local Screensaver = require("ui/screensaver")
    Screensaver:setup()
    Screensaver:show()
    Device.screen_saver_mode = true
    UIManager:forceRePaint()
    disconnect(Device)
    UIManager:flushSettings()
    UIManager:broadcastEvent(Event:new("Suspend"))
    Device.powerd:beforeSuspend()
    Device.input:inhibitInput(true)
    scheduleKernelSleep(Device, UIManager)
end

local function wakeUp(Device, UIManager)
    UIManager:unschedule(Device.suspend)
    Device:resume()
    Device.input:inhibitInput(false)
    Device.powerd:afterResume()
    Device.screen_saver_mode = false
    require("ui/screensaver"):close()
    UIManager:broadcastEvent(Event:new("Resume"))
    if Device:hasWifiRestore() and G_reader_settings:isTrue("auto_restore_wifi") then
        local NetworkMgr = require("ui/network/manager")
        if NetworkMgr.wifi_was_on then
            NetworkMgr:restoreWifiAsync()
            NetworkMgr:scheduleConnectivityCheck()
        end
    end
end

return function(Device)
    --- The power button, the cover or UIManager asks for sleep or the end of it.
    -- @tparam string request `Suspend`, `Resume`, or `Power` (the other one)
    function Device:onPowerEvent(request)
        local UIManager = require("ui/uimanager")
        if self.screen_saver_mode then
            if request == "Suspend" then
                scheduleKernelSleep(self, UIManager)
            else
                wakeUp(self, UIManager)
            end
        elseif request ~= "Resume" then
            fallAsleep(self, UIManager)
        end
    end

    --- The charger or a computer was plugged in or out.
    function Device:onChargerEvent(word)
        local UIManager = require("ui/uimanager")
        local plugged = word == "Charging" or word == "UsbPlugIn"
        self.powerd:invalidateCapacityCache()
        UIManager:broadcastEvent(Event:new(plugged and "Charging" or "NotCharging"))
        -- The plug woke the machine; it goes back to sleep without telling anybody.
        if self.screen_saver_mode and not self.screen_saver_lock then scheduleKernelSleep(self, UIManager) end
    end
end

--[[--
Falling asleep and waking up, plugging and unplugging (koreader-ui.md §4.6 and §4.7).

States: awake; asleep (`screen_saver_mode`), with the kernel's sleep scheduled; and, where the sleep screen waits for
a tap or some seconds, awake behind it (`screen_saver_mode` and `screen_saver_lock`). `ui/screensaver` sets the lock
when it is to outlive the waking up, and then ends both when it goes.
]]
local Event = require("ui/event")

local function disconnect(Device)
    if not Device:hasWifiToggle() or Device:isEmulator() then return end
    local NetworkMgr = require("ui/network/manager")
    if NetworkMgr:isWifiOn() then NetworkMgr:disableWifi(nil, false) end
end

local function scheduleKernelSleep(Device, UIManager)
    if Device:isEmulator() then return end
    UIManager:unschedule(Device.suspend)
    UIManager:scheduleIn(Device.suspend_wait_timeout, Device.suspend, Device)
end

local function fallAsleep(Device, UIManager)
    local Screensaver = require("ui/screensaver")
    Device.screen_saver_lock = false
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

local function reconnect(Device)
    if not Device:hasWifiRestore() or not G_reader_settings:isTrue("auto_restore_wifi") then return end
    local NetworkMgr = require("ui/network/manager")
    if NetworkMgr.wifi_was_on then NetworkMgr:restoreWifiAndCheckAsync() end
end

local function wakeUp(Device, UIManager)
    UIManager:unschedule(Device.suspend)
    Device:resume()
    Device.input:inhibitInput(false)
    -- The screen still counts as sleeping while its window is being closed.
    require("ui/screensaver"):close()
    if not Device.screen_saver_lock then Device.screen_saver_mode = false end
    UIManager:broadcastEvent(Event:new("Resume"))
    Device.powerd:afterResume()
    reconnect(Device)
end

local function offerStorage(UIManager)
    local _ = require("gettext")
    UIManager:show(require("ui/widget/confirmbox"):new{
        text = _("Share storage via USB?"),
        ok_text = _("Share"),
        ok_callback = function()
            UIManager:flushSettings()
            UIManager:broadcastEvent(Event:new("Close"))
            UIManager:quit(86)
        end,
    })
end

return function(Device)
    --- The power button, the cover or UIManager asks for sleep or the end of it.
    -- @tparam string request `Suspend`, `Resume`, or `Power` (whichever is not now)
    function Device:onPowerEvent(request)
        local UIManager = require("ui/uimanager")
        local asleep = self.screen_saver_mode and not self.screen_saver_lock
        if request == "Resume" or (request == "Power" and asleep) then
            if asleep then wakeUp(self, UIManager) end
        elseif asleep and not self:isEmulator() then
            scheduleKernelSleep(self, UIManager)
        else
            fallAsleep(self, UIManager)
        end
    end

    --- The charger or a computer was plugged in or out.
    -- @tparam string word `Charging`, `NotCharging`, `UsbPlugIn` (a computer) or `UsbPlugOut`
    function Device:onChargerEvent(word)
        local UIManager = require("ui/uimanager")
        local plugged = word == "Charging" or word == "UsbPlugIn"
        self.powerd:invalidateCapacityCache()
        UIManager:broadcastEvent(Event:new(plugged and "Charging" or "NotCharging"))
        if self.screen_saver_mode and not self.screen_saver_lock then
            -- The plug woke the machine; it goes back to sleep without telling anybody.
            scheduleKernelSleep(self, UIManager)
        elseif word == "UsbPlugIn" and self:canToggleMassStorage() then
            offerStorage(UIManager)
        end
    end

    --- The magnetic cover was closed or opened.
    function Device:onCoverEvent(closed)
        self.is_cover_closed = closed
        self:onPowerEvent(closed and "Suspend" or "Resume")
    end
end

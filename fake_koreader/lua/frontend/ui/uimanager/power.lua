--- Sleep, restart and switching off, as far as UIManager has a part in them.
local Event = require("ui/event")

-- Seconds that the power button is held to switch off.
local LONG_PRESS = 3

return function(UIManager)
    --- Keep the device from light sleep until as many allowStandby have followed.
    function UIManager:preventStandby()
        self._prevent_standby_count = self._prevent_standby_count + 1
    end

    --- Undo one preventStandby; an error when there was none.
    function UIManager:allowStandby()
        assert(self._prevent_standby_count > 0, "allowStandby without preventStandby")
        self._prevent_standby_count = self._prevent_standby_count - 1
    end

    function UIManager:suspend()
        self:nextTick(self.event_handlers.Suspend)
    end

    local function ask(self, handler, text)
        if self.event_handlers.PowerOff then self:nextTick(self.event_handlers[handler], text) end
    end

    function UIManager:askForReboot(text)
        ask(self, "Reboot", text)
    end

    function UIManager:askForPowerOff(text)
        ask(self, "PowerOff", text)
    end

    function UIManager:askForRestart(text)
        ask(self, "Restart", text)
    end

    local function confirm(text, ok_text, cancel_text, action)
        local ConfirmBox = require("ui/widget/confirmbox")
        UIManager:show(ConfirmBox:new{
            text = text,
            ok_text = ok_text,
            cancel_text = cancel_text,
            ok_callback = action,
            cancel_callback = function() end,
        })
    end

    local function handlerForRestart(text)
        local _ = require("gettext")
        text = text or _("This will take effect on next restart.")
        if require("device"):canRestart() then
            confirm(text, _("Restart now"), _("Restart later"), function()
                UIManager:broadcastEvent(Event:new("Restart"))
            end)
        else
            UIManager:show(require("ui/widget/infomessage"):new{ text = text })
        end
    end

    local function handlerForPowerOff(text)
        local _ = require("gettext")
        confirm(text or _("Are you sure you want to power off the device?"), _("Power off"), nil, function()
            UIManager:nextTick(UIManager.poweroff_action)
        end)
    end

    local function handlerForReboot(text)
        local _ = require("gettext")
        confirm(text or _("Are you sure you want to reboot the device?"), _("Reboot"), nil, function()
            UIManager:nextTick(UIManager.reboot_action)
        end)
    end

    -- The event goes out under a sleep screen, the application closes, and a tick later the machine is off.
    local function leaveFor(event, method, code)
        return function()
            local Device = require("device")
            local Screensaver = require("ui/screensaver")
            Device.screen_saver_mode = true
            Screensaver:setup(event:lower(), event == "PowerOff" and require("gettext")("Powered off")
                or require("gettext")("Rebooting…"))
            Screensaver:show()
            UIManager:broadcastEvent(Event:new(event))
            UIManager:broadcastEvent(Event:new("Close", { keep_screensaver = true }))
            UIManager:nextTick(function()
                Device:saveSettings()
                Device[method](Device)
                UIManager:quit(code(Device))
            end)
        end
    end

    local function haltCode(Device)
        return Device:isKobo() and 88 or 0
    end

    --- Handlers of what the hardware says as a word; the device may replace them.
    function UIManager:_setPowerHandlers()
        local handlers = self.event_handlers
        handlers.Restart = handlerForRestart
        handlers.PowerOff = handlerForPowerOff
        handlers.Reboot = handlerForReboot
        handlers.SaveState = function() self:flushSettings() end
        for _, word in ipairs{ "Suspend", "Resume", "Power" } do
            handlers[word] = function()
                require("device"):onPowerEvent(word)
            end
        end
        for _, word in ipairs{ "Charging", "NotCharging", "UsbPlugIn", "UsbPlugOut" } do
            handlers[word] = function()
                require("device"):onChargerEvent(word)
            end
        end
        handlers.SleepCoverClosed = function() require("device"):onCoverEvent(true) end
        handlers.SleepCoverOpened = function() require("device"):onCoverEvent(false) end
        -- Held down, the button switches the machine off; a short press is for sleep.
        handlers.PowerPress = function() self:scheduleIn(LONG_PRESS, self.poweroff_action) end
        handlers.PowerRelease = function()
            if self:unschedule(self.poweroff_action) then handlers.Power() end
        end
        self.poweroff_action = leaveFor("PowerOff", "powerOff", haltCode)
        self.reboot_action = leaveFor("Reboot", "reboot", haltCode)
    end
end

--- NetworkMgr's manners: asking before Wi-Fi goes on or off, and running things once there is a connection.

local ConfirmBox = require("ui/widget/confirmbox")
local InfoMessage = require("ui/widget/infomessage")
local MultiConfirmBox = require("ui/widget/multiconfirmbox")
local UIManager = require("ui/uimanager")
local logger = require("logger")
local _ = require("gettext")

local function under(text, action)
    local message = InfoMessage:new{ text = text }
    UIManager:show(message)
    UIManager:forceRePaint()
    action()
    UIManager:close(message)
end

local function ask(question, answer, action)
    UIManager:show(ConfirmBox:new{ ok_callback = action, ok_text = answer, text = question })
end

return function(NetworkMgr)
    --- Switches Wi-Fi on, with a message while the backend works.
    function NetworkMgr:toggleWifiOn(callback, long_press, interactive)
        self.wifi_toggle_long_press = long_press
        under(_("Turning on Wi-Fi…"), function()
            self:enableWifi(callback, interactive)
        end)
    end

    --- Switches Wi-Fi off, with a message while the backend works.
    function NetworkMgr:toggleWifiOff(callback, interactive)
        under(_("Turning off Wi-Fi…"), function()
            self:disableWifi(callback, interactive)
        end)
    end

    --- Asks whether to switch on. While an attempt is under way nothing is asked, and `callback` is lost.
    function NetworkMgr:promptWifiOn(callback, long_press, interactive)
        if self.pending_connection then
            logger.warn("an earlier attempt to connect is still under way")
            return
        end
        ask(_("Do you want to turn on Wi-Fi?"), _("Turn on"), function()
            self:toggleWifiOn(callback, long_press, interactive)
        end)
    end

    --- Asks whether to switch off.
    function NetworkMgr:promptWifiOff(callback, interactive)
        ask(_("Do you want to turn off Wi-Fi?"), _("Turn off"), function()
            self:toggleWifiOff(callback, interactive)
        end)
    end

    --- Asks what to do about a radio that is on and has no connection.
    function NetworkMgr:promptWifi(callback, long_press, interactive)
        UIManager:show(MultiConfirmBox:new{
            text = _("Wi-Fi is enabled, but you're currently not connected to a network.\n")
                .. _("How would you like to proceed?"),
            choice1_text = _("Turn Wi-Fi off"),
            choice1_callback = function()
                self:toggleWifiOff(callback, interactive)
            end,
            choice2_text = _("Connect"),
            choice2_enabled = not self.pending_connection,
            choice2_callback = function()
                self:toggleWifiOn(callback, long_press, interactive)
            end,
            cancel_text = _("Dismiss"),
        })
    end

    --- Does what the reader has chosen for actions that need Wi-Fi: ask (the default), switch on, or wait.
    function NetworkMgr:beforeWifiAction(callback)
        self:setBeforeActionFlag()
        local choice = G_reader_settings:readSetting("wifi_enable_action")
        if choice == "turn_on" then
            return self:turnOnWifiAndWaitForConnection(callback)
        elseif choice == "ignore" then
            if not self.pending_connectivity_check then
                self:scheduleConnectivityCheck(callback)
            end
            return nil
        end
        return self:promptWifiOn(callback)
    end

    --- Undoes `beforeWifiAction`, if it ran: leave on, switch off, or ask (the default).
    function NetworkMgr:afterWifiAction(callback)
        local tripped = self:getBeforeActionFlag()
        self:clearBeforeActionFlag()
        local choice = G_reader_settings:readSetting("wifi_disable_action")
        if not tripped or (choice == "leave_on" and not callback) then
            return
        elseif choice == "leave_on" then
            callback()
        elseif choice == "turn_off" then
            self:disableWifi(callback)
        else
            self:promptWifiOff(callback)
        end
    end

    -- True when there was nothing to do; else sees to a connection.
    local function reached(self, goal, callback)
        if self[goal](self) then
            return true
        end
        -- Connected and yet not online: a connection will not mend that, so the callback is not promised anything.
        local promised = goal == "isConnected" or not self:isConnected()
        self:beforeWifiAction(promised and callback or nil)
        return false
    end

    -- `runWhen…`: runs `callback` now, or after a connection was made. `willRerunWhen…`: true when the caller must
    -- stop, since `callback` will do its work again; false when there is a connection and it may go on.
    for suffix, goal in pairs{ Connected = "isConnected", Online = "isOnline" } do
        NetworkMgr["runWhen" .. suffix] = function(self, callback)
            if reached(self, goal, callback) then
                callback()
            end
        end
        NetworkMgr["willRerunWhen" .. suffix] = function(self, callback)
            return not reached(self, goal, callback)
        end
    end
end

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
        UIManager:show(ConfirmBox:new{
            text = _("Do you want to turn on Wi-Fi?"),
            ok_text = _("Turn on"),
            ok_callback = function()
                self:toggleWifiOn(callback, long_press, interactive)
            end,
        })
    end

    --- Asks whether to switch off.
    function NetworkMgr:promptWifiOff(callback, interactive)
        UIManager:show(ConfirmBox:new{
            text = _("Do you want to turn off Wi-Fi?"),
            ok_text = _("Turn off"),
            ok_callback = function()
                self:toggleWifiOff(callback, interactive)
            end,
        })
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
        if not self:getBeforeActionFlag() then
            return
        end
        self:clearBeforeActionFlag()
        local choice = G_reader_settings:readSetting("wifi_disable_action")
        if choice == "leave_on" then
            if callback then
                callback()
            end
        elseif choice == "turn_off" then
            self:disableWifi(callback)
        else
            self:promptWifiOff(callback)
        end
    end

    local function get_online(self, callback)
        -- Connected and yet not online: a connection will not mend that, so the callback is not promised anything.
        self:beforeWifiAction(not self:isConnected() and callback or nil)
    end

    --- Runs `callback` now, or after a connection was made.
    function NetworkMgr:runWhenOnline(callback)
        if self:isOnline() then
            callback()
        else
            get_online(self, callback)
        end
    end

    function NetworkMgr:runWhenConnected(callback)
        if self:isConnected() then
            callback()
        else
            self:beforeWifiAction(callback)
        end
    end

    --- True: the caller must stop, `callback` will do its work again. False: there is a connection, go on.
    function NetworkMgr:willRerunWhenOnline(callback)
        if self:isOnline() then
            return false
        end
        get_online(self, callback)
        return true
    end

    function NetworkMgr:willRerunWhenConnected(callback)
        if self:isConnected() then
            return false
        end
        self:beforeWifiAction(callback)
        return true
    end
end

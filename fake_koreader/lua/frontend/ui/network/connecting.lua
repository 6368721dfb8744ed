--- NetworkMgr's attempts: switching on and off, the connectivity check, and the wait that blocks.

local Device = require("device")
local Event = require("ui/event")
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local ffiutil = require("ffi/util")
local logger = require("logger")
local _ = require("gettext")

local CHECK_INTERVAL = 0.25
local CHECKS = 180
local BLOCKING_WAITS = 120
local BLOCKING_WAIT_US = 250000

local function tell(name)
    UIManager:broadcastEvent(Event:new(name))
end

return function(NetworkMgr)
    --- Calls off what is under way; the radio too where `turn_off` says so.
    function NetworkMgr:dropPendingWifiConnection(turn_off)
        self:unscheduleConnectivityCheck()
        self.pending_connection = false
        if turn_off then
            self:turnOffWifi()
            self:rememberWifi(false)
        end
    end

    local function failed(self, widget)
        -- Where switching costs nothing, the radio does not stay on for a network that is not there.
        if Device:hasSeamlessWifiToggle() then
            self:turnOffWifi()
        end
        self:rememberWifi(false)
        self.pending_connection, self.pending_connectivity_check = false, false
        if widget then
            UIManager:close(widget)
            UIManager:show(InfoMessage:new{ text = _("Error connecting to the network") })
        end
    end

    local function succeeded(self, callback, widget)
        self.pending_connection, self.pending_connectivity_check = false, false
        self:rememberWifi(true)
        tell("NetworkConnected")
        if widget then
            UIManager:close(widget)
        end
        if callback then
            callback()
        elseif widget then
            UIManager:show(InfoMessage:new{
                text = _("You can now retry the action that required network access"),
                timeout = 3,
            })
        end
    end

    --- One look, and the next one a quarter of a second later.
    function NetworkMgr:connectivityCheck(iteration, callback, widget)
        self:queryNetworkState()
        if self.is_wifi_on and self.is_connected then
            succeeded(self, callback, widget)
        elseif iteration >= CHECKS then
            logger.info("no connection after", CHECKS, "checks")
            failed(self, widget)
        else
            UIManager:scheduleIn(CHECK_INTERVAL, self.connectivityCheck, self, iteration + 1, callback, widget)
        end
    end

    --- Looks until there is a connection (event, then `callback`) or 45 s have passed (nothing).
    function NetworkMgr:scheduleConnectivityCheck(callback, widget)
        self.pending_connectivity_check = true
        UIManager:scheduleIn(CHECK_INTERVAL, self.connectivityCheck, self, 1, callback, widget)
    end

    function NetworkMgr:unscheduleConnectivityCheck()
        UIManager:unschedule(self.connectivityCheck)
        self.pending_connectivity_check = false
    end

    --- Brings Wi-Fi back without a word.
    function NetworkMgr:restoreWifiAndCheckAsync()
        if self.pending_connection then
            return
        end
        self.pending_connection = true
        self:restoreWifiAsync()
        self:scheduleConnectivityCheck()
    end

    local function attempt(self, callback, interactive, widget)
        self.pending_connection = true
        tell("NetworkConnecting")
        local started = self:turnOnWifi(function()
            self:scheduleConnectivityCheck(callback, widget)
        end, interactive)
        if started == false then
            logger.warn("Wi-Fi could not be turned on")
            self:dropPendingWifiConnection(Device:hasSeamlessWifiToggle())
            return false
        end
        return true
    end

    --- Switches Wi-Fi on; `callback` runs when there is a connection. True: under way; false: failed; nil: busy.
    function NetworkMgr:enableWifi(callback, interactive)
        if self.pending_connection then
            logger.warn("an earlier attempt to connect is still under way")
            if interactive then
                UIManager:show(InfoMessage:new{ text = _("A previous connection attempt is still ongoing!") })
            end
            return nil
        end
        return attempt(self, callback, interactive)
    end

    --- Switches Wi-Fi off, then runs `callback`. By hand (`interactive`) it stays off after sleep as well.
    function NetworkMgr:disableWifi(callback, interactive)
        tell("NetworkDisconnecting")
        self:dropPendingWifiConnection(false)
        if interactive then
            self:rememberWifi(false)
        end
        self:turnOffWifi(function()
            tell("NetworkDisconnected")
            if callback then
                callback()
            end
        end)
    end

    --- Switches Wi-Fi on under a message. Returns the message; false on failure; nil when there was no need or no way.
    function NetworkMgr:turnOnWifiAndWaitForConnection(callback)
        if self:isWifiOn() and self:isConnected() then
            local network = self:getCurrentNetwork()
            if not network or self:hasLeaseForCurrentNetwork() then
                if callback then
                    callback()
                end
                return nil
            end
            self:releaseIP()
        end
        if self.pending_connection then
            logger.warn("an earlier attempt to connect is still under way")
            return nil
        end
        local message = InfoMessage:new{ text = _("Connecting to Wi-Fi…") }
        UIManager:show(message)
        UIManager:forceRePaint()
        if not attempt(self, callback, nil, message) then
            UIManager:close(message)
            UIManager:show(InfoMessage:new{ text = _("Error connecting to the network") })
            return false
        end
        return message
    end

    local function wait_until_online(self)
        for _i = 1, BLOCKING_WAITS do
            if self:isWifiOn() and self:isConnected() and self:isOnline() then
                return true
            end
            ffiutil.usleep(BLOCKING_WAIT_US)
        end
        return false
    end

    --- Runs `callback` online, if need be after a connection for which the whole UI waits. True when it ran.
    function NetworkMgr:goOnlineToRun(callback)
        local online = self:isOnline()
        if not online and G_reader_settings:readSetting("wifi_enable_action") ~= "turn_on" then
            logger.warn("Wi-Fi is not to be turned on without being asked for")
            return false
        end
        assert(callback, "goOnlineToRun needs a callback")
        if online then
            callback()
            return true
        end
        self:setBeforeActionFlag()
        local message = self:turnOnWifiAndWaitForConnection()
        if message == false then
            return false
        end
        online = wait_until_online(self)
        self:unscheduleConnectivityCheck()
        self.pending_connection = false
        if message then
            UIManager:close(message)
        end
        if not online then
            failed(self)
            UIManager:show(InfoMessage:new{ text = _("Error connecting to the network") })
            return false
        end
        self:queryNetworkState()
        self:rememberWifi(true)
        callback()
        -- The handlers of the event may want the network as well; what the caller came for goes first.
        UIManager:scheduleIn(2, tell, "NetworkConnected")
        return true
    end
end

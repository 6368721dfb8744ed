--[[--
NetworkListener: a module of FileManager and ReaderUI on devices with a Wi-Fi switch. It keeps what NetworkMgr cached
in step with the events, answers the requests that gestures send, and switches an unused radio off.
]]
-- fidelity: partial: answers KOReader's events and inactivity; the menu of networks is not there
local Device = require("device")
local EventListener = require("ui/widget/eventlistener")
local InfoMessage = require("ui/widget/infomessage")
local NetworkMgr = require("ui/network/manager")
local UIManager = require("ui/uimanager")
local logger = require("logger")
local wifi = require("ffi/wifi")
local _ = require("gettext")
local T = require("ffi/util").template

local FIRST_LOOK, LAST_LOOK = 5 * 60, 30 * 60
local QUIET_PACKETS, QUIET_SPAN = 12, 5 * 60

local NetworkListener = EventListener:extend{}

local function say(text)
    UIManager:show(InfoMessage:new{ text = text, timeout = 1 })
end

-- Requests

function NetworkListener:onInfoWifiOn()
    if not NetworkMgr:isOnline() then
        NetworkMgr:toggleWifiOn(nil, nil, true)
        return
    end
    local network = NetworkMgr:getCurrentNetwork()
    if network and network.ssid then
        say(T(_("Already connected to network %1."), network.ssid))
    else
        say(_("Already connected."))
    end
end

function NetworkListener:onInfoWifiOff()
    NetworkMgr:toggleWifiOff(nil, true)
    say(_("Wi-Fi off."))
end

function NetworkListener:onToggleWifi()
    if NetworkMgr:isWifiOn() then
        self:onInfoWifiOff()
    else
        NetworkMgr:toggleWifiOn(nil, nil, true)
    end
end

function NetworkListener:onShowNetworkInfo()
    if Device.retrieveNetworkInfo then
        UIManager:show(InfoMessage:new{ text = Device:retrieveNetworkInfo() })
    else
        say(_("Could not retrieve network info."))
    end
end

-- The cached state, and the radio that nobody uses

function NetworkListener:onNetworkConnected()
    NetworkMgr:setWifiState(true)
    NetworkMgr:setConnectionState(true)
    self:_watchTraffic()
end

function NetworkListener:onNetworkDisconnecting()
    self:_stopWatching()
end

function NetworkListener:onNetworkDisconnected()
    NetworkMgr:setWifiState(false)
    NetworkMgr:setConnectionState(false)
    NetworkMgr:clearBeforeActionFlag()
    self:_stopWatching()
end

function NetworkListener:_watchTraffic()
    self:_stopWatching()
    if G_reader_settings:isTrue("auto_disable_wifi") then
        self:_lookAgainIn(FIRST_LOOK)
    end
end

function NetworkListener:_lookAgainIn(seconds)
    local before = wifi.packets()
    self._look = function()
        self._look = nil
        if not NetworkMgr:getWifiState() then
            return
        elseif wifi.packets() - before <= QUIET_PACKETS * seconds / QUIET_SPAN then
            logger.info("Wi-Fi has been quiet for", seconds, "s and is turned off")
            NetworkMgr:disableWifi()
        else
            self:_lookAgainIn(math.min(seconds * 2, LAST_LOOK))
        end
    end
    UIManager:scheduleIn(seconds, self._look)
end

function NetworkListener:_stopWatching()
    if self._look then
        UIManager:unschedule(self._look)
        self._look = nil
    end
end

function NetworkListener:onNetworkPowersaveChanged()
    if NetworkMgr:getConnectionState() then
        self:_watchTraffic()
    end
end

-- Sleep

function NetworkListener:onSuspend()
    if Device:hasWifiManager() and NetworkMgr:isWifiOn() then
        NetworkMgr:disableWifi()
    end
    self:_stopWatching()
end

function NetworkListener:onResume()
    if Device:hasWifiManager() and NetworkMgr.wifi_was_on and G_reader_settings:isTrue("auto_restore_wifi") then
        NetworkMgr:restoreWifiAndCheckAsync()
    end
end

function NetworkListener:onCloseWidget()
    self:_stopWatching()
end

return NetworkListener

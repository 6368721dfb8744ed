--[[--
NetworkMgr: Wi-Fi as the application sees it (specs/koreader-core.md 4.5). One object per process; the device hangs its
backend into it when it is first required.

States: idle; `pending_connection` (an attempt is under way) and, once the backend has said that it did its part,
`pending_connectivity_check` (asked every quarter of a second whether there is a connection).
]]
-- fidelity: partial: one radio, no list of networks; proxies are only remembered
local DataStorage = require("datastorage")
local Device = require("device")
local Event = require("ui/event")
local LuaSettings = require("luasettings")
local UIManager = require("ui/uimanager")
local logger = require("logger")

local NetworkMgr = {
    is_wifi_on = false,
    is_connected = false,
    wifi_was_on = false,
    pending_connection = false,
    pending_connectivity_check = false,
    interface = nil,
    lease_ssid = nil,
    _before_action_tripped = nil,
}

local ONLINE_PROBE = "dns.msftncsi.com"

--- The backend, as far as a device does not bring its own. None of these sends events.

--- Switches the radio on and calls `complete_callback` when that is done; false when it cannot be.
function NetworkMgr:turnOnWifi(complete_callback, interactive) end

--- Switches the radio off and calls `complete_callback` when that is done.
function NetworkMgr:turnOffWifi(complete_callback) end

--- Whether the radio is there.
function NetworkMgr:isWifiOn()
    return not Device:hasWifiToggle()
end

--- Whether there is a link and an address.
function NetworkMgr:isConnected()
    return not Device:hasWifiToggle()
end

-- Where a device has nothing to say or to do.
for _, name in ipairs{
    "authenticateNetwork", "disconnectNetwork", "getCurrentNetwork", "getNetworkInterfaceName", "getNetworkList",
    "obtainIP", "releaseIP", "restoreWifiAsync",
} do
    NetworkMgr[name] = function() end
end

--- What is so right now

--- Whether a well-known name resolves: blocks as long as the resolver does.
function NetworkMgr:canResolveHostnames()
    return require("socket").dns.toip(ONLINE_PROBE) ~= nil
end

function NetworkMgr:isOnline()
    if not Device:hasWifiToggle() then
        return true
    end
    return self:canResolveHostnames()
end

function NetworkMgr:ifHasAnAddress()
    return self:isConnected()
end

function NetworkMgr:hasDefaultRoute()
    return Device.getDefaultRoute ~= nil and Device:getDefaultRoute() ~= nil
end

--- Whether the address belongs to the network that the radio is in now.
function NetworkMgr:hasLeaseForCurrentNetwork()
    local network = self:getCurrentNetwork()
    return network ~= nil and network.ssid == self.lease_ssid
end

function NetworkMgr:isNetworkInfoAvailable()
    return self:isConnected()
end

--- What was so when somebody last looked

--- Looks now; without a radio nobody needs to ask for a connection.
function NetworkMgr:queryNetworkState()
    local radio = self:isWifiOn()
    self:setWifiState(radio)
    self:setConnectionState(radio and self:isConnected())
end

for field, noun in pairs{ is_wifi_on = "WifiState", is_connected = "ConnectionState" } do
    NetworkMgr["get" .. noun] = function(self)
        return self[field]
    end
    NetworkMgr["set" .. noun] = function(self, value)
        self[field] = value
    end
end

--- Whether `beforeWifiAction` ran and nothing has undone it yet.
function NetworkMgr:getBeforeActionFlag()
    return self._before_action_tripped
end

function NetworkMgr:setBeforeActionFlag()
    self._before_action_tripped = true
end

function NetworkMgr:clearBeforeActionFlag()
    self._before_action_tripped = nil
end

--- Remembers whether Wi-Fi is to be brought back after sleep or restart.
function NetworkMgr:rememberWifi(on)
    self.wifi_was_on = on
    G_reader_settings:saveSetting("wifi_was_on", on)
end

--- A network's name as wpa_supplicant writes it: bytes that are no ASCII stand there as `\\xNN`.
function NetworkMgr.decodeSSID(text)
    local name = text:gsub("(\\+)x(%x%x)", function(slashes, code)
        -- An escaped backslash is one, and the x after it a letter.
        if #slashes % 2 == 0 then return nil end
        return slashes:sub(2) .. string.char(tonumber(code, 16))
    end)
    return require("util").fixUtf8((name:gsub("\\\\x(%x%x)", "\\x%1")), "\u{FFFD}")
end

--- Settings

--- Routes requests through a proxy (a URL), or no longer (nil).
function NetworkMgr:setHTTPProxy(proxy)
    require("socket.http").PROXY = proxy
    if proxy then
        G_reader_settings:saveSetting("http_proxy", proxy)
    end
    G_reader_settings:saveSetting("http_proxy_enabled", proxy ~= nil)
end

function NetworkMgr:_networkSettings()
    if not self.nw_settings then
        self.nw_settings = LuaSettings:open(DataStorage:getSettingsDir() .. "/network.lua")
    end
    return self.nw_settings
end

--- The networks whose passwords are known: LuaSettings keyed by SSID.
function NetworkMgr:getAllSavedNetworks()
    return self:_networkSettings()
end

function NetworkMgr:saveNetwork(network)
    self:_networkSettings():saveSetting(network.ssid, {
        ssid = network.ssid, password = network.password, psk = network.psk, flags = network.flags,
    })
    self:_networkSettings():flush()
end

function NetworkMgr:deleteNetwork(network)
    self:_networkSettings():delSetting(network.ssid)
    self:_networkSettings():flush()
end

local function applyProxySettings()
    if G_reader_settings:isTrue("http_proxy_enabled") and G_reader_settings:readSetting("http_proxy") then
        NetworkMgr:setHTTPProxy(G_reader_settings:readSetting("http_proxy"))
    elseif G_defaults and G_defaults:readSetting("NETWORK_PROXY") then
        NetworkMgr:setHTTPProxy(G_defaults:readSetting("NETWORK_PROXY"))
    end
end

local function announce()
    UIManager:broadcastEvent(Event:new("NetworkConnected"))
end

--- Looks at the world when the module is first required.
function NetworkMgr:init()
    self.wifi_was_on = G_reader_settings:isTrue("wifi_was_on")
    Device:initNetworkManager(self)
    self:queryNetworkState()
    self.interface = self:getNetworkInterfaceName()
    if self:getConnectionState() then
        UIManager:nextTick(announce)
    elseif self.wifi_was_on and G_reader_settings:isTrue("auto_restore_wifi") and Device:hasWifiRestore() then
        self:restoreWifiAndCheckAsync()
    end
    applyProxySettings()
    return self
end

require("ui/network/connecting")(NetworkMgr)
require("ui/network/asking")(NetworkMgr)
require("ui/network/menus")(NetworkMgr)

logger.dbg("network manager ready")

return NetworkMgr:init()

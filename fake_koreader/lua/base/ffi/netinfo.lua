--- What network interfaces there are: KOReader's ffi/netinfo (specs/koreader-core.md §3.6).
-- fidelity: partial: the loopback and the profile's wireless interface

local _, host = ...

local NetInfo = {}
NetInfo.__index = NetInfo

function NetInfo:new(object)
    return setmetatable(object or {}, self)
end

--- Array of { name, index, mac, ipv4, ipv6, wireless, ssid }; an address is there while connected.
function NetInfo:retrieve()
    local name = host.device.get("wifi_interface") or "wlan0"
    local address = host.wifi.address()
    return {
        { name = "lo", index = 1, ipv4 = "127.0.0.1", ipv6 = "::1", wireless = false },
        {
            name = name, index = 2, mac = "02:00:00:00:00:01", ipv4 = address, wireless = true,
            ssid = address and "home" or nil,
        },
    }
end

return NetInfo

--[[--
The Wi-Fi radio as Lua sees it: a thin face of `host.wifi`. The frontend's device modules and Wi-Fi backend are its
only users. States of the radio: off, associating, on.
]]
local _, host = ...

return {
    --- "off", "associating" (powered, no link) or "on" (link and address).
    state = host.wifi.state,
    --- Whether the radio has power.
    isOn = host.wifi.is_on,
    --- Whether there is a link and an address.
    isConnected = host.wifi.is_connected,
    --- Gives the radio power; it associates by itself, or never.
    turnOn = host.wifi.turn_on,
    --- Takes its power.
    turnOff = host.wifi.turn_off,
    --- The network's name, the device's address and the router's; nil without a link.
    ssid = host.wifi.ssid,
    address = host.wifi.address,
    gateway = host.wifi.gateway,
    --- Whether a name can be resolved; takes as long as the resolver does.
    canResolve = function(name)
        return host.socket.lookup(name) ~= nil
    end,
}

--[[--
The Wi-Fi radio as Lua sees it: a thin face of `host.wifi`. The frontend's device modules and Wi-Fi backend are its
only users. States of the radio: off, associating, on.
]]
local _, host = ...

return {
    --- "off", "associating" (powered, no link) or "on" (link and address).
    state = host.wifi.state,
    --- Whether the radio has power.
    is_on = host.wifi.is_on,
    --- Whether there is a link and an address.
    is_connected = host.wifi.is_connected,
    --- Gives the radio power; it associates by itself, or never.
    turn_on = host.wifi.turn_on,
    --- Takes its power.
    turn_off = host.wifi.turn_off,
    --- The network's name, the device's address and the router's; nil without a link.
    ssid = host.wifi.ssid,
    address = host.wifi.address,
    gateway = host.wifi.gateway,
    --- Packets sent so far.
    packets = host.wifi.packets,
    --- Whether a name can be resolved; takes as long as the resolver does.
    can_resolve = function(name)
        return host.socket.lookup(name) ~= nil
    end,
}

--- UDP sockets: datagrams leave and nobody answers. What plugins mostly want of one is the device's own address.

local _, host = ...

local udp = {}
udp.__index = udp

local UNREACHABLE = "Network is unreachable"

function udp:settimeout(seconds)
    self.timeout = self.microseconds(seconds)
    return 1
end

--- Fixes the other side; this needs a network but sends nothing.
function udp:setpeername(address, port)
    if address == "*" then
        self.peer = nil
        return 1
    end
    local found, problem = host.socket.lookup(tostring(address))
    if not found then return nil, problem end
    if not host.wifi.address() then return nil, UNREACHABLE end
    self.peer, self.peer_port = found, tonumber(port)
    return 1
end

function udp:setsockname(address, port)
    self.own, self.own_port = address == "*" and "0.0.0.0" or address, tonumber(port)
    return 1
end

function udp:getpeername()
    if not self.peer then return nil, "Transport endpoint is not connected" end
    return self.peer, self.peer_port, "inet"
end

function udp:getsockname()
    local own = self.peer and host.wifi.address() or self.own or "0.0.0.0"
    return own, self.own_port or (self.peer and 40000) or 0, "inet"
end

function udp:send(data)
    if not self.peer then return nil, "Destination address required" end
    if not host.wifi.address() then return nil, UNREACHABLE end
    return #data
end

function udp:sendto(data)
    if not host.wifi.address() then return nil, UNREACHABLE end
    return #data
end

--- Waits for nothing.
function udp:receive()
    if self.timeout < 0 then
        require("not_emulated")("socket.udp", "receive without a timeout (nobody answers an emulated device)")
    end
    if self.timeout > 0 then host.clock.sleep(self.timeout) end
    return nil, "timeout"
end

udp.receivefrom = udp.receive

function udp:setoption() return 1 end

function udp:getoption() return nil end

function udp:getfd() return self.fd end

function udp:close()
    self.peer = nil
    return 1
end

return function(_, microseconds)
    return setmetatable({ timeout = -1, microseconds = microseconds, fd = host.socket.open() }, udp)
end

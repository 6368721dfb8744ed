--[[--
LuaSec's `ssl`, as far as clients go: `wrap` and `newcontext`. The handshake costs a round trip and meets the network's
faults; there are no certificates, so `verify` is noted and what a certificate would be is not emulated.
]]
-- fidelity: partial: clients; certificates are not verified, as on a device
local _, host = ...
local not_emulated = require("not_emulated")

local ssl = { _VERSION = "1.3.2" }
ssl.config = { protocols = { any = true, tlsv1_2 = true, tlsv1_3 = true }, algorithms = {} }
local Connection = {}

Connection.__index = function(_, name)
    return Connection[name]
end

--- Notes what a context is to be like.
function ssl.newcontext(params)
    if type(params) ~= "table" then
        return nil, "invalid configuration table"
    elseif not params.mode then
        return nil, "invalid mode (nil)"
    elseif params.mode ~= "client" then
        not_emulated("ssl", "newcontext for mode " .. tostring(params.mode))
    end
    return { params = params }
end

--- A TLS connection over a connected socket, which is not to be used any more.
function ssl.wrap(sock, params)
    local context = params
    if not (type(params) == "table" and params.params) then
        local problem
        context, problem = ssl.newcontext(params)
        if not context then
            return nil, problem
        end
    end
    local connection = {}
    for name, value in pairs(sock) do
        connection[name] = value
    end
    connection.context, connection.shaken = context, false
    -- A wrapped socket answers like the one below it, but for the names of its own.
    local below = getmetatable(sock).__index
    return setmetatable(connection, {
        __index = function(_, name)
            return Connection[name] or below[name]
        end,
    })
end

function Connection:dohandshake()
    local ok, problem = host.socket.handshake(self.fd, self.block, self.total)
    if not ok then
        return false, problem
    end
    self.shaken = true
    return true
end

function Connection:sni(name)
    self.server_name = name
    return true
end

function Connection:want()
    return "nothing"
end

function Connection:loadcertificate()
    not_emulated("ssl", "loadcertificate")
end

function Connection:getpeercertificate()
    not_emulated("ssl", "getpeercertificate")
end

function Connection:info()
    not_emulated("ssl", "info")
end

function ssl.loadcertificate()
    not_emulated("ssl", "loadcertificate")
end

return ssl

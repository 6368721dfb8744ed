--[[--
LuaSec's `ssl.https`: `tcp(params)` makes the function that `socket.http` calls for a connection, `request` is
`http.request` with that in place. Certificates are not verified, as on a device.
]]
local socket = require("socket")
local ssl = require("ssl")
local ltn12 = require("ltn12")
local http = require("socket.http")
local url = require("socket.url")

local https = { _VERSION = "1.3.2", PORT = 443, TIMEOUT = 60 }
local try = socket.try

local DEFAULTS = { protocol = "any", options = { "all", "no_sslv2", "no_sslv3", "no_tlsv1" }, verify = "none" }

local Secure = {}

--- Calls to names that `Secure` lacks go to the socket inside.
local function forward(connection, name)
    if Secure[name] then
        return Secure[name]
    end
    local method = connection.sock[name]
    if type(method) ~= "function" then
        return method
    end
    return function(_, ...)
        return method(connection.sock, ...)
    end
end

--- The module's own timeout holds, whatever is asked for: `http.TIMEOUT` is not meant for TLS.
function Secure:settimeout()
    return self.sock:settimeout(https.TIMEOUT)
end

function Secure:connect(address, port)
    try(self.sock:connect(address, port))
    self.sock = try(ssl.wrap(self.sock, self.params))
    self.sock:sni(address)
    self.sock:settimeout(https.TIMEOUT)
    try(self.sock:dohandshake())
    return 1
end

--- A function that makes TLS connections; `params` are LuaSec's (protocol, options, verify, …).
function https.tcp(params)
    params = params or {}
    for name, value in pairs(DEFAULTS) do
        params[name] = params[name] or value
    end
    params.mode = "client"
    return function()
        return setmetatable({ sock = try(socket.tcp()), params = params }, { __index = forward })
    end
end

local function with_port(target)
    local parts = url.parse(target)
    if not parts then
        return target
    end
    parts.port = parts.port or https.PORT
    return url.build(parts)
end

--- As `http.request`, for https only; a request table is changed and cannot be used twice.
function https.request(target, body)
    local request, collected = target, nil
    if type(target) == "string" then
        request = http.genericform(with_port(target), body)
        collected = request.target
    else
        request.url = with_port(request.url)
    end
    if http.PROXY or request.proxy then
        return nil, "proxy not supported", nil, nil
    elseif request.redirect then
        return nil, "redirect not supported", nil, nil
    elseif request.create then
        return nil, "create function not permitted", nil, nil
    end
    request.create = https.tcp(request)
    local ok, code, headers, status = http.request(request)
    if ok and collected then
        return table.concat(collected), code, headers, status
    end
    return ok, code, headers, status
end

-- What a plugin may ask of the module besides: the way it sends bodies is http's.
https.ltn12 = ltn12

return https

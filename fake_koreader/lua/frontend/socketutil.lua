--[[--
Timeouts for requests that block the UI, kept in one place for every user of `socket.http` and `ssl.https`
(specs/koreader-core.md 4.3). Loading it changes the modules: their user agent, and what `socket.tcp` makes.
]]
local Device = require("device")
local Version = require("version")
local http = require("socket.http")
local https = require("ssl.https")
local ltn12 = require("ltn12")
local socket = require("socket")

local socketutil = {
    DEFAULT_BLOCK_TIMEOUT = 60,
    DEFAULT_TOTAL_TIMEOUT = -1,
    LARGE_BLOCK_TIMEOUT = 10,
    LARGE_TOTAL_TIMEOUT = 30,
    FILE_BLOCK_TIMEOUT = 15,
    FILE_TOTAL_TIMEOUT = 60,
    TIMEOUT_CODE = "timeout",
    SSL_HANDSHAKE_CODE = "wantread",
    SINK_TIMEOUT_CODE = "sink timeout",
    block_timeout = 60,
    total_timeout = -1,
}

socketutil.USER_AGENT = ("KOReader/%s (%s; %s; %s; https://github.com/koreader/koreader) %s"):format(
    Version:getShortVersion(), Device.model, jit.os, jit.arch, socket._VERSION:gsub(" ", "/"))
http.USERAGENT = socketutil.USER_AGENT

local plain_tcp = socket.tcp

--- A TCP socket with the timeouts in force.
function socketutil.tcp()
    local sock = socket.try(plain_tcp())
    sock:settimeout(socketutil.block_timeout, "b")
    sock:settimeout(socketutil.total_timeout, "t")
    return sock
end
socket.tcp = socketutil.tcp

local function put_in_force(block, total)
    socketutil.block_timeout, socketutil.total_timeout = block, total
    http.TIMEOUT, https.TIMEOUT = block, block
end

--- Seconds that a single wait (default 5) and a whole transfer (default 15; negative: any time) may take, from now on.
function socketutil:set_timeout(block, total)
    put_in_force(block or 5, total or 15)
end

--- Back to the defaults.
function socketutil:reset_timeout()
    put_in_force(self.DEFAULT_BLOCK_TIMEOUT, self.DEFAULT_TOTAL_TIMEOUT)
end

-- The limit is looked at when a chunk arrives, on the wall clock, in whole seconds.
local function limited(sink, on_timeout)
    local limit, since = socketutil.total_timeout, os.time()
    return function(chunk, problem)
        if chunk and os.time() - since > limit then
            if on_timeout then
                on_timeout()
            end
            return nil, socketutil.SINK_TIMEOUT_CODE
        end
        return sink(chunk, problem)
    end
end

--- A sink into a list that gives up after the total timeout; returns the sink and the list.
function socketutil.table_sink(list)
    list = list or {}
    local sink = ltn12.sink.table(list)
    if socketutil.total_timeout < 0 then
        return sink, list
    end
    return limited(sink), list
end

--- A sink into an open file, with the same limit; the file is closed at the end and at the timeout.
function socketutil.file_sink(handle, problem)
    if socketutil.total_timeout < 0 then
        return ltn12.sink.file(handle, problem)
    elseif not handle then
        return nil, problem or "unable to open file"
    end
    return limited(ltn12.sink.file(handle), function()
        handle:close()
    end)
end

--- A sink that tells `callback` the bytes so far before it hands a chunk on.
function socketutil.chainSinkWithProgressCallback(sink, callback)
    local total = 0
    return function(chunk, problem)
        if chunk and chunk ~= "" then
            total = total + #chunk
            callback(total)
        end
        return sink(chunk, problem)
    end
end

local SECRET_HEADERS = {
    authorization = true, cookie = true, ["set-cookie"] = true, ["proxy-authorization"] = true,
    ["x-auth-key"] = true, ["x-api-key"] = true, ["x-auth-token"] = true,
}

local function copy(original)
    local result = {}
    for name, value in pairs(original or {}) do
        result[name] = value
    end
    return result
end

--- A copy of headers (names in lower case) with the secret ones hidden.
function socketutil.redact_headers(headers)
    local safe = copy(headers)
    for name in pairs(SECRET_HEADERS) do
        if safe[name] then
            safe[name] = "REDACTED"
        end
    end
    return safe
end

--- A copy of a request with its secrets hidden.
function socketutil.redact_request(request)
    local safe = copy(request)
    safe.headers = request.headers and socketutil.redact_headers(request.headers)
    for _, name in ipairs{ "user", "password" } do
        if safe[name] then
            safe[name] = "REDACTED"
        end
    end
    return safe
end

return socketutil

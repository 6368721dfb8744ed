--- The client's end of one HTTP connection: what is written to a socket and read from it. Failures are raised by `try`.

local socket = require("socket")
local ltn12 = require("ltn12")

local wire = {}
local Connection = {}
Connection.__index = Connection

--- A connection over `sock`, which is closed as soon as something fails.
function wire.new(sock)
    local try = socket.newtry(function()
        sock:close()
    end)
    return setmetatable({ c = sock, try = try }, Connection)
end

--- Sends the request line and the headers, ready made.
function Connection:sendhead(text)
    return self.try(self.c:send(text))
end

local function chunked_sink(sock)
    return function(chunk)
        if not chunk then
            return sock:send("0\r\n\r\n")
        elseif chunk == "" then
            return 1
        end
        return sock:send(("%X\r\n"):format(#chunk) .. chunk .. "\r\n")
    end
end

--- Sends a body: as it is where its length is known, else in chunks.
function Connection:sendbody(headers, source, step)
    local sink = headers["content-length"] and socket.sink("keep-open", self.c) or chunked_sink(self.c)
    return self.try(ltn12.pump.all(source, sink, step or ltn12.pump.step))
end

--- The code and the whole status line; or nil and the first bytes of something that is no HTTP.
function Connection:receivestatusline()
    local start, problem = self.c:receive(5)
    if not start then
        return self.try(nil, problem)
    elseif start ~= "HTTP/" then
        return nil, start
    end
    local line = self.try(self.c:receive("*l", start))
    local code = line:match("^HTTP/%d*%.%d* (%d%d%d)")
    return self.try(tonumber(code), line), line
end

--- The headers, names in lower case, repeated ones joined.
function Connection:receiveheaders(into)
    local headers = into or {}
    local line = self.try(self.c:receive("*l"))
    while line ~= "" do
        local name, value = line:match("^(.-):%s*(.*)$")
        self.try(name and name ~= "", "malformed response headers")
        name = name:lower()
        line = self.try(self.c:receive("*l"))
        while line:find("^%s") do
            value = value .. line
            line = self.try(self.c:receive("*l"))
        end
        headers[name] = headers[name] and headers[name] .. ", " .. value or value
    end
    return headers
end

local function chunked_source(connection, headers)
    local sock = connection.c
    return function()
        local line, problem = sock:receive("*l")
        if not line then
            return nil, problem
        end
        local size = tonumber((line:gsub(";.*", "")), 16)
        if not size then
            return nil, "invalid chunk size"
        elseif size == 0 then
            connection:receiveheaders(headers)
            return nil
        end
        local chunk
        chunk, problem = sock:receive(size)
        if chunk then
            sock:receive("*l")
        end
        return chunk, problem
    end
end

--- Pumps the body into `sink`: chunked, by its length, or until the server closes.
function Connection:receivebody(headers, sink, step)
    local length = tonumber(headers["content-length"])
    local encoding = headers["transfer-encoding"]
    local source
    if encoding and encoding ~= "identity" then
        source = chunked_source(self, headers)
    elseif length then
        source = socket.source("by-length", self.c, length)
    else
        source = socket.source("until-closed", self.c)
    end
    return self.try(ltn12.pump.all(source, sink, step or ltn12.pump.step))
end

--- Pumps an answer without status line or headers into `sink`; its first bytes have been read already.
function Connection:receive09body(start, sink, step)
    local source = ltn12.source.rewind(socket.source("until-closed", self.c))
    source(start)
    return self.try(ltn12.pump.all(source, sink, step or ltn12.pump.step))
end

function Connection:close()
    return self.c:close()
end

return wire

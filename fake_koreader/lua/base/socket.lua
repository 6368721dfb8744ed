--[[--
LuaSocket's `socket` over the emulated network. Sockets are TCP clients; a listening socket is one that nobody ever
calls. Every wait costs the device's time. Datagrams (socket/datagrams) get no answer.
]]
-- fidelity: partial: TCP and DNS to the emulated network; nobody connects to a listening socket
local _, host = ...
local not_emulated = require("not_emulated")

local socket = { _VERSION = "LuaSocket 3.1.0", BLOCKSIZE = 2048, _SETSIZE = 1024, sinkt = {}, sourcet = {} }
local tcp = {}
tcp.__index = tcp

local SECOND = 1000000

local function microseconds(seconds)
    if seconds == nil or seconds < 0 or seconds ~= seconds or seconds == math.huge then
        return -1
    end
    return math.floor(seconds * SECOND + 0.5)
end

--- Errors: `try` raises a network error that `protect` turns into nil and a message; other errors pass.

local Failure = {}
Failure.__tostring = function(failure)
    return tostring(failure[1])
end

--- Like `try`, and calls `finalizer` (protected) before it raises.
function socket.newtry(finalizer)
    return function(...)
        local ok, problem = ...
        if ok then
            return ...
        end
        if finalizer then
            pcall(finalizer)
        end
        error(setmetatable({ problem }, Failure), 0)
    end
end

socket.try = socket.newtry()

local function unwrap(ok, ...)
    if ok then
        return ...
    end
    local problem = ...
    if type(problem) == "table" and getmetatable(problem) == Failure then
        return nil, problem[1]
    end
    error(problem, 0)
end

--- A function that returns nil and the message where `action` fails in a `try`.
function socket.protect(action)
    return function(...)
        return unwrap(pcall(action, ...))
    end
end

--- Its arguments, but for the first `count`.
function socket.skip(count, ...)
    return select(count + 1, ...)
end

--- Time

function socket.gettime()
    return host.clock.wall() / SECOND
end

function socket.sleep(seconds)
    local duration = microseconds(seconds)
    if duration > 0 then
        host.clock.sleep(duration)
    end
end

--- TCP

function socket.tcp()
    return setmetatable({ fd = host.socket.open(), block = -1, total = -1, kind = "master" }, tcp)
end

function socket.tcp4()
    return socket.tcp()
end

function socket.tcp6()
    return socket.tcp()
end

tcp.__tostring = function(sock)
    return ("tcp{%s}: %d"):format(sock.kind, sock.fd)
end

local function remember_host(self, address, port)
    self.kind, self.peer, self.peer_port = "client", address, tonumber(port)
    return 1
end

function tcp:connect(address, port)
    local ok, problem = host.socket.connect(self.fd, tostring(address), tonumber(port) or 0, self.block, self.total)
    if not ok then
        return nil, problem
    end
    return remember_host(self, address, port)
end

--- Waits (seconds; nil or negative: for ever). Mode "t" bounds whole calls, anything else ("b") single waits.
function tcp:settimeout(seconds, mode)
    if mode and mode:sub(1, 1) == "t" then
        self.total = microseconds(seconds)
    else
        self.block = microseconds(seconds)
    end
    return 1
end

function tcp:gettimeout()
    local function seconds(value)
        return value < 0 and -1 or value / SECOND
    end
    return seconds(self.block), seconds(self.total)
end

function tcp:send(data, first, last)
    first = first or 1
    if first ~= 1 or last then
        data = tostring(data):sub(first, last or -1)
    end
    local sent, problem, part = host.socket.send(self.fd, tostring(data), self.block, self.total)
    if not sent then
        return nil, problem, part + first - 1
    end
    return sent + first - 1
end

function tcp:receive(pattern, prefix)
    local data, problem, part
    prefix = prefix and tostring(prefix) or ""
    local count = tonumber(pattern)
    if count then
        if count <= #prefix then
            return prefix
        end
        data, problem, part = host.socket.receive_bytes(self.fd, count - #prefix, self.block, self.total)
    else
        local kind = (pattern or "*l"):gsub("^%*", "")
        if kind ~= "l" and kind ~= "a" then
            error("bad argument #1 to 'receive' (invalid receive pattern)", 2)
        end
        local receive = kind == "a" and host.socket.receive_all or host.socket.receive_line
        data, problem, part = receive(self.fd, self.block, self.total)
    end
    if data then
        return prefix ~= "" and prefix .. data or data
    end
    return nil, problem, prefix .. (part or "")
end

function tcp:bind(address, port)
    self.own, self.own_port = address == "*" and "0.0.0.0" or address, host.socket.bind(self.fd, tonumber(port) or 0)
    return 1
end

function tcp:listen()
    self.kind = "server"
    return 1
end

--- Nobody calls an emulated device: the wait is for nothing.
function tcp:accept()
    local wait = self.block >= 0 and self.block or self.total
    if wait < 0 then
        not_emulated("socket", "accept without a timeout (nobody connects to an emulated device)")
    end
    if wait > 0 then
        host.clock.sleep(wait)
    end
    return nil, "timeout"
end

function tcp:getpeername()
    if not self.peer then
        return nil, "Transport endpoint is not connected"
    end
    return host.socket.lookup(self.peer) or self.peer, self.peer_port, "inet"
end

function tcp:getsockname()
    local own = self.own or (self.peer and host.wifi.address()) or "0.0.0.0"
    return own, self.own_port or 0, "inet"
end

local OPTIONS = {
    keepalive = true, linger = true, reuseaddr = true, reuseport = true, ["tcp-nodelay"] = true, ["ipv6-v6only"] = true,
}

function tcp:setoption(name, value)
    if not OPTIONS[name] then
        error(("bad argument #1 to 'setoption' (unsupported option `%s')"):format(tostring(name)), 2)
    end
    self.options = self.options or {}
    self.options[name] = value
    return 1
end

function tcp:getoption(name)
    return self.options and self.options[name] or false
end

--- True while something is buffered on this side; nothing ever is.
function tcp:dirty()
    return false
end

function tcp:getfd()
    return self.fd
end

function tcp:setfd(fd)
    self.fd = fd
end

function tcp:getfamily()
    return "inet"
end

function tcp:getstats()
    not_emulated("socket.tcp", "getstats")
end

function tcp:setstats()
    not_emulated("socket.tcp", "setstats")
end

function tcp:shutdown()
    return 1
end

function tcp:close()
    host.socket.close(self.fd)
    return 1
end

--- A connected socket, or nil and a message.
function socket.connect(address, port)
    local sock = socket.tcp()
    local ok, problem = sock:connect(address, port)
    if not ok then
        sock:close()
        return nil, problem
    end
    return sock
end
socket.connect4 = socket.connect

--- A listening socket.
function socket.bind(address, port)
    local sock = socket.tcp()
    sock:bind(address, port)
    sock:listen()
    return sock
end

function socket.udp()
    return require("socket/datagrams")(socket, microseconds)
end
socket.udp4, socket.udp6 = socket.udp, socket.udp

--- Waiting for several

local function ready_now(receivers)
    local ready, soonest = {}, nil
    for _, sock in ipairs(receivers or {}) do
        local wait = (sock.kind == "server") and -1 or host.socket.arrival(sock:getfd())
        if wait == 0 then
            ready[#ready + 1] = sock
            ready[sock] = #ready
        elseif wait > 0 and (not soonest or wait < soonest) then
            soonest = wait
        end
    end
    return ready, soonest
end

--- Waits until a socket of the first list can be read; those of the second can always be written.
function socket.select(receivers, senders, timeout)
    local writable = {}
    for i, sock in ipairs(senders or {}) do
        writable[i] = sock
        writable[sock] = i
    end
    local limit = microseconds(timeout)
    local ready, soonest = ready_now(receivers)
    if ready[1] or writable[1] then
        return ready, writable
    end
    local wait = (soonest and (limit < 0 or soonest < limit)) and soonest or limit
    if wait < 0 then
        not_emulated("socket", "select without a timeout on sockets that nothing will ever reach")
    elseif wait > 0 then
        host.clock.sleep(wait)
        ready = ready_now(receivers)
    end
    if not ready[1] then
        return ready, writable, "timeout"
    end
    return ready, writable
end

--- Names

socket.dns = {}

function socket.dns.toip(name)
    local address, problem = host.socket.lookup(name)
    if not address then
        return nil, problem == "host or service not provided, or not known" and "host not found" or problem
    end
    return address, { name = name, alias = {}, ip = { address } }
end

function socket.dns.getaddrinfo(name)
    local address, problem = host.socket.lookup(name)
    if not address then
        return nil, problem
    end
    return { { family = "inet", addr = address } }
end

function socket.dns.tohostname(address)
    return nil, "host not found", address
end

function socket.dns.gethostname()
    return "koreader"
end

--- Sockets as sources and sinks

local function kind_of(kinds)
    return function(name, sock, ...)
        local make = kinds[name or "default"]
        if not make then
            error("unknown key (" .. tostring(name) .. ")", 2)
        end
        return make(sock, ...)
    end
end

socket.sinkt["keep-open"] = function(sock)
    return function(chunk)
        if not chunk then
            return 1
        end
        return sock:send(chunk)
    end
end

socket.sinkt["close-when-done"] = function(sock)
    return function(chunk)
        if chunk then
            return sock:send(chunk)
        end
        sock:close()
        return 1
    end
end

--- `length` bytes; the block that the peer leaves incomplete is lost.
socket.sourcet["by-length"] = function(sock, length)
    return function()
        if length <= 0 then
            return nil
        end
        local chunk, problem = sock:receive(math.min(socket.BLOCKSIZE, length))
        if not chunk then
            return nil, problem
        end
        length = length - #chunk
        return chunk
    end
end

socket.sourcet["until-closed"] = function(sock)
    local over = false
    return function()
        if over then
            return nil
        end
        local chunk, problem, part = sock:receive(socket.BLOCKSIZE)
        if chunk then
            return chunk
        elseif problem ~= "closed" then
            return nil, problem
        end
        over = true
        sock:close()
        return part ~= "" and part or nil
    end
end

socket.sinkt.default = socket.sinkt["keep-open"]
socket.sourcet.default = socket.sourcet["until-closed"]
socket.sink = kind_of(socket.sinkt)
socket.source = kind_of(socket.sourcet)
socket.choose = kind_of

return socket

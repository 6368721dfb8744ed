--[[--
LuaSocket's `socket.http`: one HTTP/1.1 request per connection, both forms of `request`, redirects, proxies, and the
`response_headers` callback that KOReader adds. What it does is described request by request in `perform`.
]]
local _, host = ...
local socket = require("socket")
local url = require("socket.url")
local ltn12 = require("ltn12")
local mime = require("mime")
local canonic = require("socket.headers").canonic
local wire = require("socket.httpwire")

local http = { TIMEOUT = 60, USERAGENT = socket._VERSION }
socket.http = http

local MAX_REDIRECTS = 5
local FOLLOWED = { [301] = true, [302] = true, [303] = true, [307] = true }

--- How each scheme connects: its port, and `create(request)`, which gives the function that makes a socket.
http.schemes = {
    http = {
        port = 80,
        create = function()
            return socket.tcp
        end,
    },
    https = {
        port = 443,
        create = function(request)
            return require("ssl.https").tcp(request)
        end,
    },
}
http.SCHEMES = http.schemes

--- A connection to a server, in the words of the wire (see `socket.httpwire`).
function http.open(address, port, create)
    local sock = socket.try((create or socket.tcp)())
    local connection = wire.new(sock)
    connection.try(sock:settimeout(http.TIMEOUT))
    connection.try(sock:connect(address, port))
    return connection
end

--- What the caller meant

local function scheme_of(name)
    local scheme = http.schemes[name]
    if not scheme then
        error("unsupported scheme '" .. tostring(name) .. "'", 0)
    end
    return scheme
end

local function default_headers(request)
    local address = request.host
    if request.port and tonumber(request.port) ~= scheme_of(request.scheme).port then
        address = address .. ":" .. request.port
    end
    local headers = {
        ["user-agent"] = http.USERAGENT,
        host = address,
        connection = "close, TE",
        te = "trailers",
    }
    if request.user and request.password then
        headers.authorization = "Basic " .. mime.b64(request.user .. ":" .. url.unescape(request.password))
    end
    return headers
end

local function use_proxy(request, headers)
    local proxy = request.proxy or http.PROXY
    if not proxy then
        return request.host, request.port
    end
    local parts = url.parse(proxy)
    if parts.user and parts.password then
        local secret = url.unescape(parts.user) .. ":" .. url.unescape(parts.password)
        headers["proxy-authorization"] = "Basic " .. mime.b64(secret)
    end
    return parts.host, parts.port or 3128
end

local function target_of(request)
    local parts = { path = socket.try(request.path, "invalid path 'nil'"), params = request.params }
    parts.query, parts.fragment = request.query, request.fragment
    if request.proxy or http.PROXY then
        parts.scheme, parts.host, parts.port = request.scheme, request.host, request.port
    end
    return url.build(parts)
end

local function whole_url(request)
    local port = tonumber(request.port)
    if port == scheme_of(request.scheme).port then
        port = nil
    end
    return url.build{
        scheme = request.scheme, host = request.host, port = port, path = request.path, params = request.params,
        query = request.query,
    }
end

--- A copy of the caller's request with everything filled in that it left out.
local function prepare(given)
    local request = {}
    if given.url then
        for name, value in pairs(url.parse(given.url, { path = "/", scheme = "http" })) do
            request[name] = value
        end
    end
    for name, value in pairs(given) do
        request[name] = value
    end
    request.scheme = request.scheme or "http"
    local scheme = scheme_of(request.scheme)
    if not request.port or request.port == "" then
        request.port = scheme.port
    end
    socket.try(request.host and request.host ~= "", "invalid host '" .. tostring(request.host) .. "'")
    request.path = (request.path == "" or not request.path) and "/" or request.path
    local headers = default_headers(request)
    request.connect_host, request.connect_port = use_proxy(request, headers)
    for name, value in pairs(given.headers or {}) do
        headers[tostring(name):lower()] = value
    end
    if request.source and not headers["content-length"] then
        headers["transfer-encoding"] = "chunked"
    end
    request.headers = headers
    request.uri = request.uri or target_of(request)
    request.create = request.create or scheme.create(given)
    request.method = request.method or "GET"
    return request
end

--- One request and its answer

local function head_of(request)
    local names, lines = {}, { request.method .. " " .. request.uri .. " HTTP/1.1\r\n" }
    for name in pairs(request.headers) do
        names[#names + 1] = name
    end
    table.sort(names)
    for _, name in ipairs(names) do
        lines[#lines + 1] = (canonic[name] or name) .. ": " .. tostring(request.headers[name]) .. "\r\n"
    end
    lines[#lines + 1] = "\r\n"
    return table.concat(lines)
end

local function has_body(request, code)
    return request.method ~= "HEAD" and code ~= 204 and code ~= 304 and not (code >= 100 and code < 200)
end

local function should_follow(request, code, headers)
    local location = headers.location and headers.location:gsub("%s", "") or ""
    if location == "" or request.redirect == false or not FOLLOWED[code] or request.source then
        return false
    elseif request.method ~= "GET" and request.method ~= "HEAD" then
        return false
    end
    local scheme = location:match("^([%w][%w%+%-%.]*):")
    if scheme and not http.schemes[scheme] then
        return false
    elseif request.scheme == "https" and scheme == "http" then
        return false
    end
    local most = request.maxredirects
    return most == false or (request.nredirects or 0) < (most or MAX_REDIRECTS)
end

--- `code, headers, status` and, in the fourth place, the location to go on to.
local function perform(request, count)
    local connection = http.open(request.connect_host, request.connect_port, request.create)
    connection:sendhead(head_of(request))
    if request.source then
        connection:sendbody(request.headers, request.source, request.step)
    end
    local sink = request.sink or ltn12.sink.null()
    local code, status = connection:receivestatusline()
    if not code then
        connection:receive09body(status, count(sink), request.step)
        return 200
    end
    local headers
    while code == 100 do
        connection:receiveheaders()
        code, status = connection:receivestatusline()
    end
    headers = connection:receiveheaders()
    if should_follow(request, code, headers) then
        connection:close()
        return code, headers, status, headers.location
    end
    if request.response_headers then
        local abort, other = request.response_headers(code, headers, status)
        if abort then
            connection:close()
            return code, headers, status
        end
        sink = other or sink
    end
    if has_body(request, code) then
        connection:receivebody(headers, count(sink), request.step)
    end
    connection:close()
    return code, headers, status
end

--- `perform`, with its beginning and end told to the trace.
local function recorded(request)
    local size = request.source and tonumber(request.headers["content-length"]) or (request.source and -1 or 0)
    local id = host.http.start(request.method, whole_url(request), request.connect_host, size)
    local received = 0
    local function count(sink)
        return function(chunk, problem)
            if chunk then
                received = received + #chunk
            end
            return sink(chunk, problem)
        end
    end
    local results = table.pack(pcall(perform, request, count))
    if results[1] then
        host.http.finish(id, results[2], received)
        return unpack(results, 2, results.n)
    end
    local problem = results[2]
    host.http.fail(id, type(problem) == "userdata" and "interrupted" or tostring(problem))
    error(problem, 0)
end

local function exchange(given)
    local request = prepare(given)
    local code, headers, status, location = recorded(request)
    if not location then
        return 1, code, headers, status
    end
    local first, follow_code
    first, follow_code, headers, status = exchange{
        url = url.absolute(whole_url(request), (location:gsub("%s", ""))),
        headers = given.headers, sink = request.sink, proxy = request.proxy, create = given.create,
        maxredirects = request.maxredirects, nredirects = (request.nredirects or 0) + 1,
        response_headers = request.response_headers,
    }
    if headers then
        headers.location = headers.location or location
    end
    return first, follow_code, headers, status
end

--- The request table that the simple form stands for; the body gathers in its `target`.
function http.genericform(target, body)
    local collected = {}
    local request = { url = target, sink = ltn12.sink.table(collected), target = collected }
    if body then
        request.method = "POST"
        request.source = ltn12.source.string(body)
        request.headers = {
            ["content-length"] = #body,
            ["content-type"] = "application/x-www-form-urlencoded",
        }
    end
    return request
end

--- `request(url[, body])` or `request{…}`: body or 1, code, headers, status line; nil and a message on failure.
http.request = socket.protect(function(target, body)
    if type(target) ~= "string" then
        return exchange(target)
    end
    local request = http.genericform(target, body)
    local _, code, headers, status = exchange(request)
    return table.concat(request.target), code, headers, status
end)

return http

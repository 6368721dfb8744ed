--[[ One HTTP request with JSON both ways, bounded in time.

Returns (status, data, extra) when a server answered, whatever it said, and (nil, reason) when none did.
`data` is the decoded JSON, or nil when the body was empty or something else (`extra.is_json` tells).
The radio is asked first: with the radio off, a request would only freeze the reader. Redirects are not
followed: LuaSocket would take the account along to whatever host it is sent to. ]]

local http = require("socket.http")
local ltn12 = require("ltn12")
local rapidjson = require("rapidjson")
local socket = require("socket")
local socketutil = require("socketutil")
local NetworkMgr = require("ui/network/manager")
local Log = require("shelfsync/log")
local _ = require("gettext")

local Transport = {}

-- Seconds: for one wait, and for a whole answer. The reader cannot turn a page meanwhile, so what runs
-- by itself must give up soon; who asked for it is willing to wait longer.
Transport.BRIEF = { 3, 5 }
Transport.PATIENT = { 10, 30 }
-- For servers that promise to cost five seconds at most, whoever asks.
Transport.FIVE_SECONDS = { 5, 5 }

-- The reason when nothing was even tried.
Transport.NO_NETWORK = _("no network")

function Transport.isConnected()
    return NetworkMgr:isWifiOn() and NetworkMgr:isConnected()
end

local TIMEOUT = _("the server did not answer in time")

-- What went wrong, in the reader's words; LuaSocket's own texts say little to them.
local REASONS = {
    ["timeout"] = TIMEOUT,
    ["wantread"] = TIMEOUT,
    ["wantwrite"] = TIMEOUT,
    ["sink timeout"] = TIMEOUT,
    ["connection refused"] = _("the server refused the connection"),
    ["closed"] = _("the server closed the connection"),
    ["host or service not provided, or not known"] = _("the server's name is not known"),
    ["temporary failure in name resolution"] = _("the server's name could not be looked up"),
    ["Network is unreachable"] = _("the network leads nowhere"),
}

-- LuaSocket's text for a failure in the reader's words.
function Transport.reason(message)
    return REASONS[message] or tostring(message)
end

local function decode(body, headers)
    if body == "" then
        return nil, false
    end
    local data, message = rapidjson.decode(body)
    if data == nil and message then
        return nil, false
    end
    local kind = headers["content-type"]
    return data, kind == nil or kind:find("json", 1, true) ~= nil or type(data) == "table"
end

local function headersOf(request, body)
    local headers = { ["Accept"] = "application/json" }
    for name, value in pairs(request.headers or {}) do
        headers[name] = value
    end
    if body then
        headers["Content-Type"] = "application/json"
        headers["Content-Length"] = tostring(#body)
    end
    return headers
end

-- request = { method=, url=, headers=, data= }; limits is Transport.BRIEF or Transport.PATIENT.
function Transport.send(request, limits)
    if not Transport.isConnected() then
        return nil, Transport.NO_NETWORK
    end
    local body = request.data and rapidjson.encode(request.data)
    local chunks = {}
    socketutil:set_timeout(limits[1], limits[2])
    local ok, status, answer_headers = pcall(function()
        return socket.skip(1, http.request({
            url = request.url,
            method = request.method,
            headers = headersOf(request, body),
            source = body and ltn12.source.string(body),
            sink = socketutil.table_sink(chunks),
            redirect = false,
        }))
    end)
    socketutil:reset_timeout()
    if not ok then
        Log.warn(request.method, request.url, "could not be sent:", status)
        return nil, _("the server's address is not valid")
    elseif type(status) ~= "number" then
        Log.info(request.method, request.url, "failed:", status)
        return nil, Transport.reason(status)
    end
    local headers = answer_headers or {}
    local text = table.concat(chunks)
    local data, is_json = decode(text, headers)
    Log.dbg(request.method, request.url, "answered", status)
    return status, data, {
        has_body = text ~= "",
        is_json = is_json,
        date = headers["date"],
        location = headers["location"],
        retry_after = tonumber(headers["retry-after"]),
    }
end

-- The text a server gave for a failure, if it gave one as servers of this kind do.
function Transport.message(data)
    if type(data) ~= "table" then
        return nil
    end
    for _i, key in ipairs({ "message", "error", "detail" }) do
        if type(data[key]) == "string" and data[key] ~= "" then
            return data[key]
        end
    end
    return nil
end

return Transport

--[[ Tome servers: books by file name, places and reading sessions, with an API key.

Progress is a fraction here, 0 to 1. A location is whatever the reader that stored it understands: an XPointer, a
page number, a web reader's CFI. Every text of the server's may be null. The interface is in protocols/README.md. ]]

local util = require("util")
local Instant = require("shelfsync/instant")
local Outcome = require("shelfsync/outcome")
local Placing = require("shelfsync/placing")
local Sending = require("shelfsync/sending")
local Transport = require("shelfsync/transport")
local _ = require("gettext")

local Tome = {
    limits = Transport.FIVE_SECONDS,
    patience = 3,
    at_suspend = true,
    handlers = { Placing, Sending },
    catalogue = require("shelfsync/protocols/tome_catalogue"),
}
Tome.__index = Tome

function Tome:new(settings)
    return setmetatable({ settings = settings }, self)
end

function Tome:reset() end

function Tome:request(method, path, data, limits)
    return Transport.send({
        method = method,
        url = self.settings:server() .. "/api" .. path,
        headers = { ["Authorization"] = "Bearer " .. self.settings:get("tome_key") },
        data = data,
    }, limits)
end

local isSuccess = Outcome.isSuccess

local function bookId(data)
    local id = type(data) == "table" and tonumber(data.book_id)
    if not id or id % 1 ~= 0 or math.abs(id) >= 2 ^ 53 then
        return nil
    end
    return ("%d"):format(id)
end

function Tome:findBook(hash, limits, file_name)
    local path = ("/tome-sync/resolve?filename=%s&ko_md5=%s"):format(util.urlEncode(file_name or ""), hash)
    local status, data, extra = self:request("GET", path, nil, limits)
    if not isSuccess(status) then
        return Outcome.of(status, data, extra)
    end
    local id = bookId(data)
    return id and Outcome.done({ id = id }) or Outcome.notTheServer()
end

function Tome:batchSize()
    return 1
end

local function bounded(fraction)
    return math.min(math.max(fraction, 0), 1)
end

function Tome:sendSessions(id, sessions, limits)
    local session = sessions[1]
    local status, data, extra = self:request("POST", "/tome-sync/session", {
        book_id = tonumber(id),
        started_at = Instant.format(session.start_time),
        ended_at = Instant.format(session.end_time),
        duration_seconds = session.duration,
        progress_start = bounded(session.start_progress / 100),
        progress_end = bounded(session.end_progress / 100),
        pages_turned = session.pages_turned,
        device = self.settings:deviceName(),
        session_uuid = session.identity,
    }, limits)
    return Outcome.answered(status, data, extra)
end

local function text(value)
    return type(value) == "string" and value or nil
end

-- The web reader may save how far one has read and leave the locator as a device had stored it: an XPointer with
-- the web's name on it is somewhere else.
local function locationOf(data)
    local location = text(data.progress)
    if location and data.device == "web" and location:sub(1, 1) == "/" then
        return nil
    end
    return location
end

function Tome:getPlace(id, limits)
    local status, data, extra = self:request("GET", "/tome-sync/position/" .. id, nil, limits)
    if status == 404 and type(data) == "table" and data.detail == "No position stored" then
        return Outcome.done()
    elseif not isSuccess(status) then
        return Outcome.of(status, data, extra)
    end
    local fraction = type(data) == "table" and type(data.percentage) == "number" and data.percentage
    if not fraction then
        return Outcome.notTheServer()
    end
    return Outcome.done({
        place = {
            progress = bounded(fraction) * 100,
            location = locationOf(data),
            device = text(data.device),
            stamp = text(data.updated_at) or "",
            at = Instant.here(Instant.parse(data.updated_at), extra.date),
        },
    })
end

function Tome:sendPlace(id, place, limits)
    local status, data, extra = self:request("PUT", "/tome-sync/position/" .. id, {
        percentage = bounded(place.progress / 100),
        progress = place.location,
        device = self.settings:deviceName(),
    }, limits)
    return Outcome.answered(status, data, extra)
end

function Tome:checkServer(limits)
    local status, data, extra = self:request("GET", "/health", nil, limits)
    if status == 200 and type(data) == "table" then
        return nil
    end
    return (isSuccess(status) and Outcome.notTheServer() or Outcome.of(status, data, extra)).reason
end

-- The server's health needs no key, so a book that no server has is asked for with it.
function Tome:checkKey(limits)
    local outcome = self:findBook(("0"):rep(32), limits, "shelf sync connection test")
    if outcome.kind == "unknown" or outcome.kind == "done" then
        return nil
    end
    return outcome.reason
end

function Tome:checks()
    return {
        { name = _("Server"), run = function(limits) return self:checkServer(limits) end },
        { name = _("API key"), run = function(limits) return self:checkKey(limits) end },
    }
end

return Tome

--[[ Servers that speak KOReader's own progress sync: a place per document, known by the fingerprint of its file.

There are no sessions and no library; a book is what its fingerprint is. Progress is a fraction, 0 to 1. The
interface is in protocols/README.md. ]]

local md5 = require("ffi/sha2").md5
local Instant = require("shelfsync/instant")
local Outcome = require("shelfsync/outcome")
local Placing = require("shelfsync/placing")
local Transport = require("shelfsync/transport")
local _ = require("gettext")

local KoSync = { handlers = { Placing } }
KoSync.__index = KoSync

local ACCEPT = "application/vnd.koreader.v1+json"

function KoSync:new(settings)
    return setmetatable({ settings = settings }, self)
end

function KoSync:reset() end

function KoSync:request(method, path, data, limits)
    return Transport.send({
        method = method,
        url = self.settings:server() .. path,
        headers = {
            ["Accept"] = ACCEPT,
            ["x-auth-user"] = self.settings:get("username"),
            ["x-auth-key"] = md5(self.settings:get("password")),
        },
        data = data,
    }, limits)
end

local isSuccess = Outcome.isSuccess

-- No request: every book is known by its fingerprint.
function KoSync.findBook(_self, hash)
    return Outcome.done({ id = hash })
end

local function text(value)
    return (type(value) == "string" or type(value) == "number") and tostring(value) or nil
end

function KoSync:getPlace(id, limits)
    local status, data, extra = self:request("GET", "/syncs/progress/" .. id, nil, limits)
    if status == 404 and extra.is_json then
        return Outcome.done()
    elseif not isSuccess(status) then
        return Outcome.of(status, data, extra)
    elseif type(data) ~= "table" then
        return Outcome.notTheServer()
    elseif type(data.percentage) ~= "number" then
        return Outcome.done()
    end
    local at = type(data.timestamp) == "number" and data.timestamp or nil
    return Outcome.done({
        place = {
            progress = math.min(math.max(data.percentage, 0), 1) * 100,
            location = text(data.progress),
            device = text(data.device),
            stamp = at and ("%d"):format(at) or "",
            at = Instant.here(at, extra.date),
        },
    })
end

function KoSync:sendPlace(id, place, limits)
    local status, data, extra = self:request("PUT", "/syncs/progress", {
        document = id,
        progress = place.location,
        percentage = place.progress / 100,
        device = self.settings:deviceName(),
        device_id = tostring(G_reader_settings:readSetting("device_id") or self.settings:deviceName()),
    }, limits)
    return Outcome.answered(status, data, extra)
end

function KoSync:checkAccount(limits)
    local status, data, extra = self:request("GET", "/users/auth", nil, limits)
    if status == 200 and type(data) == "table" then
        return nil
    end
    return (isSuccess(status) and Outcome.notTheServer() or Outcome.of(status, data, extra)).reason
end

function KoSync:checks()
    return { { name = _("KOReader account"), run = function(limits) return self:checkAccount(limits) end } }
end

return KoSync

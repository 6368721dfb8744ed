--[[ BookOrbit servers: places, page events, highlights, bookmarks and book states of files that the server knows by
their fingerprint, with the server's KOReader account.

Bodies are strict there: a field that the server does not expect, or a text a letter too long, costs the whole request.
The interface is in protocols/README.md; an id here is the fingerprint and the number of the book. ]]

local Device = require("device")
local md5 = require("ffi/sha2").md5
local rapidjson = require("rapidjson")
local Books = require("shelfsync/books")
local Instant = require("shelfsync/instant")
local OrbitBookmarks = require("shelfsync/orbit_bookmarks")
local OrbitEvents = require("shelfsync/orbit_events")
local OrbitHighlights = require("shelfsync/orbit_highlights")
local OrbitStates = require("shelfsync/orbit_states")
local Outbox = require("shelfsync/outbox")
local Outcome = require("shelfsync/outcome")
local Placing = require("shelfsync/placing")
local State = require("shelfsync/orbit_state")
local Text = require("shelfsync/orbit_text")
local Transport = require("shelfsync/transport")
local _ = require("gettext")

local BookOrbit = {
    at_suspend = true,
    handlers = { Placing, OrbitEvents, OrbitHighlights, OrbitBookmarks, OrbitStates },
}
BookOrbit.__index = BookOrbit

-- The version of the protocol that is spoken here, as the server's own plugin numbers it. A server that hears of one
-- before 1.4 stops updating that plugin on the reader's other devices.
local PROTOCOL_VERSION = "1.5.0"
-- A match-check carries so many fingerprints.
local MATCHES = 500
local WAITING = { "place", "page_events", "annotation", "status", "rating" }

function BookOrbit:new(settings)
    return setmetatable({ settings = settings }, self)
end

function BookOrbit:reset()
    self.capabilities = nil
    self.has_no_exchange = nil
    State.forgetAll(self.settings.id)
end

-- What a reader copies from the server's pages may go on to the API, or to its part for KOReader.
local function api(server)
    return (server:gsub("/api/v1/koreader$", ""):gsub("/api/v1$", "")) .. "/api/v1"
end

function BookOrbit:request(method, path, data, limits)
    return Transport.send({
        method = method,
        url = api(self.settings:server()) .. path,
        headers = {
            ["x-auth-user"] = self.settings:get("username"),
            ["x-auth-key"] = md5(self.settings:get("password")),
        },
        data = data,
    }, limits)
end

function BookOrbit.deviceId()
    local id = tostring(G_reader_settings:readSetting("device_id") or "")
    id = id:gsub("[^%w-]", ""):sub(1, 100)
    return id ~= "" and id or md5(Device.model or "KOReader")
end

-- A request of the plugin's own part of the API: the outcome, with `data` when it is "done". That a route is not there
-- is never about a book: unknown ones are listed in the answer.
function BookOrbit:post(path, body, limits)
    body.deviceId = BookOrbit.deviceId()
    body.deviceModel = Text.clip(self.settings:deviceName(), 100)
    body.pluginVersion = PROTOCOL_VERSION
    body.deviceTime = Text.now()
    local status, data, extra = self:request("POST", "/koreader/plugin" .. path, body, limits)
    local outcome = Outcome.answered(status, data, extra)
    if status == 404 then
        outcome.kind = "unsupported"
    end
    outcome.data, outcome.date = data, extra and extra.date
    return outcome
end

-- A request about one book: the outcome, with that book's `result` when it is "done".
function BookOrbit:ask(path, hash, book, limits)
    book.hash = hash
    local outcome = self:post(path, { books = rapidjson.array({ book }) }, limits)
    if outcome.kind ~= "done" then
        return outcome
    end
    for _i, unmatched in ipairs(type(outcome.data.unmatched) == "table" and outcome.data.unmatched or {}) do
        if tostring(unmatched):lower() == hash then
            return { kind = "unknown", reason = _("the server does not know this book any more") }
        end
    end
    local results = outcome.data.results
    outcome.result = type(results) == "table" and results[1]
    return type(outcome.result) == "table" and outcome or Outcome.notTheServer()
end

local function keepMatches(account, entries, data)
    local found, count = {}, 0
    for _i, match in ipairs(type(data.matches) == "table" and data.matches or {}) do
        local id, hash = type(match) == "table" and tonumber(match.bookId), match.hash
        if id and type(hash) == "string" then
            found[hash:lower()] = ("%d"):format(id)
        end
    end
    for _i, entry in ipairs(entries) do
        local id = found[entry.hash]
        if not Books.setServerId(entry.hash, id and entry.hash .. " " .. id, account)
            or id and not State.keep(account, entry.hash, { book_id = id }) then
            return nil
        end
        count = count + (id and 1 or 0)
    end
    return count, found
end

-- Asks which of these books the server has: entries { hash=, title=, authors=, last_open=, source= }, MATCHES at most.
-- The outcome has `matched`, a number, and `found`, the server's numbers by fingerprint. When the library is another
-- one than before, every book that was not there is asked for anew.
function BookOrbit:matchCheck(entries, limits)
    local hashes, books = rapidjson.array({}), rapidjson.array({})
    for i, entry in ipairs(entries) do
        hashes[i] = entry.hash
        books[i] = {
            hash = entry.hash, title = Text.clip(entry.title, 500), authors = Text.clip(entry.authors, 1000),
            lastOpen = entry.last_open, source = entry.source,
        }
    end
    local outcome = self:post("/match-check", { hashes = hashes, books = books }, limits)
    if outcome.kind ~= "done" then
        return outcome
    end
    local account, version = self.settings.id, outcome.data.libraryVersion
    if type(version) == "string" and State.values(account, "").library ~= version then
        Books.askAgain(account)
        State.keep(account, "", { library = version })
    end
    outcome.matched, outcome.found = keepMatches(account, entries, outcome.data)
    return outcome.matched and outcome or { kind = "later", reason = _("the device's storage could not be written") }
end

BookOrbit.MATCHES = MATCHES

-- One request asks for every book that waits.
function BookOrbit:findBook(hash, limits, file_name)
    local title = file_name and file_name:gsub("%.[^.]*$", "")
    local entries = { { hash = hash, title = title, source = file_name and "current_file" } }
    for _i, waiting in ipairs(Outbox.books(self.settings.id, WAITING)) do
        if waiting ~= hash and #entries < MATCHES and not Books.serverId(waiting, self.settings.id) then
            entries[#entries + 1] = { hash = waiting, title = Books.fileName(waiting), source = "file" }
        end
    end
    local outcome = self:matchCheck(entries, limits)
    if outcome.kind ~= "done" then
        return outcome
    end
    local id = outcome.found[hash]
    return id and Outcome.done({ id = hash .. " " .. id })
        or { kind = "unknown", reason = _("the server does not have this book") }
end

local function hashOf(id)
    return id:match("^%S+")
end

local function text(value)
    return (type(value) == "string" or type(value) == "number") and value ~= "" and tostring(value) or nil
end

-- This device's own place is nobody's news, whatever became of what it remembers.
function BookOrbit:getPlace(id, limits)
    local status, data, extra = self:request("GET", "/koreader/syncs/progress/" .. hashOf(id), nil, limits)
    local outcome = Outcome.answered(status, data, extra)
    if outcome.kind ~= "done" or type(data.percentage) ~= "number" or data.device_id == BookOrbit.deviceId() then
        return outcome
    end
    local at = type(data.timestamp) == "number" and data.timestamp or nil
    outcome.place = {
        progress = math.min(math.max(data.percentage, 0), 1) * 100,
        location = text(data.progress),
        device = text(data.device),
        stamp = ("%s %s"):format(tostring(at), tostring(data.device_id)),
        at = Instant.here(at, extra.date),
    }
    return outcome
end

function BookOrbit:sendPlace(id, place, limits)
    local location = place.location or ""
    local status, data, extra = self:request("PUT", "/koreader/syncs/progress", {
        document = hashOf(id),
        percentage = math.floor(math.min(math.max(place.progress, 0), 100) * 100 + 0.5) / 10000,
        progress = location:match("^%d+$") and tonumber(location) or location,
        device = self.settings:deviceName(),
        device_id = BookOrbit.deviceId(),
        timestamp = place.read_at,
    }, limits)
    return Outcome.answered(status, data, extra)
end

-- What the server can do besides: a set of names. nil and an outcome when a request had to be made for it first.
function BookOrbit:learnCapabilities(limits)
    local status, data, extra = self:request("GET", "/koreader/plugin/version", nil, limits)
    local outcome = Outcome.answered(status, data, extra)
    if outcome.kind == "done" or status == 404 then
        self.capabilities = {}
        for _i, name in ipairs(outcome.kind == "done" and type(data.capabilities) == "table" and data.capabilities
            or {}) do
            self.capabilities[name] = true
        end
        return Outcome.again()
    end
    return outcome
end

function BookOrbit:checkAccount(limits)
    local status, data, extra = self:request("GET", "/koreader/users/auth", nil, limits)
    local outcome = Outcome.answered(status, data, extra)
    if status == 403 then
        return _("the server has progress sync switched off for this account")
    end
    return outcome.kind ~= "done" and outcome.reason or nil
end

function BookOrbit:checkPlugin(limits)
    local status, data, extra = self:request("GET", "/koreader/plugin/version", nil, limits)
    local outcome = Outcome.answered(status, data, extra)
    return outcome.kind ~= "done" and outcome.reason or nil
end

function BookOrbit:checks()
    return {
        { name = _("KOReader account"), run = function(limits) return self:checkAccount(limits) end },
        { name = _("Highlights and reading time"), run = function(limits) return self:checkPlugin(limits) end },
    }
end

return BookOrbit

--[[ BookLore and Grimmory servers.

The protocol interface, which every file of this folder has:
  Protocol:new(settings)
  :findBook(hash, limits)             -> outcome; done has .id; unknown: no such book there
  :sendSessions(id, sessions, limits) -> outcome; sessions are of one book, at most Protocol.BATCH
  :test(limits)                       -> array of { name, ok, text }
With a KOReader account requests carry the x-auth headers; with only a BookLore account a login token,
renewed once when the server says it has expired. ]]

local md5 = require("ffi/sha2").md5
local Outcome = require("shelfsync/outcome")
local Transport = require("shelfsync/transport")

local BookLore = { BATCH = 100 }
BookLore.__index = BookLore

function BookLore:new(settings)
    return setmetatable({ settings = settings, has_batch = true }, self)
end

-- A new address or account: nothing learnt from the old one holds.
function BookLore:reset()
    self.token = nil
    self.has_batch = true
end

local function timestamp(epoch)
    return os.date("!%Y-%m-%dT%H:%M:%SZ", epoch)
end

local function rounded(percent)
    return math.floor(percent * 100 + 0.5) / 100
end

local function spelledOut(seconds)
    local hours, minutes = math.floor(seconds / 3600), math.floor(seconds % 3600 / 60)
    local parts = {}
    if hours > 0 then
        parts[#parts + 1] = hours .. "h"
    end
    if minutes > 0 then
        parts[#parts + 1] = minutes .. "m"
    end
    if seconds % 60 > 0 or #parts == 0 then
        parts[#parts + 1] = seconds % 60 .. "s"
    end
    return table.concat(parts, " ")
end

local function asEntry(session)
    local first, last = rounded(session.start_progress), rounded(session.end_progress)
    return {
        startTime = timestamp(session.start_time),
        endTime = timestamp(session.end_time),
        durationSeconds = session.duration,
        durationFormatted = spelledOut(session.duration),
        startProgress = first,
        endProgress = last,
        progressDelta = rounded(last - first),
        startLocation = session.start_location,
        endLocation = session.end_location,
        clientSessionId = session.identity,
    }
end

function BookLore:login(limits)
    local settings = self.settings
    local status, data, extra = Transport.send({
        method = "POST",
        url = settings:server() .. "/api/v1/auth/login",
        data = { username = settings:get("booklore_username"), password = settings:get("booklore_password") },
    }, limits)
    if status == 200 and type(data) == "table" and type(data.accessToken) == "string" then
        self.token = data.accessToken
        return Outcome.done()
    elseif status == 200 then
        return Outcome.notTheServer()
    end
    local outcome = Outcome.of(status, data, extra)
    -- This server says 400 for a wrong password.
    if status == 400 then
        outcome.kind = "account"
    end
    return outcome
end

-- Sends with whatever account there is. A token that has run out is renewed once, and the request repeated once.
function BookLore:request(method, path, data, limits)
    local settings = self.settings
    local request = { method = method, url = settings:server() .. path, data = data }
    if settings:hasKOReaderAccount() then
        request.headers = { ["x-auth-user"] = settings:get("username"), ["x-auth-key"] = md5(settings:get("password")) }
        return Transport.send(request, limits)
    end
    local renewed = false
    if not self.token then
        local outcome = self:login(limits)
        if outcome.kind ~= "done" then
            return false, outcome
        end
        renewed = true
    end
    while true do
        request.headers = { ["Authorization"] = "Bearer " .. self.token }
        local status, answer, extra = Transport.send(request, limits)
        if renewed or (status ~= 401 and status ~= 403) then
            return status, answer, extra
        end
        self.token = nil
        local outcome = self:login(limits)
        if outcome.kind ~= "done" then
            return false, outcome
        end
        renewed = true
    end
end

local function sort(status, data, extra)
    if status == false then
        return data
    end
    return Outcome.of(status, data, extra)
end

local function isSuccess(status)
    return status and status >= 200 and status < 300
end

function BookLore:findBook(hash, limits)
    local path = self.settings:hasKOReaderAccount() and "/api/koreader/books/by-hash/" or "/api/v1/books/by-hash/"
    local status, data, extra = self:request("GET", path .. hash, nil, limits)
    if not isSuccess(status) then
        return sort(status, data, extra)
    end
    local id = type(data) == "table" and tonumber(data.id)
    if not id then
        return Outcome.notTheServer()
    end
    return Outcome.done({ id = ("%d"):format(id) })
end

function BookLore:sendOne(id, session, limits)
    local entry = asEntry(session)
    entry.bookId = tonumber(id)
    entry.bookType = session.book_type
    local status, data, extra = self:request("POST", "/api/v1/reading-sessions", entry, limits)
    if isSuccess(status) then
        -- An empty 202 is this server's way to say yes; a web page is somebody else's.
        if data == nil and extra.has_body then
            return Outcome.notTheServer()
        end
        return Outcome.done()
    end
    return sort(status, data, extra)
end

function BookLore:sendBatch(id, sessions, limits)
    local entries = {}
    for i, session in ipairs(sessions) do
        entries[i] = asEntry(session)
    end
    local status, data, extra = self:request("POST", "/api/v1/reading-sessions/batch", {
        bookId = tonumber(id),
        bookType = sessions[1].book_type,
        sessions = entries,
    }, limits)
    if isSuccess(status) then
        if type(data) ~= "table" then
            return Outcome.notTheServer()
        elseif tonumber(data.successCount) and tonumber(data.successCount) < #sessions then
            return Outcome.of(400, { message = "the server took only some of the sessions" })
        end
        return Outcome.done()
    end
    return sort(status, data, extra)
end

-- A batch that the server refuses as a whole is for the caller to take apart.
function BookLore:sendSessions(id, sessions, limits)
    if #sessions > 1 and self.has_batch then
        local outcome = self:sendBatch(id, sessions, limits)
        if outcome.kind == "unsupported" then
            self.has_batch = false
        end
        return outcome
    end
    return self:sendOne(id, sessions[1], limits)
end

-- How many sessions of one book the server takes in one request.
function BookLore:batchSize()
    return self.has_batch and self.BATCH or 1
end

function BookLore:test(limits)
    local settings, lines = self.settings, {}
    if settings:hasKOReaderAccount() then
        local status, data = Transport.send({
            method = "GET",
            url = settings:server() .. "/api/koreader/users/auth",
            headers = { ["x-auth-user"] = settings:get("username"), ["x-auth-key"] = md5(settings:get("password")) },
        }, limits)
        local ok = status == 200 and type(data) == "table"
        lines[#lines + 1] = { name = "KOReader account", ok = ok, text = not ok and sort(status, data, {}).reason }
    end
    if settings:hasBookLoreAccount() then
        local outcome = self:login(limits)
        lines[#lines + 1] = { name = "BookLore account", ok = outcome.kind == "done", text = outcome.reason }
    end
    return lines
end

return BookLore

--[[ BookLore and Grimmory servers.

The interface of a protocol is in protocols/README.md. With a KOReader account requests carry the x-auth headers. A
BookLore account brings a login token; it is used when there is no other account, or when the server refuses the
other one. ]]

local md5 = require("ffi/sha2").md5
local Entry = require("shelfsync/protocols/booklore_entry")
local Marking = require("shelfsync/marking")
local Marks = require("shelfsync/protocols/booklore_marks")
local Outcome = require("shelfsync/outcome")
local Rating = require("shelfsync/rating")
local Sending = require("shelfsync/sending")
local Transport = require("shelfsync/transport")
local _ = require("gettext")

local BookLore = { BATCH = 100, handlers = { Sending, Marking, Rating } }
BookLore.__index = BookLore

-- So often a batch may fail where a single session then goes through.
local BATCH_CHANCES = 2

function BookLore:new(settings)
    local protocol = setmetatable({ settings = settings }, self)
    protocol:reset()
    return protocol
end

function BookLore:reset()
    self.token = nil
    -- The token was given out just now: a refusal is not about its age.
    self.token_is_new = false
    self.prefers_login = false
    self.batch_failures = 0
    -- The last batch went wrong in a way that a server without batches would show as well.
    self.batch_in_doubt = false
end

local isSuccess = Outcome.isSuccess

function BookLore:usesLogin()
    return self.settings:hasBookLoreAccount() and (self.prefers_login or not self.settings:hasKOReaderAccount())
end

function BookLore:koreaderHeaders()
    return { ["x-auth-user"] = self.settings:get("username"), ["x-auth-key"] = md5(self.settings:get("password")) }
end

function BookLore:login(limits)
    local settings = self.settings
    local status, data, extra = Transport.send({
        method = "POST",
        url = settings:server() .. "/api/v1/auth/login",
        data = { username = settings:get("booklore_username"), password = settings:get("booklore_password") },
    }, limits)
    if status == 200 and type(data) == "table" and type(data.accessToken) == "string" then
        self.token, self.token_is_new = data.accessToken, true
        return Outcome.again()
    elseif isSuccess(status) then
        return Outcome.notTheServer()
    end
    local outcome = Outcome.of(status, data, extra)
    -- This server says 400 for a wrong password.
    if status == 400 then
        outcome.kind = "account"
    end
    return outcome
end

-- As request, but for what a server gives and takes only after a login with the BookLore account.
function BookLore:asReader(method, path, data, limits)
    return self:request(method, path, data, limits, true)
end

-- One request with whatever account there is: status, data, extra as Transport.send; or false and the
-- outcome when the account has to be seen to first.
function BookLore:request(method, path, data, limits, needs_login)
    local request = { method = method, url = self.settings:server() .. path, data = data }
    local by_login = needs_login or self:usesLogin()
    if by_login and not self.token then
        return false, self:login(limits)
    end
    request.headers = by_login and { ["Authorization"] = "Bearer " .. self.token } or self:koreaderHeaders()
    local status, answer, extra = Transport.send(request, limits)
    if status ~= 401 and status ~= 403 then
        self.token_is_new = self.token_is_new and not isSuccess(status)
        return status, answer, extra
    elseif by_login and not self.token_is_new then
        self.token = nil
        return false, Outcome.again()
    elseif not by_login and self.settings:hasBookLoreAccount() then
        self.prefers_login = true
        return false, Outcome.again()
    end
    return status, answer, extra
end

local function sorted(status, data, extra)
    if status == false then
        return data
    end
    return Outcome.of(status, data, extra)
end

-- A book's number as text; nil for anything that is not a whole number.
local function bookId(data)
    local id = type(data) == "table" and tonumber(data.id)
    if not id or id % 1 ~= 0 or math.abs(id) >= 2 ^ 53 then
        return nil
    end
    return ("%d"):format(id)
end

function BookLore:findBook(hash, limits)
    local path = self:usesLogin() and "/api/v1/books/by-hash/" or "/api/koreader/books/by-hash/"
    local status, data, extra = self:request("GET", path .. hash, nil, limits)
    if not isSuccess(status) then
        return sorted(status, data, extra)
    end
    local id = bookId(data)
    return id and Outcome.done({ id = id }) or Outcome.notTheServer()
end

-- An empty 202 is this server's way to say yes; a web page, an empty 200, or JSON without `word` is somebody else's.
local function isAcceptance(status, data, extra, word)
    if type(data) == "table" then
        return data[word] ~= nil
    end
    return status ~= 200 and not extra.has_body
end

function BookLore:sendOne(id, session, limits)
    local entry = Entry.of(session)
    entry.bookId = tonumber(id)
    entry.bookType = session.book_type
    local status, data, extra = self:request("POST", "/api/v1/reading-sessions", entry, limits)
    if not isSuccess(status) then
        return sorted(status, data, extra)
    elseif not isAcceptance(status, data, extra, "sessionId") then
        return Outcome.notTheServer()
    end
    return Outcome.done()
end

function BookLore:sendBatch(id, sessions, limits)
    local entries = {}
    for i, session in ipairs(sessions) do
        entries[i] = Entry.of(session)
    end
    local status, data, extra = self:request("POST", "/api/v1/reading-sessions/batch", {
        bookId = tonumber(id),
        bookType = sessions[1].book_type,
        sessions = entries,
    }, limits)
    if not isSuccess(status) then
        return sorted(status, data, extra), status
    elseif not isAcceptance(status, data, extra, "successCount") then
        return Outcome.notTheServer(), status
    end
    local stored = type(data) == "table" and tonumber(data.successCount)
    if stored and stored < #sessions then
        return Outcome.of(400, { message = _("the server took only some of the sessions") }), status
    end
    return Outcome.done(), status
end

-- What a server without the batch endpoint may answer to it, besides a plain "no such thing".
local DOUBTFUL = { [200] = true, [403] = true, [404] = true, [500] = true }

-- A batch that the server refuses as a whole is for the caller to take apart.
function BookLore:sendSessions(id, sessions, limits)
    if #sessions > 1 then
        local outcome, status = self:sendBatch(id, sessions, limits)
        if outcome.kind == "done" then
            self.batch_failures = 0
        elseif outcome.kind == "unsupported" then
            self.batch_failures = BATCH_CHANCES
        elseif outcome.kind ~= "refused" then
            self.batch_in_doubt = DOUBTFUL[status] == true
        end
        return outcome
    end
    local outcome = self:sendOne(id, sessions[1], limits)
    if self.batch_in_doubt and outcome.kind ~= "again" then
        self.batch_in_doubt = false
        if outcome.kind == "done" then
            self.batch_failures = self.batch_failures + 1
        end
    end
    return outcome
end

function BookLore:batchSize()
    if self.batch_in_doubt or self.batch_failures >= BATCH_CHANCES then
        return 1
    end
    return self.BATCH
end

function BookLore:nextMark(id, entry, remote, limits)
    return Marks.next(self, id, entry, remote, limits)
end

-- rating: 1 to 10.
function BookLore:sendRating(id, rating, limits)
    local status, data, extra = self:asReader("PUT", "/api/v1/books/personal-rating",
        { ids = { tonumber(id) }, rating = rating }, limits)
    if status == false then
        return data
    elseif Outcome.isSuccess(status) and type(data) ~= "table" then
        return Outcome.notTheServer()
    end
    return Outcome.isSuccess(status) and Outcome.done() or Outcome.of(status, data, extra)
end

local function problem(outcome)
    if outcome.kind ~= "done" and outcome.kind ~= "again" then
        return outcome.reason
    end
    return nil
end

function BookLore:checkKOReaderAccount(limits)
    local status, data, extra = Transport.send({
        method = "GET",
        url = self.settings:server() .. "/api/koreader/users/auth",
        headers = self:koreaderHeaders(),
    }, limits)
    if status == 200 and type(data) == "table" then
        return nil
    end
    return problem(isSuccess(status) and Outcome.notTheServer() or Outcome.of(status, data, extra))
end

-- A book that no server has: one that can look books up says so.
function BookLore:checkBookLookup(limits)
    local outcome = self:findBook(("0"):rep(32), limits)
    if outcome.kind == "unknown" then
        return nil
    end
    return problem(outcome)
end

function BookLore:checks()
    local list = {}
    local function add(name, run)
        list[#list + 1] = { name = name, run = run }
    end
    if self.settings:hasKOReaderAccount() then
        add(_("KOReader account"), function(limits) return self:checkKOReaderAccount(limits) end)
    end
    if self.settings:hasBookLoreAccount() then
        add(_("BookLore account"), function(limits) return problem(self:login(limits)) end)
    end
    add(_("Books by fingerprint"), function(limits) return self:checkBookLookup(limits) end)
    return list
end

return BookLore

--[[ Where one sync pass is: the books it goes through, what it has done, and who wants to hear of its end. ]]

local Outbox = require("shelfsync/outbox")
local Places = require("shelfsync/places")
local Queue = require("shelfsync/queue")

local Pass = {}
Pass.__index = Pass

-- A book that the server did not know is asked for again after so many seconds, or when there is a reason to.
local ASK_AGAIN = 6 * 3600

function Pass:new(engine)
    return setmetatable({
        engine = engine,
        takes = engine.account:takes(),
        hashes = {},     -- fingerprints of the books to go through
        at = 1,          -- the one whose turn it is
        stages = {},     -- by book: the number of the handler whose turn it is
        alone = 0,       -- so many sessions of it go one by one: a batch with them was refused
        refusals = 0,    -- changes refused in a row
        sent = 0,        -- sessions
        changes_sent = 0, -- of any other kind than sessions and places
        unknown = 0,     -- books that the server does not know
        by_hand = false, -- the reader asked for it
        asked = {},      -- books that the server was asked for
        wanted = {},     -- books that are being read
        pulled = {},     -- books whose place on the server was looked at
        places_sent = 0,
        listeners = {},
    }, self)
end

local function waitingFor(handler, engine)
    if handler.books then
        return handler.books(engine)
    end
    return Outbox.books(engine.account.id, { handler.kind })
end

-- Puts the books that wait into the rest of the pass; `hash` is one to look up although nothing of it waits.
function Pass:enlist(hash)
    local listed = {}
    for i = self.at, #self.hashes do
        listed[self.hashes[i]] = true
    end
    local hashes = {}
    for number, handler in ipairs(self.engine:handlers()) do
        for _i, waiting in ipairs(waitingFor(handler, self.engine)) do
            table.insert(hashes, waiting)
            self.stages[waiting] = math.min(self.stages[waiting] or 1, number)
            self.pulled[waiting] = nil
        end
    end
    if hash then
        self.pulled[hash], self.stages[hash] = nil, nil
        table.insert(hashes, hash)
        self.wanted[hash] = true
    end
    for _i, waiting in ipairs(hashes) do
        if not listed[waiting] then
            listed[waiting] = true
            table.insert(self.hashes, waiting)
        end
    end
end

function Pass:onlyBook(hash)
    self.hashes = { hash }
end

-- The fingerprint of the book whose turn it is; nil at the end.
function Pass:book()
    return self.hashes[self.at]
end

-- The handler whose turn it is with this book; nil when all had theirs.
function Pass:handler(hash)
    return self.engine:handlers()[self.stages[hash] or 1]
end

function Pass:nextHandler(hash)
    self.stages[hash] = (self.stages[hash] or 1) + 1
end

function Pass:nextBook()
    self.at = self.at + 1
    self.alone = 0
end

-- Whether the server is asked for a book that it did not know at `asked_at` (epoch seconds or nil).
function Pass:mayAsk(hash, asked_at)
    if self.asked[hash] then
        return false
    elseif self.by_hand or self.wanted[hash] or not asked_at then
        return true
    end
    return math.abs(os.time() - asked_at) >= ASK_AGAIN
end

-- Changes of this account that wait, other than sessions and places; nil when there can be none.
function Pass:changesLeft()
    local left
    for kind in pairs(self.takes) do
        if kind ~= "session" and kind ~= "place" then
            left = (left or 0) + (Outbox.count({ account = self.engine.account.id, kind = kind }) or 0)
        end
    end
    return left
end

-- What is said of the pass; see engine.lua.
function Pass:report(kind, reason)
    local account = self.engine.account.id
    local left, refused = 0, 0
    if self.takes.session then
        left, refused = Queue.count(account)
    end
    local changes_left = self:changesLeft()
    return {
        sent = self.sent, unknown = self.unknown, left = left, refused = refused, kind = kind, reason = reason,
        places_sent = self.takes.place and self.places_sent or nil,
        places_left = self.takes.place and #Places.all(account) or nil,
        changes_sent = changes_left and self.changes_sent or nil,
        changes_left = changes_left,
    }
end

return Pass

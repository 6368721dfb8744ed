--[[ Where one sync pass is: the books it goes through, what it has done, and who wants to hear of its end. ]]

local Places = require("shelfsync/places")
local Queue = require("shelfsync/queue")

local Pass = {}
Pass.__index = Pass

-- A book that the server did not know is asked for again after so many seconds, or when there is a reason to.
local ASK_AGAIN = 6 * 3600

-- takes: what the server takes, as Settings:takes().
function Pass:new(takes)
    return setmetatable({
        takes = takes,
        hashes = {},     -- fingerprints of the books to go through
        at = 1,          -- the one whose turn it is
        alone = 0,       -- so many sessions of it go one by one: a batch with them was refused
        refusals = 0,    -- sessions refused in a row
        sent = 0,
        unknown = 0,     -- books that the server does not know
        by_hand = false, -- the reader asked for it
        asked = {},      -- books that the server was asked for
        wanted = {},     -- books that are being read
        pulled = {},     -- books whose place on the server was looked at
        placed = {},     -- books whose place is dealt with
        places_sent = 0,
        listeners = {},
    }, self)
end

-- Puts the books that wait into the rest of the pass; `hash` is one to look up although nothing of it waits.
function Pass:enlist(hash)
    local listed = {}
    for i = self.at, #self.hashes do
        listed[self.hashes[i]] = true
    end
    local takes = self.takes
    local hashes = takes.sessions and Queue.books() or {}
    for _, waiting in ipairs(takes.places and Places.books() or {}) do
        table.insert(hashes, waiting)
        self.pulled[waiting], self.placed[waiting] = nil, nil
    end
    if hash then
        self.pulled[hash], self.placed[hash] = nil, nil
        table.insert(hashes, hash)
        self.wanted[hash] = true
    end
    for _, waiting in ipairs(hashes) do
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

-- What is said of the pass; see engine.lua.
function Pass:report(kind, reason)
    local left, refused = Queue.count()
    return {
        sent = self.sent, unknown = self.unknown, left = left, refused = refused, kind = kind, reason = reason,
        places_sent = self.takes.places and self.places_sent or nil,
        places_left = self.takes.places and #Places.all() or nil,
    }
end

return Pass

--[[ Where one sync pass is: the books it goes through, what it has done, and who wants to hear of its end. ]]

local Queue = require("shelfsync/queue")

local Pass = {}
Pass.__index = Pass

-- A book that the server did not know is asked for again after so many seconds, or when there is a reason to.
local ASK_AGAIN = 6 * 3600

function Pass:new()
    return setmetatable({
        hashes = {},     -- fingerprints of the books to go through
        at = 1,          -- the one whose turn it is
        alone = 0,       -- so many sessions of it go one by one: a batch with them was refused
        refusals = 0,    -- sessions refused in a row
        sent = 0,
        unknown = 0,     -- books that the server does not know
        by_hand = false, -- the reader asked for it
        asked = {},      -- books that the server was asked for
        wanted = {},     -- books that are being read
        listeners = {},
    }, self)
end

-- Puts the books that wait into the rest of the pass; `hash` is one to look up although nothing of it waits.
function Pass:enlist(hash)
    local listed = {}
    for i = self.at, #self.hashes do
        listed[self.hashes[i]] = true
    end
    local hashes = Queue.books()
    if hash then
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
    return { sent = self.sent, unknown = self.unknown, left = left, refused = refused, kind = kind, reason = reason }
end

return Pass

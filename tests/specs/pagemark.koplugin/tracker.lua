--- Watches a book being read: where, how long, and whether that was reading at all.
local IDLE = 600
local SHORTEST = 30

local Tracker = {}
Tracker.__index = Tracker

function Tracker.new()
    return setmetatable({ book = nil }, Tracker)
end

function Tracker:open(hash, pages, page, now)
    if pages < 1 then return nil, "a book has pages" end
    self.book = { hash = hash, pages = pages, first = page, page = page, seen = { [page] = true }, turned = 0 }
    self.since, self.seconds, self.asleep = now, 0, false
    return true
end

-- Time since the last sign of life counts, up to the idle limit.
local function account(self, now)
    if not self.asleep then
        self.seconds = self.seconds + math.max(0, math.min(IDLE, now - self.since))
    end
    self.since = now
end

function Tracker:turn(page, now)
    local book = self.book
    if not book or page == book.page then return false end
    account(self, now)
    book.page = math.max(1, math.min(book.pages, page))
    book.turned = book.turned + 1
    book.seen[book.page] = true
    return true
end

function Tracker:sleep(now)
    if self.book and not self.asleep then
        account(self, now)
        self.asleep = true
    end
end

function Tracker:wake(now)
    if self.book and self.asleep then
        self.since, self.asleep = now, false
    end
end

function Tracker:percent()
    return self.book and self.book.page / self.book.pages or nil
end

function Tracker:pagesSeen()
    local count = 0
    for _ in pairs(self.book and self.book.seen or {}) do count = count + 1 end
    return count
end

--- The session, or nil and why it does not count.
function Tracker:close(now)
    local book = self.book
    if not book then return nil, "no book" end
    account(self, now)
    local session = {
        hash = book.hash, percent = self:percent(), page = book.page, seconds = self.seconds,
        pages = self:pagesSeen(), at = now,
    }
    self.book = nil
    if session.seconds < SHORTEST then return nil, "too short" end
    if book.turned == 0 then return nil, "no page turned" end
    return session
end

return Tracker

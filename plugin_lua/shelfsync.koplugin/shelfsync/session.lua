--[[ One reading session: from a book's opening, or the device's waking, to its closing or sleep.

Its length is measured with the clock that nobody can set, so that a corrected wall clock or a change of
time zone neither stretches nor loses it. Its end is the wall clock's time at the end, when a clock that
was wrong has most likely been put right, and its start is reckoned back from there. A reader who turns no
page for very long has gone: the session ended with the last page turned. ]]

local time = require("ui/time")
local Position = require("shelfsync/position")
local Queue = require("shelfsync/queue")

local Session = {}
Session.__index = Session

-- A session is written down as soon as it would count, then now and again: how much reading a crash may
-- cost is a balance with the flash memory, which each write wears.
local KEEP_FIRST, KEEP_INTERVAL = 30, time.s(120)

local function now()
    return time.boottime_or_monotonic()
end

-- Begins a session on the open book; nil while the document is not ready.
function Session:begin(ui, hash, title, settings)
    local progress, location = Position.read(ui)
    if not progress then
        return nil
    end
    local page, pages = Position.page(ui)
    local started = now()
    local session = setmetatable({
        ui = ui,
        hash = hash,
        title = title,
        book_type = Position.bookType(ui.document.file),
        identity = Queue.newIdentity(hash, os.time(), ui.document.file:match("[^/]*$")),
        takers = settings:takers(),
        idle_limit = settings:get("idle_minutes") > 0 and time.s(settings:get("idle_minutes") * 60) or time.huge,
        began = started,
        turned_at = started,
        keep_at = started + time.s(math.max(settings:get("min_duration"), KEEP_FIRST)),
        start_progress = progress,
        start_location = location,
        end_progress = progress,
        end_location = location,
        page = page,
        pages = pages,
        pages_turned = 0,
        turns = 0,
    }, self)
    session:measure()
    return session
end

-- True when no page was turned for longer than anybody looks at one.
function Session:isIdle()
    return now() - self.turned_at > self.idle_limit
end

-- Brings duration, times and end position up to date.
function Session:measure()
    local present = now()
    local last = present
    if self:isIdle() then
        last = self.turned_at
    else
        self:lookWhere()
    end
    self.duration = math.max(0, math.floor(time.to_s(last - self.began) + 0.5))
    self.end_time = os.time() - math.floor(time.to_s(present - last) + 0.5)
    self.start_time = self.end_time - self.duration
end

function Session:lookWhere()
    local progress, location = Position.read(self.ui)
    if progress then
        self.end_progress, self.end_location = progress, location
        if self.pages_turned > 0 then
            self:markPlace()
        end
    end
end

-- The place that goes to the outbox. A book that was only opened has none: nothing was read there, and what
-- it shows may be older than what the server knows.
function Session:markPlace()
    if self.takers.place then
        self.place = {
            identity = ("%s %d"):format(self.identity, self.turns),
            progress = self.end_progress,
            location = Position.locator(self.ui),
            read_at = os.time() - math.floor(time.to_s(now() - self.turned_at)),
        }
    end
end

-- The book was taken to another place, and not by reading.
function Session:jumpedTo()
    local _page
    _page, self.pages = Position.page(self.ui)
    self.page = _page
    self.turned_at = now()
    self.place = nil
    if self.pages_turned == 0 then
        self.start_progress, self.start_location = Position.read(self.ui)
    end
    self:lookWhere()
end

-- KOReader announces a page more than once, and announces another one when the font changes; only a
-- different page of the same layout counts as turned. Returns false when the reader had been away: this
-- session is over then, and the page belongs to the next.
function Session:turnedTo(page)
    if type(page) ~= "number" or page == self.page then
        return true
    elseif self:isIdle() then
        return false
    end
    local _, pages = Position.page(self.ui)
    self.page = page
    self.turns = self.turns + 1
    if pages == self.pages then
        self.pages_turned = self.pages_turned + 1
    end
    self.pages = pages
    self.turned_at = now()
    self:lookWhere()
    if self.turned_at >= self.keep_at then
        self:keep()
    end
    return true
end

-- Writes the session down as it stands, in case the device does not live to its end.
function Session:keep()
    self.keep_at = now() + KEEP_INTERVAL
    if self.pages_turned > 0 then
        self:measure()
        Queue.keepOpen(self)
    end
end

-- The book was only reloaded: the session goes on with the new reader.
function Session:moveTo(ui)
    self.ui = ui
    self.page, self.pages = Position.page(ui)
end

-- nil when the session is worth keeping, else why it is not: "short" or "still".
function Session.fault(session, settings)
    if session.duration < settings:get("min_duration") then
        return "short"
    elseif session.pages_turned < settings:get("min_pages") then
        return "still"
    end
    return nil
end

-- Ends the session and puts it into the queue. Returns true, or nil and why not: "short", "still", "disk".
function Session:finish(settings)
    self:measure()
    self.ui = nil
    local fault = Session.fault(self, settings)
    if fault or not self.takers.session then
        if not Queue.discard(self) and not self.takers.session then
            fault = "disk"
        end
        return not fault or nil, fault
    end
    if not Queue.add(self) then
        return nil, "disk"
    end
    return true
end

return Session

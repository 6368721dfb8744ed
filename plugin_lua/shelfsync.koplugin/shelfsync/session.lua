--[[ One reading session: from a book's opening, or the device's waking, to its closing or sleep.

Its length is measured with the clock that nobody can set, so that a corrected wall clock or a change of
time zone neither stretches nor loses it. Its end is the wall clock's time at the end, when a clock that
was wrong has most likely been put right, and its start is reckoned back from there. ]]

local time = require("ui/time")
local Position = require("shelfsync/position")
local Queue = require("shelfsync/queue")

local Session = {}
Session.__index = Session

-- How much reading a crash may cost.
local KEEP_INTERVAL = time.s(60)

-- Begins a session on the open book; nil while the document is not ready.
function Session:begin(ui, hash, title)
    local progress, location = Position.read(ui)
    if not progress then
        return nil
    end
    local now = time.boottime_or_monotonic()
    local session = setmetatable({
        ui = ui,
        hash = hash,
        title = title,
        book_type = Position.bookType(ui.document.file),
        identity = Queue.newIdentity(hash, os.time()),
        began = now,
        kept = now,
        start_progress = progress,
        start_location = location,
        end_progress = progress,
        end_location = location,
        page = Position.page(ui),
        pages_turned = 0,
    }, self)
    session:measure()
    return session
end

function Session:measure()
    local elapsed = time.boottime_or_monotonic() - self.began
    self.duration = math.floor(time.to_s(elapsed) + 0.5)
    self.end_time = os.time()
    self.start_time = self.end_time - self.duration
    local progress, location = Position.read(self.ui)
    if progress then
        self.end_progress, self.end_location = progress, location
    end
end

-- KOReader announces a page more than once; only a different page counts as turned.
function Session:turnedTo(page)
    if type(page) ~= "number" or page == self.page then
        return
    end
    self.page = page
    self.pages_turned = self.pages_turned + 1
    if time.boottime_or_monotonic() - self.kept >= KEEP_INTERVAL then
        self:keep()
    end
end

function Session:keep()
    self.kept = time.boottime_or_monotonic()
    if self.pages_turned > 0 then
        self:measure()
        Queue.keepOpen(self)
    end
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
    local fault = Session.fault(self, settings)
    if fault then
        Queue.discard(self)
        return nil, fault
    end
    if not Queue.add(self) then
        return nil, "disk"
    end
    return true
end

return Session

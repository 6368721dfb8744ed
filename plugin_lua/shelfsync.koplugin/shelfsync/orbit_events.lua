--[[ A turn of the sync pass that is about reading time: pages that KOReader's statistics have seen, for BookOrbit.

What was sent is remembered as the last event in order of time, and how many there were up to it: events that come in
before it later on (from another device's statistics, or after the clock was wrong) change the number, and all are sent
again. The server keeps each once. Nothing after the present is remembered as sent: a clock that was once in the future
must not hide what is read from then on. ]]

local rapidjson = require("rapidjson")
local Outbox = require("shelfsync/outbox")
local State = require("shelfsync/orbit_state")
local Statistics = require("shelfsync/statistics")

local Events = { kind = "page_events" }

local BATCH = 500

local function cursor(account, hash)
    local values = State.values(account, hash)
    return tonumber(values.events_start) or 0, tonumber(values.events_page) or -1, tonumber(values.events_count) or 0
end

-- Whether there is anything to send of a book.
function Events.isNews(account, hash)
    local start, page, count = cursor(account, hash)
    if (Statistics.count(hash, start, page) or count) ~= count then
        return true
    end
    local events = Statistics.events(hash, start, page, 1)
    return events ~= nil and #events > 0
end

-- This book's events wait from now on, if there are any. is_read: it was read just now, and KOReader may not have
-- written all of it down yet.
function Events.note(account, hash, title, is_read)
    if not is_read and not Events.isNews(account, hash) then
        return true
    end
    return Outbox.add({ {
        account = account, kind = Events.kind, slot = hash, identity = hash .. " " .. os.time(), hash = hash,
        title = title, at = os.time(),
    } })
end

local function bodyOf(events)
    local list = rapidjson.array({})
    for i, event in ipairs(events) do
        list[i] = { page = event.page, startTime = event.start, durationSeconds = event.duration,
            totalPages = event.pages }
    end
    return { events = list }
end

-- Where a pass is with the events of a book.
local function progressOf(pass, account, hash)
    pass.events = pass.events or {}
    local at = pass.events[hash]
    if not at then
        local start, page, count = cursor(account, hash)
        if Statistics.count(hash, start, page) ~= count then
            start, page = 0, -1
        end
        at = { start = start, page = page }
        pass.events[hash] = at
    end
    return at
end

local function remember(account, hash, at)
    local limit = os.time()
    if at.start > limit then
        at.start_kept, at.page_kept = limit, math.huge
    else
        at.start_kept, at.page_kept = at.start, at.page
    end
    local page = at.page_kept == math.huge and 2 ^ 31 or at.page_kept
    local count = Statistics.count(hash, at.start_kept, page)
    return count and State.keep(account, hash, { events_start = at.start_kept, events_page = page,
        events_count = count })
end

function Events.turn(engine, hash)
    local account, pass = engine.account.id, engine.pass
    local waiting = Outbox.ofBook(account, Events.kind, hash)
    if #waiting == 0 and not pass.by_hand and not pass.wanted[hash] then
        return "next"
    end
    local at = progressOf(pass, account, hash)
    local events = Statistics.events(hash, at.start, at.page, BATCH)
    if not events then
        return "next"
    elseif #events == 0 then
        return Outbox.acknowledge(waiting) and "next" or engine:giveUpOnStorage()
    end
    local outcome = engine.protocol:ask("/page-stats", hash, bodyOf(events), engine:limits())
    if outcome.kind ~= "done" then
        return engine:failed(hash, outcome, waiting)
    end
    at.start, at.page = events[#events].start, events[#events].page
    if not remember(account, hash, at) then
        return engine:giveUpOnStorage()
    end
    pass.events_sent = (pass.events_sent or 0) + #events
    engine.backoff:clear()
    engine:continue()
end

return Events

--[[ A reading session as BookLore servers take it: percent from 0 to 100, instants in UTC, whole seconds. ]]

local Entry = {}

local function timestamp(epoch)
    return os.date("!%Y-%m-%dT%H:%M:%SZ", epoch)
end

local function rounded(percent)
    return math.floor(percent * 100 + 0.5) / 100
end

-- "1h 5m 9s": in English whatever KOReader's language, for it is stored and shown to others.
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

-- The difference is taken of the rounded values: servers check that the three agree.
function Entry.of(session)
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

return Entry

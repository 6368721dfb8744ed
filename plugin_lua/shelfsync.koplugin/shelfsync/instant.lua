--[[ Instants as servers write them, in epoch seconds.

A time without a zone is UTC: servers that leave the zone out mean that, and a device in another zone must not read
its own into it. ]]

local Instant = {}

local MONTHS = { Jan = 1, Feb = 2, Mar = 3, Apr = 4, May = 5, Jun = 6, Jul = 7, Aug = 8, Sep = 9, Oct = 10,
    Nov = 11, Dec = 12 }

-- Days since 1970-01-01 in the Gregorian calendar; years are counted from March, so that leap days come last.
local function days(year, month, day)
    if month <= 2 then
        year, month = year - 1, month + 12
    end
    return 365 * year + math.floor(year / 4) - math.floor(year / 100) + math.floor(year / 400)
        + math.floor((153 * (month - 3) + 2) / 5) + day - 719469
end

local function epoch(year, month, day, hour, minute, second)
    return days(tonumber(year), tonumber(month), tonumber(day)) * 86400
        + tonumber(hour) * 3600 + tonumber(minute) * 60 + tonumber(second)
end

-- ISO 8601: "2026-05-24T14:30:00", with a fraction, "Z" or an offset if they are there. nil for anything else.
function Instant.parse(text)
    if type(text) ~= "string" then
        return nil
    end
    local year, month, day, hour, minute, second, rest =
        text:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)[T ](%d%d):(%d%d):(%d%d)(.*)$")
    if not year then
        return nil
    end
    local at = epoch(year, month, day, hour, minute, second)
    local sign, offset_hours, offset_minutes = rest:match("([+-])(%d%d):?(%d%d)$")
    if sign then
        local offset = tonumber(offset_hours) * 3600 + tonumber(offset_minutes) * 60
        at = at - (sign == "+" and offset or -offset)
    end
    return at
end

-- The Date header of an HTTP answer: "Sun, 24 May 2026 14:30:00 GMT". nil for anything else.
function Instant.ofHeader(text)
    if type(text) ~= "string" then
        return nil
    end
    local day, month, year, hour, minute, second = text:match("(%d+) (%a%a%a) (%d%d%d%d) (%d%d):(%d%d):(%d%d)")
    if not MONTHS[month] then
        return nil
    end
    return epoch(year, MONTHS[month], day, hour, minute, second)
end

-- Seconds: clocks closer than this are the same; an answer's date has whole seconds, and took its time.
local SAME_CLOCK = 10

-- An instant of the server's (epoch seconds or nil) in this device's clock, whatever the two are apart; `date` is the
-- Date header of the answer that told it.
function Instant.here(at, date)
    local theirs = Instant.ofHeader(date)
    local ahead = theirs and theirs - os.time() or 0
    if at and math.abs(ahead) > SAME_CLOCK then
        return at - ahead
    end
    return at
end

-- As servers take it: UTC, whole seconds.
function Instant.format(at)
    return os.date("!%Y-%m-%dT%H:%M:%SZ", at)
end

return Instant

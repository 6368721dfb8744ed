--- Times as a number of microseconds: KOReader's frontend/ui/time (specs/koreader-core.md §3.7).
-- Every coarse clock here reads the same as its fine one.

local clocks = require("ffi/clocks")

local US_PER_S, US_PER_MS = 1000000, 1000

local time = {
    huge = math.huge,
    precision = US_PER_S,
}

function time.s(seconds)
    return math.floor(seconds * US_PER_S)
end

function time.ms(milliseconds)
    return math.floor(milliseconds * US_PER_MS)
end

function time.us(microseconds)
    return math.floor(microseconds)
end

function time.timeval(tv)
    return tv.sec * US_PER_S + tv.usec
end

function time.to_number(t)
    return math.floor(t / 100 + 0.5) / 10000
end

function time.to_s(t)
    return t / US_PER_S
end

function time.to_ms(t)
    return math.floor(t / US_PER_MS + 0.5)
end

function time.to_us(t)
    return math.floor(t + 0.5)
end

--- Whole seconds and the microseconds above them; nothing for nil.
function time.split_s_us(t)
    if not t then
        return nil, nil
    end
    local seconds = math.floor(t / US_PER_S)
    return seconds, math.floor(t - seconds * US_PER_S)
end

function time.format_time(t)
    return ("%.6f"):format(t / US_PER_S)
end

time.monotonic = clocks.monotonic
time.monotonic_coarse = clocks.monotonic
time.realtime = clocks.wall
time.realtime_coarse = clocks.wall
time.boottime = clocks.boot
time.now = clocks.monotonic
for _, name in ipairs{ "monotonic", "monotonic_coarse", "realtime", "realtime_coarse" } do
    time["boottime_or_" .. name] = clocks.boot
end

--- What passed between `t` and now.
function time.since(t)
    return clocks.monotonic() - t
end

return time

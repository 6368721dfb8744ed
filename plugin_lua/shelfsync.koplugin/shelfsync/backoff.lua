--[[ When the server may be asked again.

After a failure everything waits, longer each time; the wait ends by itself, or at once when the network
comes back or the reader asks. Time is counted with the clock that nobody can set: a wall clock that jumps
must neither lock the queue for a year nor hammer a server in trouble. ]]

local time = require("ui/time")

local Backoff = {}
Backoff.__index = Backoff

-- Seconds.
local FIRST, LONGEST = 30, 3600

-- With `patience`, so many failures in a row are followed by the longest wait.
function Backoff:new(patience)
    return setmetatable({ failures = 0, ready_at = 0, patience = patience }, self)
end

local function now()
    return time.boottime_or_monotonic()
end

function Backoff:isReady()
    return now() >= self.ready_at
end

-- Seconds until the next try may be made.
function Backoff:remaining()
    return math.max(0, time.to_s(self.ready_at - now()))
end

-- Counts a failure and returns the wait in seconds. `wish` is the least that the other side asks for
-- (Retry-After, or what an account's lock costs); it never makes the wait longer than the longest.
function Backoff:failed(wish)
    self.failures = self.failures + 1
    local wait = FIRST * 2 ^ math.min(self.failures - 1, 20)
    if type(wish) == "number" and wish == wish then
        wait = math.max(wish, FIRST)
    end
    if self.patience and self.failures >= self.patience then
        wait = LONGEST
    end
    wait = math.min(wait, LONGEST)
    self.ready_at = now() + time.s(wait)
    return wait
end

-- The next try may be made at once, and the next wait is the shortest again.
function Backoff:clear()
    self.failures = 0
    self.ready_at = 0
end

return Backoff

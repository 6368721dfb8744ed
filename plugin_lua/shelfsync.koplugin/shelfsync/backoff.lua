--[[ When the server may be asked again.

After a failure everything waits, longer each time; the wait ends by itself, or at once when the network
comes back or the reader asks. Time is counted with the clock that nobody can set: a wall clock that jumps
must neither lock the queue for a year nor hammer a server in trouble. ]]

local time = require("ui/time")

local Backoff = {}
Backoff.__index = Backoff

local FIRST, LONGEST = 30, 3600

function Backoff:new()
    return setmetatable({ failures = 0, ready_at = 0 }, self)
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

-- `server_says` is the server's own wish in seconds (Retry-After), if it gave one.
function Backoff:failed(server_says)
    self.failures = self.failures + 1
    local wait = math.min(FIRST * 2 ^ (self.failures - 1), LONGEST)
    if type(server_says) == "number" then
        wait = math.min(math.max(server_says, FIRST), LONGEST)
    end
    self.ready_at = now() + time.s(wait)
    return wait
end

function Backoff:succeeded()
    self:clear()
end

function Backoff:clear()
    self.failures = 0
    self.ready_at = 0
end

return Backoff

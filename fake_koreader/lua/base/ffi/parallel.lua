--- Work that goes on at the same time as other work of this process, each on a branch of the clock.

local _, host = ...

local parallel = {}

--- Runs a function on a branch of the clock: when it will be done (monotonic µs), and its results.
-- It must not wait for anything but the network and sleep, and must not yield.
function parallel.run(work, ...)
    local started = host.clock.monotonic()
    host.clock.branch()
    local results = table.pack(pcall(work, ...))
    local duration = host.clock.rejoin()
    if not results[1] then error(results[2], 0) end
    return started + duration, unpack(results, 2, results.n)
end

--- Blocks until that moment.
function parallel.wait_until(moment)
    local left = moment - host.clock.monotonic()
    if left > 0 then host.clock.sleep(left) end
end

function parallel.now()
    return host.clock.monotonic()
end

return parallel

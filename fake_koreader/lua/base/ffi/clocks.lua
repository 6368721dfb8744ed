--- The three readings of the device's clock in microseconds, as functions that need no arguments.
-- KOReader reads them through clock_gettime; `ui/time` stands on this module instead.

local _, host = ...

return {
    monotonic = function() return host.clock.monotonic() end,
    boot = function() return host.clock.boot() end,
    wall = function() return host.clock.wall() end,
}

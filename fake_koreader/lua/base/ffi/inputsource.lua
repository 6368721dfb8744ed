--- Where input comes from, and where the machine waits: a thin face of `host.input`.
local _, host = ...

return {
    --- Let time pass until input, a timer or `deadline` (µs, monotonic); returns kind, name, … or nothing.
    wait = host.input.wait,
}

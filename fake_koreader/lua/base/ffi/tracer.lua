--- Tells the trace what happens: a thin face of `host.trace`. Ask `wants` before anything that costs.
local _, host = ...

return {
    --- `emit(kind, key1, value1, …)`: append an event; values are strings, numbers or booleans.
    emit = host.trace.emit,
    --- Whether somebody listens for a kind of event that is off unless asked for.
    wants = host.trace.wants,
}

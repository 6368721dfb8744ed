-- The prelude: turns a bare LuaJIT state into the world that KOReader's own code finds at start.
-- Called once per emulated process with the host table and a loader for the other prelude files.

return function(host, prelude)
    local stable_tostring, stable_format, identify = prelude("names")()
    local ordered_pairs, ordered_next = prelude("order")(identify)
    _G.python = nil
    host.raw = { next = next }
    _G.tostring, string.format = stable_tostring, stable_format
    _G.pairs, _G.next = ordered_pairs, ordered_next

    table.pack = function(...)
        return { n = select("#", ...), ... }
    end
    table.unpack = unpack

    local not_emulated = prelude("not_emulated")(host)
    _G.loadfile, _G.dofile = prelude("modules")(host, not_emulated)
    package.loaded["not_emulated"] = not_emulated
    prelude("ffi")(not_emulated)
    _G.io = prelude("io")(host)
    _G.os = prelude("os")(host)
    package.loaded.io, package.loaded.os = _G.io, _G.os

    local write = host.log.stdout
    _G.print = function(...)
        local parts = {}
        for i = 1, select("#", ...) do
            parts[i] = tostring((select(i, ...)))
        end
        write(table.concat(parts, "\t") .. "\n")
    end
    math.randomseed(host.process.seed())
    _G.arg = {}
end

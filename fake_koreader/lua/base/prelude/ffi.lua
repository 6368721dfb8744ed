-- The ffi library inside the walls: types, memory and strings are LuaJIT's own, but the C functions of
-- the machine below are out of reach. `ffi.C` holds only what is emulated; the rest fails by name.

return function(host, not_emulated)
    local real = require("ffi")
    local C = real.C
    local emulated = {}

    -- Enumerators and static constants of what was declared are values, not functions: they may pass.
    local library = setmetatable({}, {
        __index = function(_, name)
            local known = emulated[name]
            if known ~= nil then
                return known
            end
            local ok, value = pcall(function() return C[name] end)
            if ok and type(value) == "number" then
                return value
            end
            not_emulated("ffi.C", name)
        end,
        __newindex = function(_, name)
            error("cannot write to ffi.C." .. tostring(name), 2)
        end,
    })

    real.cdef([[
        void *malloc(size_t size);
        void *calloc(size_t count, size_t size);
        void free(void *pointer);
    ]])
    emulated.malloc, emulated.calloc, emulated.free = C.malloc, C.calloc, C.free
    emulated.getpid = function() return host.process.pid() end
    emulated.usleep = function(us)
        host.clock.sleep(tonumber(us))
        return 0
    end
    emulated.sleep = function(seconds)
        host.clock.sleep(math.floor(tonumber(seconds)) * 1000000)
        return 0
    end

    local walled = {}
    for name, value in pairs(real) do
        walled[name] = value
    end
    walled.C = library
    walled.load = function(name)
        error(tostring(name) .. ": cannot open shared object file: No such file or directory", 2)
    end
    walled.os, walled.arch = "Linux", "x64"
    -- Declaring a function twice with other parameter names is common among plugins that each bring
    -- their own copy of a header; on a device the first declaration wins too.
    walled.cdef = function(text, ...)
        return real.cdef(text, ...)
    end
    package.loaded.ffi = walled
    return emulated
end

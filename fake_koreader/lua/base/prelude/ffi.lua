-- The ffi library inside the walls: types, memory and strings are LuaJIT's own, but the C functions of
-- the machine below are out of reach. `ffi.C` holds only what is emulated; the rest fails by name.

-- The C library is there under the name that devices know it by; no other library is.
local IS_C = { ["libc.so.6"] = true }

return function(not_emulated)
    local real = require("ffi")
    local C = real.C
    local emulated = {}

    -- Enumerators and static constants of what was declared are values, not functions: they may pass.
    local function constant(name)
        local ok, value = pcall(function() return C[name] end)
        return ok and type(value) == "number" and value or nil
    end

    local library = setmetatable({}, {
        __index = function(_, name)
            local known = emulated[name]
            if known == nil then
                -- The C functions are many and seldom asked for.
                known = require("ffi/libc")[name]
                emulated[name] = known
            end
            if known == nil then
                known = constant(name)
            end
            if known == nil then
                not_emulated("ffi.C", name)
            end
            return known
        end,
        __newindex = function(_, name)
            error("cannot write to ffi.C." .. tostring(name), 2)
        end,
    })

    real.cdef([[
        void *malloc(size_t size);
        void *calloc(size_t count, size_t size);
        void *realloc(void *pointer, size_t size);
        void free(void *pointer);
    ]])
    emulated.malloc, emulated.calloc, emulated.realloc, emulated.free = C.malloc, C.calloc, C.realloc, C.free

    local walled = {}
    for name, value in pairs(real) do
        walled[name] = value
    end
    local last_error = 0
    walled.errno = function(new)
        local old = last_error
        if new ~= nil then
            last_error = tonumber(new)
        end
        return old
    end
    walled.C = library
    walled.load = function(name)
        if IS_C[name] then
            return library
        end
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

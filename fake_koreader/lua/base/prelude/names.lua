-- Stable names for things that Lua names by their address: tostring, print and string.format of a
-- table, function, userdata or thread give a number that counts up as things are first named.

local raw_tostring, raw_format = tostring, string.format
-- The real metatable: one that is hidden behind `__metatable` counts too.
local getmetatable, type, select, rawget = debug.getmetatable, type, select, rawget

local NAMED = { table = true, ["function"] = true, userdata = true, thread = true }

return function()
    local numbers = setmetatable({}, { __mode = "k" })
    local count = 0

    local function number_of(object)
        local number = numbers[object]
        if not number then
            count = count + 1
            number = count
            numbers[object] = number
        end
        return number
    end

    local function stable_tostring(...)
        if select("#", ...) == 0 then
            error("bad argument #1 to 'tostring' (value expected)", 2)
        end
        local value = ...
        local kind = type(value)
        if not NAMED[kind] then
            return raw_tostring(value)
        end
        local meta = getmetatable(value)
        if type(meta) == "table" and rawget(meta, "__tostring") ~= nil then
            return raw_tostring(value)
        end
        if kind == "function" then
            local builtin = raw_tostring(value)
            if builtin:find("builtin", 1, true) then
                return builtin
            end
        end
        return raw_format("%s: 0x%08x", kind, 0x40000000 + number_of(value) * 0x20)
    end

    local function stable_format(format, ...)
        local n = select("#", ...)
        for i = 1, n do
            if NAMED[type((select(i, ...)))] then
                local arguments = { ... }
                for j = i, n do
                    if NAMED[type(arguments[j])] then
                        arguments[j] = stable_tostring(arguments[j])
                    end
                end
                return raw_format(format, unpack(arguments, 1, n))
            end
        end
        return raw_format(format, ...)
    end

    -- What tells two objects apart, as far as possible without their addresses: where a function was
    -- defined, what a table calls itself; then the order in which they were first looked at.
    local function identify(object)
        local hint
        if type(object) == "function" then
            local info = debug.getinfo(object, "S")
            hint = raw_format("%s:%09d", info.source, info.linedefined)
        elseif type(object) == "table" then
            local own = rawget(object, "name") or rawget(object, "id") or rawget(object, "text")
            hint = type(own) == "string" and own or ""
        else
            hint = ""
        end
        return raw_format("%s\0%09d", hint, number_of(object))
    end

    return stable_tostring, stable_format, identify
end

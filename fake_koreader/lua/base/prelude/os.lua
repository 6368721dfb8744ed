-- The os library: time from the device's clock, files from its disk, commands from the emulated shell.

local type, tonumber, tostring, error = type, tonumber, tostring, error
local floor = math.floor

local FIELDS = { "year", "month", "day", "hour", "min", "sec", "wday", "yday", "isdst" }
local C_LOCALES = { [""] = true, C = true, POSIX = true }

return function(host)
    local clock, storage, process = host.clock, host.storage, host.process
    local library = {}

    local function path_argument(value, position, name)
        if type(value) == "number" then
            return tostring(value)
        elseif type(value) ~= "string" then
            error("bad argument #" .. position .. " to '" .. name .. "' (string expected, got "
                .. (value == nil and "no value" or type(value)) .. ")", 3)
        end
        return value
    end

    local function number_argument(value, position, name)
        local number = tonumber(value)
        if not number then
            error("bad argument #" .. position .. " to '" .. name .. "' (number expected, got "
                .. (value == nil and "no value" or type(value)) .. ")", 3)
        end
        return number
    end

    local function now()
        return floor(clock.wall() / 1000000)
    end

    local function field(fields, key, default)
        local value = tonumber(fields[key])
        if value then
            return value
        elseif default then
            return default
        end
        error("field '" .. key .. "' missing in date table", 3)
    end

    function library.time(fields)
        if fields == nil then
            return now()
        elseif type(fields) ~= "table" then
            error("bad argument #1 to 'time' (table expected, got " .. type(fields) .. ")", 2)
        end
        local second, minute = field(fields, "sec", 0), field(fields, "min", 0)
        local hour, day = field(fields, "hour", 12), field(fields, "day")
        local month, year = field(fields, "month"), field(fields, "year")
        return clock.epoch(year, month, day, hour, minute, second, fields.isdst)
    end

    function library.date(format, stamp)
        format = format == nil and "%c" or path_argument(format, 1, "date")
        stamp = stamp == nil and now() or floor(number_argument(stamp, 2, "date"))
        local utc = format:sub(1, 1) == "!"
        if utc then
            format = format:sub(2)
        end
        if format:sub(1, 2) ~= "*t" then
            return clock.date(format, stamp, utc)
        end
        local values = { clock.fields(stamp, utc) }
        local result = {}
        for i = 1, #FIELDS do
            result[FIELDS[i]] = values[i]
        end
        return result
    end

    function library.clock()
        return clock.cpu()
    end

    function library.difftime(later, earlier)
        return number_argument(later, 1, "difftime") - (tonumber(earlier) or 0)
    end

    function library.getenv(name)
        return process.getenv(path_argument(name, 1, "getenv"))
    end

    function library.rename(from, to)
        from, to = path_argument(from, 1, "rename"), path_argument(to, 2, "rename")
        local ok, message, code = storage.rename(from, to)
        if not ok then
            return nil, from .. ": " .. message, code
        end
        return true
    end

    function library.remove(path)
        path = path_argument(path, 1, "remove")
        local ok, message, code = storage.remove(path)
        if not ok then
            return nil, path .. ": " .. message, code
        end
        return true
    end

    function library.tmpname()
        local path = storage.tmpname()
        return path or error("unable to generate a unique filename", 2)
    end

    -- The raw wait status, as LuaJIT gives it; without a command, whether there is a shell.
    function library.execute(command)
        if command == nil then
            return 1
        end
        return require("ffi/shell").system(path_argument(command, 1, "execute"))
    end

    function library.exit(code)
        process.exit(code)
    end

    function library.setlocale(locale)
        return (locale == nil or C_LOCALES[locale]) and "C" or nil
    end

    return library
end

--- File calls that raise instead of returning -1: KOReader's ffi/posix (specs/koreader-core.md §3.6, last paragraph).

local ffi = require("ffi")
local libc = require("ffi/libc")
local descriptors = require("ffi/descriptors")

local posix = {}

local function checked(name, ...)
    local result = libc[name](...)
    if result == -1 then
        error(name .. ": " .. descriptors.message(ffi.errno()), 3)
    end
    return result
end

for _, name in ipairs{ "open", "read", "write", "lseek", "close" } do
    posix[name] = function(...) return checked(name, ...) end
end

function posix.create(path, mode)
    return checked("creat", path, mode)
end

--- The words of an error number; of the last error without one.
function posix.strerror(number)
    return descriptors.message(tonumber(number or ffi.errno()))
end

return posix

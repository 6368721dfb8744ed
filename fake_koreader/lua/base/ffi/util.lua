--- Paths, files, time and sub-processes near the system: KOReader's base ffi/util (specs/koreader-core.md §3.4).
-- fidelity: partial: what a sub-process does to files and servers is visible at once, and killing it does not undo that

local _, host = ...

require("ffi/posix_h")

local lfs = require("libs/libkoreader-lfs")
local forked = require("ffi/forked")

local util = {}

local BLOCK_BYTES = 8192

--- `%1` … `%99` become the arguments of that number; a nil or false one leaves its place as it is.
function util.template(text, ...)
    if select("#", ...) == 0 then
        return text
    end
    local arguments = { ... }
    return (text:gsub("%%([1-9]%d?)", function(number)
        return arguments[tonumber(number)]
    end))
end

-- POSIX: slashes at the end do not count. Of "/" and "" glibc's basename is empty.
function util.basename(path)
    return path:match("([^/]*)/*$")
end

function util.dirname(path)
    local bare = path:match("^(.-)/*$")
    if bare == "" then
        return path == "" and "." or "/"
    end
    local parent = bare:match("^(.*)/[^/]*$")
    if not parent then
        return "."
    end
    return parent:match("^(.-)/*$") == "" and "/" or parent:match("^(.-)/*$")
end

--- The absolute path without links and dots; no value at all when there is no such file.
function util.realpath(path)
    if path == nil then
        return nil
    end
    local real = host.storage.realpath(path)
    if real then
        return real
    end
end

function util.joinPath(dir, name)
    if name:sub(1, 1) == "/" then
        return name
    end
    return dir:sub(-1) == "/" and dir .. name or dir .. "/" .. name
end

--- nil on success, else the message.
function util.copyFile(from, to)
    local source, message = io.open(from, "rb")
    if not source then
        return message
    end
    local target
    target, message = io.open(to, "wb")
    if not target then
        source:close()
        return message
    end
    for block in function() return source:read(BLOCK_BYTES) end do
        target:write(block)
    end
    source:close()
    target:close()
end

--- Removes a directory and all below it: true, or nil and a message. Something that is no directory raises.
function util.purgeDir(dir)
    local attributes, message = lfs.attributes(dir)
    if not attributes then
        return nil, message
    end
    for name in lfs.dir(dir) do
        if name ~= "." and name ~= ".." then
            local whole = dir .. "/" .. name
            local ok
            if lfs.symlinkattributes(whole, "mode") == "directory" then
                ok, message = util.purgeDir(whole)
            else
                ok, message = os.remove(whole)
            end
            if not ok then
                return nil, message
            end
        end
    end
    local ok
    ok, message = os.remove(dir)
    return ok, message
end

--- Flushes an open file and asks the disk to keep it: true, or false and a message.
function util.fsyncOpenedFile(file)
    local handle
    if type(file) == "userdata" then
        file:flush()
        handle = host.io.handle_of(file)
    else
        handle = require("ffi/descriptors").handle_of(file)
    end
    if not handle then
        return false, "Bad file descriptor"
    end
    local ok, message = host.storage.fsync(handle)
    return ok and true or false, message
end

--- The same for a directory, or for the one that a file is in.
function util.fsyncDirectory(path)
    if lfs.attributes(path, "mode") ~= "directory" then
        path = util.dirname(path)
    end
    local ok, message = host.storage.fsync_path(path)
    return ok and true or false, message
end

--- Bytes: total, free, available; nil and a message when the path cannot be asked.
function util.df(path)
    local total, free = host.storage.statvfs(path)
    if not total then
        return nil, free
    end
    return total, free, free
end

function util.isExecutable(path)
    local permissions, message = lfs.attributes(path, "permissions")
    if not permissions then
        return false, message
    end
    return permissions:find("x", 1, true) ~= nil
end

--- Runs a program of the emulated shell without a shell; 65280 is what fork and a failing exec give.
function util.execute(...)
    local status = require("ffi/shell").execute({ ... })
    return status or 65280
end

--- Whole seconds only, as C's sleep.
function util.sleep(seconds)
    local whole = math.floor(seconds)
    if whole > 0 then
        host.clock.sleep(whole * 1000000)
    end
    return 0
end

function util.usleep(microseconds)
    host.clock.sleep(microseconds)
    return 0
end

function util.gettime()
    local wall = host.clock.wall()
    return math.floor(wall / 1000000), wall % 1000000
end

function util.getTimestamp()
    return host.clock.wall() / 1000000
end

function util.getDuration(from)
    return util.getTimestamp() - from
end

--- Whether `a` sorts before `b`; nil sorts first, letter case counts only when the defaults say so.
function util.strcoll(a, b)
    if a == nil or b == nil then
        return a == nil and b ~= nil
    end
    if G_defaults and G_defaults:isTrue("DALPHA_SORT_CASE_INSENSITIVE") then
        return a:lower() < b:lower()
    end
    return a < b
end

local function key_before(a, b)
    if type(a) == type(b) then
        return a < b
    end
    return tostring(a) < tostring(b)
end

--- Iterates in the order of the keys, which are kept in the table itself meanwhile, as on a device.
function util.orderedPairs(t)
    local keys, count = {}, 0
    for key in pairs(t) do
        count = count + 1
        keys[count] = key
    end
    table.sort(keys, key_before)
    t.__orderedIndex = keys
    local place = 0
    return function()
        place = place + 1
        local key = keys[place]
        if key == nil then
            t.__orderedIndex = nil
            return nil
        end
        return key, t[key]
    end, t, nil
end

function util.idiv(a, b)
    local quotient = a / b
    return quotient < 0 and math.ceil(quotient) or math.floor(quotient)
end

--- The code point of one UTF-8 character.
function util.utf8charcode(char)
    local lead = char:byte()
    if not lead or lead < 0x80 then
        return lead
    end
    local code = lead % (lead >= 0xF0 and 0x08 or lead >= 0xE0 and 0x10 or 0x20)
    for i = 2, #char do
        code = code * 64 + char:byte(i) % 64
    end
    return code
end

function util.loadSDL3()
    return nil
end

--- True when all was written, false when writing failed, nil when the file cannot be opened.
function util.writeToSysfs(value, path)
    local file = io.open(path, "w")
    if not file then
        return nil
    end
    local ok = file:write(value)
    file:close()
    return ok and true or false
end

--- Only Windows has other encodings than UTF-8 to convert from.
function util.multiByteToUTF8(text)
    return text
end

function util.isAndroid()
    return host.device.get("platform") == "android"
end

function util.isPocketbook()
    return host.device.get("platform") == "pocketbook"
end

local NEAR_C = { read = true, close = true, isPipe = true, isKnown = true, newPipe = true }
for name, member in pairs(forked) do
    if not NEAR_C[name] then
        util[name] = member
    end
end

return util

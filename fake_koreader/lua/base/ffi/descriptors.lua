--- File descriptors of C: open, read, write, lseek and the rest, over files of the emulated disk and over the pipes of
-- sub-processes (ffi/forked). A descriptor has no buffer of its own: what is written reaches the disk at once.

local _, host = ...

local bit = require("bit")
local ffi = require("ffi")

local storage = host.storage

local descriptors = { calls = {} }
local calls = descriptors.calls

local FIRST = 3
local EBADF, EINVAL, ENOTTY = 9, 22, 25
local O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND = 1, 2, 0x40, 0x80, 0x200, 0x400
local WHENCE = { [0] = "set", "cur", "end" }

-- Descriptor → handle of host.storage.
local open_files = {}

-- Returns -1 and remembers why, as C does.
local function fail(code)
    ffi.errno(code or EINVAL)
    return -1
end
descriptors.fail = fail

-- A path or another text argument: a Lua string or a C pointer.
local function text(value)
    return type(value) == "string" and value or ffi.string(value)
end
descriptors.text = text

local function has(flags, flag)
    return bit.band(flags, flag) ~= 0
end

-- fopen's mode for open's flags; creating never empties what is there unless asked.
local function mode_of(flags, exists)
    if has(flags, O_APPEND) then
        return has(flags, O_RDWR) and "a+" or "a"
    elseif not has(flags, O_WRONLY + O_RDWR) and not has(flags, O_CREAT) then
        return "r"
    elseif has(flags, O_TRUNC) or (has(flags, O_CREAT) and not exists) then
        return has(flags, O_EXCL) and "w+x" or "w+"
    end
    return "r+"
end

local function take(handle)
    local number = FIRST
    while open_files[number] do
        number = number + 1
    end
    open_files[number] = handle
    return number
end

function calls.open(path, flags)
    path, flags = text(path), tonumber(flags)
    local exists = storage.stat(path, true) ~= nil
    if exists and has(flags, O_CREAT) and has(flags, O_EXCL) then
        return fail(17)
    elseif not exists and not has(flags, O_CREAT) then
        return fail(2)
    end
    local handle, _, code = storage.open(path, mode_of(flags, exists))
    if not handle then
        return fail(code)
    end
    storage.set_buffer(handle, "no", 0)
    return take(handle)
end

function calls.creat(path)
    return calls.open(path, O_WRONLY + O_CREAT + O_TRUNC)
end

function calls.close(fd)
    fd = tonumber(fd)
    local handle = open_files[fd]
    if not handle then
        return require("ffi/forked").close(fd) and 0 or fail(EBADF)
    end
    open_files[fd] = nil
    local ok, _, code = storage.close(handle)
    return ok and 0 or fail(code)
end

function calls.read(fd, buffer, size)
    fd, size = tonumber(fd), tonumber(size)
    local data, message, code
    if open_files[fd] then
        data, message, code = storage.read(open_files[fd], size)
    else
        data = require("ffi/forked").read(fd, size)
        message, code = not data, EBADF
    end
    if not data then
        return message and fail(code) or 0
    end
    ffi.copy(buffer, data, #data)
    return #data
end

function calls.write(fd, data, size)
    fd, size = tonumber(fd), tonumber(size)
    data = type(data) == "string" and data:sub(1, size) or ffi.string(data, size)
    if fd == 1 or fd == 2 then
        host.log[fd == 1 and "stdout" or "stderr"](data)
        return size
    end
    if not open_files[fd] then
        return require("ffi/forked").writeToFD(fd, data) and size or fail(EBADF)
    end
    local ok, _, code = storage.write(open_files[fd], data)
    return ok and size or fail(code)
end

function calls.lseek(fd, offset, whence)
    local handle = open_files[tonumber(fd)]
    if not handle then
        return fail(EBADF)
    end
    local position, _, code = storage.seek(handle, WHENCE[tonumber(whence)] or "set", tonumber(offset))
    return position or fail(code)
end

calls.lseek64 = calls.lseek

local function on_file(member)
    return function(fd, ...)
        local handle = open_files[tonumber(fd)]
        if not handle then
            return fail(EBADF)
        end
        local ok, _, code = storage[member](handle, ...)
        return ok and 0 or fail(code)
    end
end

calls.fsync = on_file("fsync")
calls.fdatasync = calls.fsync

local truncate = on_file("truncate")
function calls.ftruncate(fd, size)
    return truncate(fd, tonumber(size))
end

function calls.isatty()
    fail(ENOTTY)
    return 0
end

--- Two ends of a pipe inside this process.
function calls.pipe(ends)
    local number = require("ffi/forked").newPipe()
    ends[0], ends[1] = number, number
    return 0
end

function calls.pipe2(ends)
    return calls.pipe(ends)
end

function calls.fcntl(fd)
    fd = tonumber(fd)
    return (open_files[fd] or fd < FIRST or require("ffi/forked").isPipe(fd)) and 0 or fail(EBADF)
end

--- The handle of host.storage behind a descriptor; nil when there is none.
function descriptors.handle_of(fd)
    return open_files[tonumber(fd)]
end

--- Give a descriptor to a file that Lua's io opened: C's fileno.
function calls.fileno(file)
    local handle = host.io.handle_of(file)
    if not handle then
        return fail(EBADF)
    end
    for number, known in pairs(open_files) do
        if known == handle then
            return number
        end
    end
    return take(handle)
end

return descriptors

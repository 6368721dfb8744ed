--- The C functions that plugins declare and call through `ffi.C`, inside the walls: files of the emulated disk, the
-- device's clock, its process. Signatures are POSIX's; an error gives -1 (or a null pointer) and sets `ffi.errno()`.
-- What is not here fails by its name (prelude/ffi.lua).

local _, host = ...

local ffi = require("ffi")
local descriptors = require("ffi/descriptors")

local storage, clock, process = host.storage, host.clock, host.process

local libc = {}

for _, calls in ipairs{ descriptors.calls, require("ffi/libc_records") } do
    for name, call in pairs(calls) do
        libc[name] = call
    end
end

local text, fail = descriptors.text, descriptors.fail

-- C strings that a caller may keep: they live as long as the process.
local kept = {}

local function c_string(value)
    if value == nil then
        return ffi.cast("char *", nil)
    end
    local buffer = kept[value]
    if not buffer then
        buffer = ffi.new("char[?]", #value + 1, value)
        kept[value] = buffer
    end
    return ffi.cast("char *", buffer)
end

-- Messages ---------------------------------------------------------------------------------------------------------

local MESSAGES = {
    [0] = "Success", [1] = "Operation not permitted", [2] = "No such file or directory", [3] = "No such process",
    [4] = "Interrupted system call", [5] = "Input/output error", [9] = "Bad file descriptor",
    [10] = "No child processes", [11] = "Resource temporarily unavailable", [12] = "Cannot allocate memory",
    [13] = "Permission denied", [17] = "File exists", [18] = "Invalid cross-device link", [19] = "No such device",
    [20] = "Not a directory", [21] = "Is a directory", [22] = "Invalid argument", [24] = "Too many open files",
    [25] = "Inappropriate ioctl for device", [27] = "File too large", [28] = "No space left on device",
    [29] = "Illegal seek", [30] = "Read-only file system", [32] = "Broken pipe", [36] = "File name too long",
    [38] = "Function not implemented", [39] = "Directory not empty", [110] = "Connection timed out",
    [111] = "Connection refused",
}

--- The words of an error number, as a Lua string.
function descriptors.message(number)
    return MESSAGES[number] or "Unknown error " .. number
end

function libc.strerror(number)
    return c_string(descriptors.message(tonumber(number)))
end

-- Process ------------------------------------------------------------------------------------------------------------

local environment = {}

function libc.getenv(name)
    name = text(name)
    local own = environment[name]
    if own == false then
        return c_string(nil)
    end
    return c_string(own or process.getenv(name))
end

-- The variables that C code sets are seen by C code only: os.getenv of LuaJIT asks the same table on a device, and
-- so does ours through `descriptors.environment`.
descriptors.environment = environment

function libc.setenv(name, value, overwrite)
    name = text(name)
    if tonumber(overwrite) ~= 0 or (environment[name] == nil and process.getenv(name) == nil) then
        environment[name] = text(value)
    end
    return 0
end

function libc.unsetenv(name)
    environment[text(name)] = false
    return 0
end

function libc.getpid() return process.pid() end

function libc.getppid() return 1 end

function libc.getuid() return 0 end

libc.geteuid, libc.getgid, libc.getegid = libc.getuid, libc.getuid, libc.getuid

--- Signal 0 asks whether a process lives; others end a sub-process of ours. A negative number means the group.
function libc.kill(pid, signal)
    local forked = require("ffi/forked")
    local number = math.abs(tonumber(pid))
    if number == process.pid() then
        if tonumber(signal) == 0 then
            return 0
        end
        require("not_emulated")("ffi.C", "kill of KOReader itself")
    end
    if not forked.isKnown(number) then
        return fail(3)
    end
    if tonumber(signal) ~= 0 then
        forked.terminateSubProcess(number)
    end
    return 0
end

--- 0 while the child runs and WNOHANG is asked, its number when it has ended, -1 when there is none.
function libc.waitpid(pid, status, options)
    local forked = require("ffi/forked")
    local number = tonumber(pid)
    if not forked.isKnown(number) then
        return fail(10)
    end
    local wait = tonumber(options) % 2 == 0
    if not forked.isSubProcessDone(number, wait) then
        return 0
    end
    if status ~= nil then
        status[0] = 0
    end
    return number
end

function libc._exit(code) process.exit(tonumber(code)) end

libc.exit = libc._exit

function libc.setpriority() return 0 end

libc.nice = libc.setpriority

-- Time ---------------------------------------------------------------------------------------------------------------

function libc.usleep(microseconds)
    clock.sleep(tonumber(microseconds))
    return 0
end

function libc.sleep(seconds)
    clock.sleep(math.floor(tonumber(seconds)) * 1000000)
    return 0
end

-- Both structures are two longs: seconds, and a fraction in units of their own.
local function put_time(pointer, microseconds, per_microsecond)
    local longs = ffi.cast("long *", pointer)
    longs[0] = math.floor(microseconds / 1000000)
    longs[1] = microseconds % 1000000 * per_microsecond
end

function libc.nanosleep(wanted, left)
    local longs = ffi.cast("long *", wanted)
    clock.sleep(tonumber(longs[0]) * 1000000 + math.floor(tonumber(longs[1]) / 1000))
    if left ~= nil then
        put_time(left, 0, 1)
    end
    return 0
end

function libc.time(pointer)
    local seconds = math.floor(clock.wall() / 1000000)
    if pointer ~= nil then
        ffi.cast("long *", pointer)[0] = seconds
    end
    return seconds
end

function libc.gettimeofday(pointer)
    put_time(pointer, clock.wall(), 1)
    return 0
end

-- By clock id: realtime and its coarse form, monotonic (raw, coarse), process time, boot time.
local CLOCKS = {
    [0] = "wall", "monotonic", "monotonic", "monotonic", "monotonic", "wall", "monotonic", "boot",
}

function libc.clock_gettime(id, pointer)
    local reading = CLOCKS[tonumber(id)]
    if not reading then
        return fail(22)
    end
    put_time(pointer, clock[reading](), 1000)
    return 0
end

function libc.clock_getres(_, pointer)
    put_time(pointer, 1, 1000)
    return 0
end

-- Paths --------------------------------------------------------------------------------------------------------------

local function by_path(name)
    return function(path)
        local ok, _, code = storage[name](text(path))
        return ok and 0 or fail(code)
    end
end

libc.unlink, libc.remove, libc.rmdir, libc.chdir = by_path("remove"), by_path("remove"), by_path("rmdir"),
    by_path("chdir")

function libc.mkdir(path)
    local ok, _, code = storage.mkdir(text(path))
    return ok and 0 or fail(code)
end

for name, member in pairs{ rename = "rename", symlink = "symlink", link = "link" } do
    libc[name] = function(from, to)
        local ok, _, code = storage[member](text(from), text(to))
        return ok and 0 or fail(code)
    end
end

function libc.chmod(path, mode)
    local ok, _, code = storage.chmod(text(path), tonumber(mode))
    return ok and 0 or fail(code)
end

--- Modes: 0 exists, 1 may be run; everything there may be read and written.
function libc.access(path, mode)
    local kind, code, _, _, _, _, _, permissions = storage.stat(text(path), true)
    if not kind then
        return fail(select(3, storage.stat(text(path), true)) or code)
    end
    if tonumber(mode) % 2 == 1 and kind == "file" and permissions % 2 == 0 then
        return fail(13)
    end
    return 0
end

function libc.sync()
    storage.sync()
end

function libc.getcwd(buffer, size)
    local path = storage.cwd()
    if buffer == nil then
        return c_string(path)
    end
    if #path + 1 > tonumber(size) then
        fail(34)
        return c_string(nil)
    end
    ffi.copy(buffer, path)
    return ffi.cast("char *", buffer)
end

function libc.realpath(path, buffer)
    local real, _, code = storage.realpath(text(path))
    if not real then
        fail(code)
        return c_string(nil)
    end
    if buffer == nil then
        -- A copy of its own: callers give it to free().
        local own = ffi.C.malloc(#real + 1)
        ffi.copy(own, real)
        return ffi.cast("char *", own)
    end
    ffi.copy(buffer, real)
    return ffi.cast("char *", buffer)
end

-- Memory and strings -------------------------------------------------------------------------------------------------

function libc.strlen(pointer) return #ffi.string(pointer) end

function libc.strcmp(a, b)
    a, b = text(a), text(b)
    return a == b and 0 or a < b and -1 or 1
end

libc.strcoll = libc.strcmp

function libc.memcpy(target, source, size)
    ffi.copy(target, source, tonumber(size))
    return target
end

function libc.memset(target, value, size)
    ffi.fill(target, tonumber(size), tonumber(value))
    return target
end

function libc.memcmp(a, b, size)
    return libc.strcmp(ffi.string(a, tonumber(size)), ffi.string(b, tonumber(size)))
end

function libc.atoi(pointer)
    return tonumber(text(pointer):match("^%s*[+-]?%d+")) or 0
end

-- Not declared, only known: plugins declare them for themselves, and a second declaration is an error.
libc.SIGINT, libc.SIGKILL, libc.SIGTERM = 2, 9, 15

return libc

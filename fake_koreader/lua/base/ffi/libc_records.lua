--- C functions that fill structures (see ffi/libc): stat, statvfs, broken-down time; and the order of bytes.

local _, host = ...

local bit = require("bit")
local ffi = require("ffi")
require("ffi/posix_h")

local descriptors = require("ffi/descriptors")
local storage, clock = host.storage, host.clock
local text, fail = descriptors.text, descriptors.fail

local records = {}

local MODES = { file = 0x8000, directory = 0x4000, link = 0xA000 }
local BLOCK = 4096

local function stat_of(follow)
    return function(path, target)
        local kind, size, mtime, atime, ctime, inode, links, permissions, blocks = storage.stat(text(path), follow)
        if not kind then return fail(mtime) end
        local into = ffi.cast("struct stat *", target)
        into.st_mode = (MODES[kind] or 0) + permissions
        into.st_ino, into.st_nlink, into.st_size, into.st_blksize, into.st_blocks = inode, links, size, BLOCK, blocks
        into.st_mtim.tv_sec, into.st_atim.tv_sec, into.st_ctim.tv_sec = mtime, atime, ctime
        return 0
    end
end

records.stat, records.lstat = stat_of(true), stat_of(false)

function records.statvfs(path, target)
    local total, free, code = storage.statvfs(text(path))
    if not total then return fail(code) end
    local into = ffi.cast("struct statvfs *", target)
    into.f_bsize, into.f_frsize, into.f_namemax = BLOCK, BLOCK, 255
    into.f_blocks, into.f_bfree = math.floor(total / BLOCK), math.floor(free / BLOCK)
    into.f_bavail = into.f_bfree
    return 0
end

local function fill(target, seconds, utc)
    local year, month, day, hour, minute, second, weekday, yearday, dst = clock.fields(seconds, utc)
    target.tm_year, target.tm_mon, target.tm_mday = year - 1900, month - 1, day
    target.tm_hour, target.tm_min, target.tm_sec = hour, minute, second
    target.tm_wday, target.tm_yday, target.tm_isdst = weekday - 1, yearday - 1, dst and 1 or 0
    target.tm_gmtoff = utc and 0 or clock.offset(seconds)
    return target
end

local function seconds_at(pointer)
    return tonumber(ffi.cast("long *", pointer)[0])
end

-- C gives one and the same structure each time.
local shared = ffi.new("struct tm[1]")

local function broken_down(utc, reentrant)
    return function(pointer, target)
        local into = reentrant and ffi.cast("struct tm *", target) or ffi.cast("struct tm *", shared)
        return fill(into, seconds_at(pointer), utc)
    end
end

records.gmtime, records.gmtime_r = broken_down(true, false), broken_down(true, true)
records.localtime, records.localtime_r = broken_down(false, false), broken_down(false, true)

local function epoch_of(pointer)
    local tm = ffi.cast("struct tm *", pointer)
    return clock.epoch(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, nil)
end

records.mktime = epoch_of

function records.timegm(pointer)
    local epoch = epoch_of(pointer)
    return epoch + clock.offset(epoch)
end

function records.strftime(buffer, size, format, pointer)
    local shown = clock.date(text(format), epoch_of(pointer), false)
    if #shown + 1 > tonumber(size) then return 0 end
    ffi.copy(buffer, shown)
    return #shown
end

function records.htonl(value) return bit.bswap(tonumber(value)) % 4294967296 end

function records.htons(value) return bit.rshift(bit.bswap(tonumber(value)), 16) end

records.ntohl, records.ntohs = records.htonl, records.htons

return records

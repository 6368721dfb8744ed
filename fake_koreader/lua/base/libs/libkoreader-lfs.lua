-- LuaFileSystem on the emulated disk (`require("libs/libkoreader-lfs")`, and the global `lfs`).

local _, host = ...
local bit = require("bit")
local storage = host.storage

local BLOCK, DEVICE_NUMBER = 4096, 2049
local LETTERS = { "r", "w", "x", "r", "w", "x", "r", "w", "x" }
local MODES = { binary = true, text = true }

local lfs = {
    _VERSION = "LuaFileSystem 1.9.0",
    _COPYRIGHT = "Copyright (C) 2003-2017 Kepler Project",
    _DESCRIPTION = "LuaFileSystem is a Lua library developed to complement the set of functions related to file systems"
        .. " offered by the standard Lua distribution",
}

local function permission_text(bits)
    local text = {}
    for i = 1, 9 do
        text[i] = bit.band(bits, bit.lshift(1, 9 - i)) ~= 0 and LETTERS[i] or "-"
    end
    return table.concat(text)
end

local function path_argument(value, position, name)
    if type(value) == "number" then
        return tostring(value)
    elseif type(value) ~= "string" then
        error("bad argument #" .. position .. " to '" .. name .. "' (string expected, got "
            .. (value == nil and "nil" or type(value)) .. ")", 3)
    end
    return value
end

-- Every attribute by its name, from the values of host.storage.stat.
local ATTRIBUTES = {
    mode = function(s) return s.kind end,
    dev = function() return DEVICE_NUMBER end,
    ino = function(s) return s.inode end,
    nlink = function(s) return s.links end,
    uid = function() return 0 end,
    gid = function() return 0 end,
    rdev = function() return 0 end,
    access = function(s) return s.access end,
    modification = function(s) return s.modification end,
    change = function(s) return s.change end,
    size = function(s) return s.size end,
    permissions = function(s) return permission_text(s.permissions) end,
    blocks = function(s) return s.blocks end,
    blksize = function() return BLOCK end,
}

local function examine(path, follow)
    local kind, size, modification, access, change, inode, links, permissions, blocks = storage.stat(path, follow)
    if not kind then
        return nil, size, modification
    end
    return {
        kind = kind, size = size, modification = modification, access = access, change = change,
        inode = inode, links = links, permissions = permissions, blocks = blocks,
    }
end

local function attributes_of(path, wanted, follow, name)
    path = path_argument(path, 1, name)
    local status, message, code = examine(path, follow)
    if not status then
        return nil, "cannot obtain information from file '" .. path .. "': " .. message, code
    end
    if type(wanted) == "string" then
        if wanted == "target" and not follow then
            return (storage.readlink(path))
        elseif not ATTRIBUTES[wanted] then
            error("invalid attribute name '" .. wanted .. "'", 3)
        end
        return ATTRIBUTES[wanted](status)
    end
    local result = type(wanted) == "table" and wanted or {}
    for attribute, read in pairs(ATTRIBUTES) do
        result[attribute] = read(status)
    end
    if not follow and status.kind == "link" then
        result.target = storage.readlink(path)
    end
    return result
end

function lfs.attributes(path, wanted)
    return attributes_of(path, wanted, true, "attributes")
end

function lfs.symlinkattributes(path, wanted)
    return attributes_of(path, wanted, false, "symlinkattributes")
end

local Directory = {}
Directory.__index = Directory

function Directory:next()
    if self.closed then
        error("closed directory", 2)
    end
    self.at = self.at + 1
    local name = self.names[self.at]
    if name == nil then
        self.closed = true
    end
    return name
end

function Directory:close()
    self.closed = true
end

-- The names are those of the moment of opening: what is made or removed meanwhile does not disturb the walk.
function lfs.dir(path)
    path = path_argument(path, 1, "dir")
    local found, message = storage.list(path)
    if not found then
        error("cannot open " .. path .. ": " .. message, 2)
    end
    local directory = setmetatable({ names = { ".", "..", unpack(found) }, at = 0 }, Directory)
    return Directory.next, directory
end

function lfs.mkdir(path)
    return storage.mkdir(path_argument(path, 1, "mkdir"))
end

function lfs.rmdir(path)
    return storage.rmdir(path_argument(path, 1, "rmdir"))
end

function lfs.touch(path, access, modification)
    access = tonumber(access)
    return storage.utime(path_argument(path, 1, "touch"), access, tonumber(modification) or access)
end

function lfs.currentdir()
    return storage.cwd()
end

function lfs.chdir(path)
    path = path_argument(path, 1, "chdir")
    local ok, message = storage.chdir(path)
    if not ok then
        return nil, "Unable to change working directory to '" .. path .. "'\n" .. message .. "\n"
    end
    return true
end

function lfs.link(old, new, symbolic)
    old, new = path_argument(old, 1, "link"), path_argument(new, 2, "link")
    if symbolic then
        return storage.symlink(old, new)
    end
    return storage.link(old, new)
end

local function open_file(file, name)
    if io.type(file) == "closed file" then
        error(name .. ": closed file", 3)
    elseif io.type(file) ~= "file" then
        error("bad argument #1 to '" .. name .. "' (FILE* expected, got " .. type(file) .. ")", 3)
    end
end

-- Locks lie between processes; the device runs only one that asks for them.
function lfs.lock(file, mode)
    open_file(file, "lock")
    if mode ~= "r" and mode ~= "w" then
        error("lock: invalid mode", 2)
    end
    return true
end

function lfs.unlock(file)
    open_file(file, "unlock")
    return true
end

function lfs.lock_dir(path)
    local lock_path = path_argument(path, 1, "lock_dir") .. "/lockfile.lfs"
    local ok, message, code = storage.symlink("lock", lock_path)
    if not ok then
        return nil, message, code
    end
    return { free = function() storage.remove(lock_path) end }
end

function lfs.setmode(file, mode)
    open_file(file, "setmode")
    if not MODES[mode] then
        error("bad argument #2 to 'setmode' (invalid option '" .. tostring(mode) .. "')", 2)
    end
    return true, "binary"
end

_G.lfs = lfs
return lfs

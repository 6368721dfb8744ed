--- Reading and writing archives: the module KOReader's base calls ffi/archiver (specs/koreader-core.md §3.6).
-- zip and tar (also gz, bz2, xz); other formats fail to open. A writer keeps the archive in memory until close.
-- fidelity: partial: zip and tar (also gz, bz2, xz); other formats fail to open, a writer keeps the archive in
-- memory until close

local _, host = ...

local ffi = require("ffi")
local lfs = require("libs/libkoreader-lfs")

local archive = host.archive

local Reader = {}
Reader.__index = Reader

function Reader:new(object)
    return setmetatable(object or {}, self)
end

--- true, or nil with the reason in `err`.
function Reader:open(path)
    self:close()
    self.err = nil
    local file, message = io.open(path, "rb")
    local number, count
    if file then
        local data
        data, message = file:read("*a")
        file:close()
        if data then
            number, count = archive.open_reader(data)
            message = not number and count or nil
        end
    end
    if not number then
        self.err = message
        print("ffi/archiver: cannot open", path, message)
        return nil
    end
    self.number, self.count, self.position = number, count, 0
    self.index_of = {}
    return true
end

--- The next entry: path, mode, size (a 64-bit number, as C gives it) and index; nil at the end.
function Reader:next()
    if not self.number or self.position >= self.count then
        return nil
    end
    self.position = self.position + 1
    local path, mode, size = archive.entry(self.number, self.position)
    self.index_of[path] = self.position
    self.index_of[self.position] = self.position
    return { path = path, mode = mode, size = ffi.new("int64_t", size), index = self.position }
end

--- For a generic for; begins anew unless `keep_position`.
function Reader:iterate(keep_position)
    if not keep_position then
        self.position = 0
    end
    return function()
        return self:next()
    end
end

function Reader:_content(key)
    local index = self.number and self.index_of[key]
    if not index then
        return nil, "no such path"
    end
    local path, mode = archive.entry(self.number, index)
    if mode ~= "file" then
        return nil, "not a file", path, mode
    end
    local content, message = archive.extract(self.number, index)
    return content, message, path, mode
end

--- The content of an entry that was iterated over already, or nil.
function Reader:extractToMemory(key)
    local content = self:_content(key)
    return content
end

--- true, or false and a message. Missing directories are made; a way up (`..`) is refused.
function Reader:extractToPath(key, destination)
    local content, message, path, mode = self:_content(key)
    if not content and mode ~= "directory" then
        return false, message
    end
    for part in (path .. "/" .. destination):gmatch("[^/]+") do
        if part == ".." then
            self.err = "Path contains '..'"
            return false, self.err
        end
    end
    local util = require("util")
    local parent = mode == "directory" and destination or destination:match("^(.*)/[^/]*$")
    if parent and parent ~= "" then
        util.makePath(parent)
    end
    if mode == "directory" then
        return true
    end
    local ok
    ok, message = util.writeToFile(content, destination)
    return ok and true or false, message
end

function Reader:close(keep_info)
    if self.number then
        archive.close_reader(self.number)
        self.number = nil
    end
    if not keep_info then
        self.index_of, self.count, self.position = {}, 0, 0
    end
end

local FORMATS = {
    zip = "zip", epub = "zip", cbz = "zip", tar = "tar", tgz = "tar.gz", tbz2 = "tar.bz2", txz = "tar.xz",
}

local Writer = {}
Writer.__index = Writer

function Writer:new(object)
    return setmetatable(object or {}, self)
end

local function format_of(path)
    local double = path:match("%.(tar%.%w+)$")
    if double then
        return double
    end
    local suffix = assert(path:match("%.([^./]+)$"), "no format and no file extension: " .. path)
    return FORMATS[suffix] or suffix
end

--- true, or nil with the reason in `err`. Without a format and an extension it raises.
function Writer:open(path, format)
    local number, message = archive.open_writer(format and (FORMATS[format] or format) or format_of(path))
    self.err = nil
    if number then
        local file
        file, message = io.open(path, "wb")
        if file then
            self.number, self.file = number, file
            return true
        end
        archive.finish(number)
    end
    self.err = message
    return nil
end

--- "store" or "deflate" for the entries that follow; nil for anything else, and for archives that are no zip.
function Writer:setZipCompression(method)
    if method ~= "store" and method ~= "deflate" then
        return nil
    end
    return archive.set_stored(self.number, method == "store") or nil
end

function Writer:addFileFromMemory(name, content, mtime)
    if not self.number then
        self.err = "archive is not open"
        return nil
    end
    return archive.add(self.number, name, content, mtime or os.time())
end

function Writer:_add(name, path, recursive, mtime)
    local attributes, message = lfs.attributes(path)
    if not attributes then
        self.err = message
    elseif attributes.mode == "file" then
        local content = require("util").readFromFile(path, "rb")
        self:addFileFromMemory(name, content, mtime or attributes.modification)
    elseif attributes.mode == "directory" then
        archive.add(self.number, name:gsub("/*$", "/"), "", mtime or attributes.modification)
        if recursive then
            local names = {}
            for entry in lfs.dir(path) do
                names[#names + 1] = entry ~= "." and entry ~= ".." and entry or nil
            end
            table.sort(names)
            for _, entry in ipairs(names) do
                self:_add(name .. "/" .. entry, path .. "/" .. entry, recursive, mtime)
            end
        end
    end
end

--- Adds a file or directory of the disk. Returns false even on success, as on a device: look at `err`.
function Writer:addPath(name, path, recursive, mtime)
    self:_add(name, path, recursive, mtime)
    return false
end

function Writer:close()
    if self.number then
        self.file:write(archive.finish(self.number))
        self.file:close()
        self.number, self.file = nil, nil
    end
end

return { Reader = Reader, Writer = Writer }

--[[ A package of this plugin: checked, unpacked, and put in the place of the present one.

The package is unpacked beside the plugin, every file and folder of it safe on the disk, under a name that KOReader does
not load from. Then two names change, each one safe before the next:

    NAME.koplugin      -> NAME_before.koplugin
    NAME.unpacked      -> NAME.koplugin

Wherever the power goes, one whole plugin is left that KOReader loads: between the two it is the old one under its
other name. The next start clears up (settle). While both are there the older one does not load (isLeftover). ]]

local Archiver = require("ffi/archiver")
local ffiUtil = require("ffi/util")
local lfs = require("libs/libkoreader-lfs")
local sha2 = require("ffi/sha2")
local util = require("util")
local T = require("ffi/util").template
local _ = require("gettext")

local Package = {}

local NAME = "shelfsync"
local FOLDER = NAME .. ".koplugin"
local BEFORE = NAME .. "_before.koplugin"
local UNPACKED = NAME .. ".unpacked"
local DISCARDED = NAME .. ".discarded"
Package.FILE = NAME .. ".zip"

-- More than this is no package of this plugin, whatever it says.
local MOST_FILES, MOST_BYTES = 500, 16 * 1024 * 1024

local BROKEN = _("the package is damaged")

local function exists(path)
    return lfs.attributes(path, "mode") ~= nil
end

local function safe(path)
    if ffiUtil.fsyncDirectory then
        ffiUtil.fsyncDirectory(path)
    end
end

-- Removes a file, or a folder with all that is in it; of a link, the link alone.
local function purge(path)
    local mode = lfs.symlinkattributes(path, "mode")
    if mode == "directory" then
        ffiUtil.purgeDir(path)
    elseif mode then
        os.remove(path)
    end
end

-- The folder that holds plugins, by the path of ours.
function Package.root(path)
    return path:match("^(.*)/[^/]*$") or "."
end

-- Where the file is from, if it is not from the folder that plugins have: true when the plugin proper is there too.
function Package.isLeftover(source)
    local root, folder = source:match("^@?(.*)/([^/]+)/[^/]+$")
    return folder == BEFORE and exists(root .. "/" .. FOLDER .. "/main.lua")
end

-- Checks what a publisher says of the file. true, or nil and why not.
function Package.matches(path, release)
    local size = lfs.attributes(path, "size")
    if release.size and release.size ~= size then
        return nil, T(_("%1 bytes arrived, and not %2"), size or 0, release.size)
    end
    local kind, digest = (release.digest or ""):match("^(%w+):(%x+)$")
    if kind == "sha256" then
        local content = util.readFromFile(path, "rb")
        if not content or sha2.sha256(content) ~= digest:lower() then
            return nil, _("the package is not the one that was published")
        end
    elseif release.digest then
        return nil, _("the package cannot be checked: its digest is of an unknown kind")
    end
    return true
end

-- The path within the plugin's folder; nil when it leads elsewhere.
local function within(path)
    if path:find("[%c\\:]") or path:sub(1, #FOLDER + 1) ~= FOLDER .. "/" then
        return nil
    end
    for part in path:gmatch("[^/]+") do
        if part == ".." or part == "." then
            return nil
        end
    end
    return path:sub(#FOLDER + 2)
end

local function checkContent(name, content, size)
    if not content or #content ~= size then
        return nil, BROKEN
    elseif name:match("%.lua$") and (content:sub(1, 1) == "\27" or not loadstring(content, "@" .. name)) then
        return nil, BROKEN
    end
    return content
end

local function readEntry(reader, entry, files)
    if entry.mode == "directory" then
        return true
    end
    local name = within(entry.path)
    if entry.mode ~= "file" or not name or name == "" or files[name] then
        return nil, _("the package holds what is not this plugin's")
    end
    files.count = files.count + 1
    files.bytes = files.bytes + tonumber(entry.size)
    if files.count > MOST_FILES or files.bytes > MOST_BYTES then
        return nil, _("the package is too large")
    end
    local content, message = checkContent(name, reader:extractToMemory(entry.index), tonumber(entry.size))
    files.content[name] = content
    return content and true, message
end

-- Everything in the archive by its path in the plugin's folder; nil and why not, when anything in it is not right.
function Package.read(path)
    local reader = Archiver.Reader:new()
    if not reader:open(path) then
        return nil, BROKEN
    end
    local files = { count = 0, bytes = 0, content = {} }
    for entry in reader:iterate() do
        local ok, message = readEntry(reader, entry, files)
        if not ok then
            reader:close()
            return nil, message
        end
    end
    reader:close()
    if not files.content["main.lua"] or not files.content["_meta.lua"] then
        return nil, _("the package holds no plugin")
    end
    return files.content
end

-- The version that a package says it is.
function Package.versionOf(files)
    return files["_meta.lua"]:match("version%s*=%s*[\"']([^\"']+)[\"']")
end

local function writeSafely(path, content)
    local file, message = io.open(path, "wb")
    if not file then
        return nil, message
    end
    local ok
    ok, message = file:write(content)
    if ok and ffiUtil.fsyncOpenedFile then
        local is_safe, reason = ffiUtil.fsyncOpenedFile(file)
        ok, message = is_safe, reason
    end
    local closed, reason = file:close()
    if not ok or not closed then
        return nil, message or reason or "?"
    end
    return true
end

-- Writes the files beside the plugin. true, or nil and why not; nothing is left then.
function Package.unpack(root, files)
    local base = root .. "/" .. UNPACKED
    purge(base)
    local names, folders = {}, { [base] = true }
    for name in pairs(files) do
        names[#names + 1] = name
    end
    table.sort(names)
    for _i, name in ipairs(names) do
        local path = base .. "/" .. name
        local folder = path:match("^(.*)/")
        while #folder > #base do
            folders[folder] = true
            folder = folder:match("^(.*)/")
        end
        local ok, message = util.makePath(path:match("^(.*)/"))
        if ok then
            ok, message = writeSafely(path, files[name])
        end
        if not ok then
            purge(base)
            return nil, message
        end
    end
    for folder in pairs(folders) do
        safe(folder)
    end
    safe(root)
    return true
end

-- Puts what was unpacked in the plugin's place. true, or nil and why not; then the plugin is where it was.
function Package.swap(root)
    local place, before = root .. "/" .. FOLDER, root .. "/" .. BEFORE
    if not exists(root .. "/" .. UNPACKED .. "/main.lua") then
        return nil, _("nothing was unpacked")
    elseif lfs.symlinkattributes(place, "mode") == "link" then
        -- Somebody works on the plugin where the link leads to.
        return nil, _("the plugin's folder is a link")
    end
    local ok, message = os.rename(place, before)
    if not ok then
        return nil, message
    end
    safe(root)
    ok, message = os.rename(root .. "/" .. UNPACKED, place)
    if not ok then
        os.rename(before, place)
        safe(root)
        return nil, message
    end
    safe(root)
    Package.settle(root)
    return true
end

-- Clears up after a swap, or after one that was cut off. True when the old plugin had to be given its name again.
function Package.settle(root)
    local place, before = root .. "/" .. FOLDER, root .. "/" .. BEFORE
    local has_returned = false
    if exists(before .. "/main.lua") and not exists(place .. "/main.lua") then
        has_returned = os.rename(before, place) == true
        safe(root)
    elseif exists(before) then
        -- Away from KOReader's eyes at once, and only then piece by piece.
        purge(root .. "/" .. DISCARDED)
        os.rename(before, root .. "/" .. DISCARDED)
        safe(root)
    end
    for _i, name in ipairs({ DISCARDED, UNPACKED, Package.FILE, Package.FILE .. ".part" }) do
        purge(root .. "/" .. name)
    end
    return has_returned
end

return Package

--- Where sidecars lie: names of directories and files, for each location and the old ones (koreader-core.md §2.7).

local DataStorage = require("datastorage")
local ffiUtil = require("ffi/util")
local lfs = require("libs/libkoreader-lfs")
local util = require("util")

local DOC_SETTINGS_DIR = DataStorage:getDocSettingsDir()
local HASH_DIR = DataStorage:getDocSettingsHashDir()
local HISTORY_DIR = DataStorage:getHistoryDir()

local SEARCH_ORDER = {
    doc = { "doc", "dir", "hash" },
    dir = { "dir", "doc", "hash" },
    hash = { "hash", "doc", "dir" },
}

-- Fingerprints of files by path, for the life of the process.
local hash_of = {}
local hash_enabled

local places = {}

--- The location that the reader chose; reading it makes the default a setting.
function places.preferred()
    return G_reader_settings:readSetting("document_metadata_folder", "doc")
end

local function hash_dir(doc_path, otherwise)
    local hash = hash_of[doc_path]
    if not hash then
        hash = util.partialMD5(doc_path)
        hash_of[doc_path] = hash
    end
    return hash and ("%s/%s/%s.sdr"):format(HASH_DIR, hash:sub(1, 2), hash) or otherwise
end

--- A book that moved keeps its fingerprint, though nothing can be read at its old path any more.
function places.inherit_hash(old, new)
    hash_of[old] = hash_of[old] or util.partialMD5(old) or util.partialMD5(new)
end

local methods = {}
places.methods = methods

function methods:getSidecarDir(doc_path, force_location)
    if not doc_path or doc_path == "" then
        return ""
    end
    local location = force_location or places.preferred()
    local beside = (doc_path:match("^(.*)%.") or doc_path) .. ".sdr"
    if location == "dir" then
        return DOC_SETTINGS_DIR .. beside
    elseif location == "hash" then
        return hash_dir(doc_path, beside)
    end
    return beside
end

function methods.getSidecarFilename(doc_path)
    local suffix = doc_path:match("%.([^.]+)$") or "_"
    return "metadata." .. suffix .. ".lua"
end

--- Whether the root of the hash location exists; kept until set to nil.
function methods.isHashLocationEnabled()
    if hash_enabled == nil then
        hash_enabled = lfs.attributes(HASH_DIR, "mode") == "directory"
    end
    return hash_enabled
end

function methods.setIsHashLocationEnabled(value)
    hash_enabled = value
end

--- Directories in which to look for what belongs to a book, with their locations.
function places.searched_dirs(doc_path)
    local dirs = {}
    for _, location in ipairs(SEARCH_ORDER[places.preferred()]) do
        if location ~= "hash" or methods.isHashLocationEnabled() then
            dirs[#dirs + 1] = { path = methods:getSidecarDir(doc_path, location), location = location }
        end
    end
    return dirs
end

--- Directories in which to try to write, best first.
function places.writing_dirs(_, doc_path)
    local location = places.preferred()
    local dirs = { methods:getSidecarDir(doc_path, location) }
    if location == "doc" then
        dirs[2] = methods:getSidecarDir(doc_path, "dir")
    end
    return dirs
end

--- The sidecar of a book and its location ("doc", "dir", "hash", or "hist" for the oldest kind), or nil.
function methods:findSidecarFile(doc_path, no_legacy)
    if not doc_path or doc_path == "" then
        return nil
    end
    local name = methods.getSidecarFilename(doc_path)
    for _, dir in ipairs(places.searched_dirs(doc_path)) do
        local path = dir.path .. "/" .. name
        if lfs.attributes(path, "mode") == "file" then
            return path, dir.location
        end
    end
    local legacy = not no_legacy and methods:getHistoryPath(doc_path)
    if legacy and lfs.attributes(legacy, "mode") == "file" then
        return legacy, "hist"
    end
end

function methods:hasSidecarFile(doc_path)
    return methods:findSidecarFile(doc_path) ~= nil
end

function methods.isSidecarFileNotInPreferredLocation(doc_path)
    local _, location = methods:findSidecarFile(doc_path)
    return location and location ~= places.preferred()
end

--- Removes an empty sidecar directory, and below our own roots its empty parents too.
function methods.removeSidecarDir(dir)
    if util.stringStartsWith(dir, DOC_SETTINGS_DIR) or util.stringStartsWith(dir, HASH_DIR) then
        util.removePath(dir)
    else
        lfs.rmdir(dir)
    end
end

-- The oldest kind of sidecar: one file in the history directory, its name holding the whole path.

function methods:getHistoryPath(doc_path)
    if not doc_path or doc_path == "" then
        return ""
    end
    local dir, name = util.splitFilePathName(doc_path)
    return ("%s/[%s] %s.lua"):format(HISTORY_DIR, dir:gsub("/", "#"), name)
end

local function history_parts(name)
    return name:match("^%[(.*)%] (.*)%.lua$")
end

function methods:getPathFromHistory(name)
    local dir = history_parts(name)
    if not dir then
        return ""
    end
    local path = dir:gsub("#", "/"):gsub("/$", "")
    return path
end

function methods:getNameFromHistory(name)
    local _, document = history_parts(name)
    return document or ""
end

function methods:getFileFromHistory(name)
    local path, document = methods:getPathFromHistory(name), methods:getNameFromHistory(name)
    if document ~= "" then
        return ffiUtil.joinPath(path, document)
    end
end

return places

--- A reader's own cover and metadata beside a book's settings (specs/koreader-core.md §2.7).

local dump = require("dump")
local ffiUtil = require("ffi/util")
local lfs = require("libs/libkoreader-lfs")
local places = require("docsettingsparts/places")
local util = require("util")

local METADATA_NAME = "custom_metadata.lua"

local custom = {
    -- What `purge` may remove, and which method names it.
    getters = {
        custom_cover_file = "getCustomCoverFile",
        custom_metadata_file = "getCustomMetadataFile",
    },
}

local function cover_in(dir)
    if lfs.attributes(dir, "mode") == "directory" then
        for name in lfs.dir(dir) do
            if util.stringStartsWith(name, "cover.") then
                return dir .. "/" .. name
            end
        end
    end
end

local function metadata_in(dir)
    local path = dir .. "/" .. METADATA_NAME
    return lfs.attributes(path, "mode") == "file" and path or nil
end

local function search(doc_path, find_in)
    if not doc_path or doc_path == "" then
        return nil
    end
    for _, dir in ipairs(places.searched_dirs(doc_path)) do
        local path = find_in(dir.path)
        if path then
            return path
        end
    end
end

-- Puts a file into the sidecar directory that a book has, or else may have: whether that was possible.
local function put(doc_path, write)
    local present = places.methods:findSidecarFile(doc_path, true)
    local dirs = present and { (present:match("^(.*)/")) } or places.writing_dirs(nil, doc_path)
    for _, dir in ipairs(dirs) do
        util.makePath(dir)
        if write(dir) then
            return true
        end
    end
end

local methods = {}
custom.methods = methods

function methods:findCustomCoverFile(doc_path)
    return search(doc_path, cover_in)
end

function methods:findCustomMetadataFile(doc_path)
    return search(doc_path, metadata_in)
end

--- Path or false, kept until `reset`.
function methods:getCustomCoverFile(reset)
    if reset or self.custom_cover_file == nil then
        self.custom_cover_file = search(self.data.doc_path, cover_in) or false
    end
    return self.custom_cover_file
end

--- Path or false, kept until `reset`.
function methods:getCustomMetadataFile(reset)
    if reset or self.custom_metadata_file == nil then
        self.custom_metadata_file = search(self.data.doc_path, metadata_in) or false
    end
    return self.custom_metadata_file
end

--- Copies an image to be the book's cover: true, or nil.
function methods:flushCustomCover(doc_path, image)
    local suffix = util.getFileNameSuffix(image):lower()
    return put(doc_path, function(dir)
        return ffiUtil.copyFile(image, dir .. "/cover." .. suffix) == nil
    end)
end

--- Writes this object's data as the book's own metadata: true, or nil.
function methods:flushCustomMetadata(doc_path)
    local text = dump(self.data, nil, true)
    return put(doc_path, function(dir)
        return util.writeToFile(text, dir .. "/" .. METADATA_NAME, true, true)
    end)
end

--- Copies a cover and metadata (either may be nil) into a sidecar directory.
function custom.copy(cover, metadata, dir)
    for _, path in pairs{ cover = cover, metadata = metadata } do
        local target = dir .. "/" .. ffiUtil.basename(path)
        if target ~= path then
            util.makePath(dir)
            ffiUtil.copyFile(path, target)
        end
    end
end

--- Brings both along to the directory that was just written.
function custom.move(doc_settings, dir)
    for field, getter in pairs(custom.getters) do
        local path = doc_settings[getter](doc_settings)
        local target = path and dir .. "/" .. ffiUtil.basename(path)
        if target and target ~= path and ffiUtil.copyFile(path, target) == nil then
            os.remove(path)
            doc_settings[field] = target
        end
    end
end

return custom

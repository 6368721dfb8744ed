--- What is kept about one book, in a sidecar: KOReader's frontend/docsettings (specs/koreader-core.md §2.7).
-- Where sidecars lie is in docsettingsparts/places, custom covers and metadata in docsettingsparts/custom.

local LuaSettings = require("luasettings")
local custom = require("docsettingsparts/custom")
local dump = require("dump")
local ffiUtil = require("ffi/util")
local lfs = require("libs/libkoreader-lfs")
local logger = require("logger")
local places = require("docsettingsparts/places")
local util = require("util")

local DocSettings = LuaSettings:extend{}

for _, part in ipairs{ places, custom } do
    for name, member in pairs(part.methods) do
        DocSettings[name] = member
    end
end

-- All files that may hold the book's settings, in the order that decides between equal times.
local function possible_files(self, doc_path)
    local files = {}
    local function add(primary, with_backup)
        files[#files + 1] = { path = primary }
        if with_backup then
            files[#files + 1] = { path = primary .. ".old", primary = primary }
        end
    end
    local name = self.sidecar_filename
    add(self.doc_sidecar_dir .. "/" .. name, true)
    add(self.doc_sidecar_dir .. "/" .. ffiUtil.basename(doc_path) .. ".lua", false)
    add(self.dir_sidecar_dir .. "/" .. name, true)
    if self.hash_sidecar_dir then
        add(self.hash_sidecar_dir .. "/" .. name, true)
    end
    add(DocSettings:getHistoryPath(doc_path), true)
    add(doc_path .. ".kpdfview.lua", false)
    return files
end

-- Those that exist, newest first. A backup comes behind its primary, and lends it its time when it is newer.
local function existing_files(files)
    local present, by_path = {}, {}
    for order, file in ipairs(files) do
        if lfs.attributes(file.path, "mode") == "file" then
            file.time, file.order = lfs.attributes(file.path, "modification"), order
            present[#present + 1] = file
            by_path[file.path] = file
        end
    end
    for _, file in ipairs(present) do
        local primary = file.primary and by_path[file.primary]
        if primary then
            primary.time = math.max(primary.time, file.time)
            file.time = math.min(primary.time, file.time)
        end
    end
    table.sort(present, function(a, b)
        if a.time == b.time then
            return a.order < b.order
        end
        return a.time > b.time
    end)
    return present
end

-- The first usable candidate (or, when none is, the last one tried) and its content; unusable ones are deleted.
local function first_usable(candidates)
    for _, path in ipairs(candidates) do
        if lfs.attributes(path, "size") > 0 then
            local ok, stored = pcall(dofile, path)
            if ok and next(stored) ~= nil then
                return path, stored
            end
        end
        logger.dbg("DocSettings: removing unusable", path)
        os.remove(path)
    end
    return candidates[#candidates]
end

--- The settings of a book; a book without a sidecar gives an object that only knows its path.
function DocSettings:open(doc_path)
    local object = self:extend{
        doc_sidecar_dir = self:getSidecarDir(doc_path, "doc"),
        dir_sidecar_dir = self:getSidecarDir(doc_path, "dir"),
        sidecar_filename = DocSettings.getSidecarFilename(doc_path),
    }
    if DocSettings.isHashLocationEnabled() then
        object.hash_sidecar_dir = self:getSidecarDir(doc_path, "hash")
    end
    local paths = {}
    for i, file in ipairs(existing_files(possible_files(object, doc_path))) do
        paths[i] = file.path
    end
    if #paths > 0 then
        object.candidates = paths
        object.source_candidate, object.data = first_usable(paths)
    end
    object.data = object.data or {}
    object.data.doc_path = doc_path
    return object
end

--- One settings file by itself: to be looked at or for flushCustomMetadata, not to be flushed.
function DocSettings.openSettingsFile(path)
    local object = DocSettings:extend{ data = {}, sidecar_file = path }
    local ok, stored = pcall(dofile, path or "")
    if path and ok and type(stored) == "table" then
        object.data = stored
    end
    return object
end

-- Writes `data` into the first directory that takes it: that directory and the file in it.
function DocSettings:_write(data, doc_path)
    local text = dump(data, nil, true)
    for _, dir in ipairs(places.writing_dirs(self, doc_path)) do
        local file = dir .. "/" .. self.sidecar_filename
        util.makePath(dir)
        local renamed = LuaSettings.backup(self, file)
        if util.writeToFile(text, file, true, true, renamed) then
            return dir, file
        end
    end
end

--- Writes to the preferred place and removes what `open` found elsewhere. The sidecar directory, or nil.
function DocSettings:flush(data, no_custom_metadata)
    data = data or self.data
    local doc_path = self.data.doc_path or data.doc_path
    local dir, file = self:_write(data, doc_path)
    if not dir then
        return nil
    end
    if places.preferred() == "hash" then
        DocSettings.setIsHashLocationEnabled(nil)
    end
    if not no_custom_metadata then
        custom.move(self, dir)
    end
    self:purge(file)
    return dir
end

function DocSettings:_removeCandidates(keep)
    for _, path in ipairs(self.candidates or {}) do
        if path ~= keep and (not keep or path ~= keep .. ".old") and lfs.attributes(path, "mode") == "file" then
            os.remove(path)
        end
    end
end

--- Removes the candidates found at opening, but `keep_file` and its backup; with nothing to keep also custom files.
-- `what` limits it: { doc_settings, custom_cover_file, custom_metadata_file }.
function DocSettings:purge(keep_file, what)
    local everything = not what
    what = what or {}
    if everything or what.doc_settings then
        self:_removeCandidates(keep_file)
    end
    if not keep_file then
        for field, getter in pairs(custom.getters) do
            local path = what[field]
            if everything then
                path = self[getter](self, true)
            end
            if path then
                os.remove(path)
                self[getter](self, true)
            end
        end
    end
    local doc_path = self.data and self.data.doc_path
    for _, dir in ipairs{
        self.doc_sidecar_dir or "", self.dir_sidecar_dir or "",
        self.hash_sidecar_dir or (doc_path and self:getSidecarDir(doc_path, "hash")) or "",
    } do
        if lfs.attributes(dir, "mode") == "directory" then
            DocSettings.removeSidecarDir(dir)
        end
    end
    DocSettings.setIsHashLocationEnabled(nil)
end

--- Follows a book that was moved (`new`), copied (`new`, `copy`) or deleted (neither).
function DocSettings.updateLocation(old, new, copy)
    local has_sidecar = DocSettings:hasSidecarFile(old)
    local cover, metadata = DocSettings:findCustomCoverFile(old), DocSettings:findCustomMetadataFile(old)
    if not (has_sidecar or cover or metadata) then
        return
    end
    local before = DocSettings:open(old)
    local target
    if new then
        places.inherit_hash(old, new)
        target = DocSettings:open(new)
        if has_sidecar then
            local data = util.tableDeepCopy(before.data)
            data.doc_path = new
            target:flush(data, true)
        end
        custom.copy(cover, metadata, places.writing_dirs(target, new)[1])
    end
    local in_one_place = target and DocSettings:getSidecarDir(old) == DocSettings:getSidecarDir(new)
    if not copy and not in_one_place then
        before:purge()
    end
end

return DocSettings

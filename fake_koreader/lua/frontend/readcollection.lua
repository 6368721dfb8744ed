--- Collections of books: KOReader's frontend/readcollection (specs/koreader-core.md §2.9).
-- Changes are in memory until `write`; entries whose file is gone do not survive reading.

local DataStorage = require("datastorage")
local LuaSettings = require("luasettings")
local ffiUtil = require("ffi/util")
local lfs = require("libs/libkoreader-lfs")
local util = require("util")

local COLLECTION_FILE = DataStorage:getSettingsDir() .. "/collection.lua"

local ReadCollection = {
    coll = nil, -- name -> file -> { file, text, order, attr }
    coll_settings = nil, -- name -> { order, … }
    last_read_time = 0,
    default_collection_name = "favorites",
}

local function real_path(file)
    return ffiUtil.realpath(file) or file
end

local function make_item(file, order, attr)
    return { file = file, text = ffiUtil.basename(file), order = order, attr = attr }
end

local function highest_order(items)
    local highest = 0
    for _, item in pairs(items) do
        highest = math.max(highest, item.order or 0)
    end
    return highest
end

--- Reads the file when it is newer than what was last read or written.
function ReadCollection:_read()
    local changed = lfs.attributes(COLLECTION_FILE, "modification")
    if self.coll and not (changed and changed > self.last_read_time) then
        return
    end
    self.last_read_time = changed or 0
    self.coll, self.coll_settings = {}, {}
    for name, stored in pairs(LuaSettings:open(COLLECTION_FILE).data) do
        local items = {}
        for _, record in ipairs(stored) do
            local file = record.file and real_path(record.file)
            local attr = file and lfs.attributes(file)
            if attr and attr.mode == "file" then
                items[file] = make_item(file, record.order, attr)
            end
        end
        self.coll[name] = items
        self.coll_settings[name] = stored.settings or { order = highest_order(self.coll_settings) + 1 }
    end
    local default = self.default_collection_name
    if not self.coll[default] then
        self.coll[default], self.coll_settings[default] = {}, { order = 1 }
    end
end

--- Writes all collections, or those that are keys of `names`; collections that are gone leave the file either way.
function ReadCollection:write(names)
    local stored = LuaSettings:open(COLLECTION_FILE)
    for name in pairs(util.tableDeepCopy(stored.data)) do
        if not self.coll[name] then
            stored:delSetting(name)
        end
    end
    for name in pairs(self.coll) do
        if not names or names[name] then
            local records = { settings = self.coll_settings[name] }
            for i, item in ipairs(self:getOrderedCollection(name)) do
                records[i] = { file = item.file, order = item.order }
            end
            stored:saveSetting(name, records)
        end
    end
    stored:flush()
    self.last_read_time = lfs.attributes(COLLECTION_FILE, "modification") or self.last_read_time
end

function ReadCollection:isFileInCollection(file, name)
    local items = self.coll[name]
    return items ~= nil and items[real_path(file)] ~= nil
end

--- Whether any collection has the file; always false while the reader hides the mark, unless that is ignored.
function ReadCollection:isFileInCollections(file, ignore_show_mark_setting)
    if not ignore_show_mark_setting and not G_reader_settings:nilOrTrue("collection_show_mark") then
        return false
    end
    return next(self:getCollectionsWithFile(file)) ~= nil
end

function ReadCollection:getCollectionsWithFile(file)
    local real, names = real_path(file), {}
    for name, items in pairs(self.coll) do
        if items[real] then
            names[name] = true
        end
    end
    return names
end

--- The items as an array in their order.
function ReadCollection:getOrderedCollection(name)
    local list = {}
    for _, item in pairs(self.coll[name]) do
        list[#list + 1] = item
    end
    table.sort(list, function(a, b) return a.order < b.order end)
    return list
end

--- The order of items becomes that of a list of { file = … }.
function ReadCollection:updateCollectionOrder(name, ordered)
    for order, item in ipairs(ordered) do
        self.coll[name][item.file].order = order
    end
end

--- Adds a file behind all others. Raises for a missing file and for an unknown collection.
function ReadCollection:addItem(file, name, attr)
    local real = ffiUtil.realpath(file)
    if not real then
        error("no such file: " .. tostring(file), 2)
    end
    local items = self.coll[name]
    items[real] = make_item(real, highest_order(items) + 1, attr or lfs.attributes(real))
end

--- In exactly those collections that are keys of `names`.
function ReadCollection:addRemoveItemMultiple(file, names)
    local real = real_path(file)
    for name, items in pairs(self.coll) do
        if not names[name] then
            items[real] = nil
        elseif not items[real] then
            self:addItem(real, name)
        end
    end
end

--- Adds all files (keys) to all collections (keys); how many entries that made.
function ReadCollection:addItemsMultiple(files, names)
    local count = 0
    for name in pairs(names) do
        for file in pairs(files) do
            if not self:isFileInCollection(file, name) then
                self:addItem(file, name)
                count = count + 1
            end
        end
    end
    return count
end

-- Removes entries for which `wanted(file)` holds from one or all collections: the names that changed, or nil.
function ReadCollection:_remove(wanted, only)
    local changed
    for name, items in pairs(self.coll) do
        if not only or only == name then
            for file in pairs(items) do
                if wanted(file) then
                    items[file] = nil
                    changed = changed or {}
                    changed[name] = true
                end
            end
        end
    end
    return changed
end

--- Removes from one collection or from all: true when there was something to remove, which is then written.
function ReadCollection:removeItem(file, name, no_write)
    local real = real_path(file)
    local changed = self:_remove(function(candidate) return candidate == real end, name)
    if changed then
        if not no_write then
            self:write(changed)
        end
        return true
    end
end

function ReadCollection:removeItems(files)
    local changed = self:_remove(function(candidate) return files[candidate] end)
    if changed then
        self:write(changed)
    end
end

function ReadCollection:removeItemsByPath(dir)
    local prefix = dir .. "/"
    local changed = self:_remove(function(candidate) return util.stringStartsWith(candidate, prefix) end)
    if changed then
        self:write(changed)
    end
end

-- Gives entries the path that `renamed(file)` returns, and writes what changed.
function ReadCollection:_rename(renamed)
    local changed
    for name, items in pairs(self.coll) do
        for file, item in pairs(items) do
            local path = renamed(file)
            if path then
                items[file] = nil
                items[path] = make_item(path, item.order, lfs.attributes(path) or item.attr)
                changed = changed or {}
                changed[name] = true
            end
        end
    end
    if changed then
        self:write(changed)
    end
end

function ReadCollection:updateItem(old, new)
    self:_rename(function(file) return file == old and real_path(new) or nil end)
end

function ReadCollection:updateItems(files, new_dir)
    self:_rename(function(file)
        return files[file] and ffiUtil.joinPath(new_dir, ffiUtil.basename(file)) or nil
    end)
end

function ReadCollection:updateItemsByPath(old_dir, new_dir)
    local prefix = old_dir .. "/"
    self:_rename(function(file)
        return util.stringStartsWith(file, prefix) and new_dir .. "/" .. file:sub(#prefix + 1) or nil
    end)
end

--- The book was opened or closed: its times are looked up again, in memory.
function ReadCollection:updateLastBookTime(file)
    local attr = lfs.attributes(file)
    for name in pairs(self:getCollectionsWithFile(file)) do
        self.coll[name][real_path(file)].attr = attr
    end
end

function ReadCollection:addCollection(name)
    self.coll_settings[name] = { order = highest_order(self.coll_settings) + 1 }
    self.coll[name] = {}
end

function ReadCollection:renameCollection(name, new_name)
    for _, by_name in ipairs{ self.coll, self.coll_settings } do
        by_name[new_name], by_name[name] = by_name[name], nil
    end
end

function ReadCollection:removeCollection(name)
    self.coll[name], self.coll_settings[name] = nil, nil
end

--- The order of collections becomes that of a list of { name = … }.
function ReadCollection:updateCollectionListOrder(ordered)
    for order, item in ipairs(ordered) do
        self.coll_settings[item.name].order = order
    end
end

ReadCollection:_read()

return ReadCollection

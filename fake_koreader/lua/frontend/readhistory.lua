--- The books that were opened, newest first: KOReader's frontend/readhistory (specs/koreader-core.md §2.8).
-- history.lua has no backup: whatever is left of a torn write reads as an empty history.

local DataStorage = require("datastorage")
local datetime = require("datetime")
local dump = require("dump")
local ffiUtil = require("ffi/util")
local lfs = require("libs/libkoreader-lfs")
local util = require("util")

local HISTORY_FILE = DataStorage:getDataDir() .. "/history.lua"
local DEFAULT_SIZE = 500

local ReadHistory = {
    hist = {},
    last_read_time = 0,
}

local function exists(file)
    return lfs.attributes(file, "mode") == "file"
end

local function date_text(time)
    if G_reader_settings:isTrue("history_datetime_short") then
        return os.date("%y-%m-%d", time)
    end
    return datetime.secondsToDateTime(time)
end

local function set_missing(item, missing)
    item.dim, item.select_enabled = missing, not missing
end

local function make_item(file, time)
    local item = { time = time, file = file, text = ffiUtil.basename(file), mandatory = date_text(time) }
    set_missing(item, not exists(file))
    return item
end

function ReadHistory:_flush()
    local records = {}
    for i, item in ipairs(self.hist) do
        records[i] = { time = item.time, file = item.file }
    end
    util.writeToFile(dump(records), HISTORY_FILE, true, true)
    self.last_read_time = lfs.attributes(HISTORY_FILE, "modification") or self.last_read_time
    self:ensureLastFile()
end

function ReadHistory:_finish(no_flush)
    if no_flush then
        self:ensureLastFile()
    else
        self:_flush()
    end
end

--- Reads the file again when it is newer than what was last read or written, or when forced: whether it was read.
function ReadHistory:reload(force)
    local changed = lfs.attributes(HISTORY_FILE, "modification")
    if not changed or not (force or changed > self.last_read_time) then
        return
    end
    self.last_read_time = changed
    self.hist = {}
    local ok, records = pcall(dofile, HISTORY_FILE)
    if ok and type(records) == "table" then
        for i, record in ipairs(records) do
            self.hist[i] = make_item(record.file, record.time)
        end
    end
    self:_trim()
    return true
end

function ReadHistory:_trim()
    local limit = G_reader_settings:readSetting("history_size") or DEFAULT_SIZE
    for i = #self.hist, limit + 1, -1 do
        self.hist[i] = nil
    end
end

--- Keeps the newest existing file as the setting `lastfile`.
function ReadHistory:ensureLastFile()
    local newest
    for _, item in ipairs(self.hist) do
        if exists(item.file) then
            newest = item.file
            break
        end
    end
    G_reader_settings:saveSetting("lastfile", newest)
end

function ReadHistory:getIndexByFile(file)
    local real = ffiUtil.realpath(file)
    for i, item in ipairs(self.hist) do
        if item.file == file or item.file == real then
            return i
        end
    end
end

--- The newest existing file that lies in a folder, or with `recursive` below it.
function ReadHistory:getFileByDirectory(directory, recursive)
    local real = (ffiUtil.realpath(directory) or directory) .. "/"
    for _, item in ipairs(self.hist) do
        local inside = item.file:sub(1, #real) == real
        if inside and (recursive or not item.file:find("/", #real + 1, true)) and exists(item.file) then
            return item.file
        end
    end
end

--- The newest existing file other than `current` (default: the last one opened).
function ReadHistory:getPreviousFile(current)
    current = current or G_reader_settings:readSetting("lastfile")
    for _, item in ipairs(self.hist) do
        if item.file ~= current and exists(item.file) then
            return item.file
        end
    end
end

--- Puts a file on top, or where the time `ts` belongs: true, or nil when there is no such file.
function ReadHistory:addItem(file, ts, no_flush)
    local real = file and ffiUtil.realpath(file)
    if not real or not exists(real) then
        return nil
    end
    local time = ts or os.time()
    local present = self:getIndexByFile(real)
    if present then
        table.remove(self.hist, present)
    end
    local place = 1
    while self.hist[place] and self.hist[place].time > time do
        place = place + 1
    end
    table.insert(self.hist, place, make_item(real, time))
    lfs.touch(real, time, lfs.attributes(real, "modification"))
    self:_trim()
    self:_finish(no_flush)
    return true
end

--- The first item was read until now. Raises for an empty history.
function ReadHistory:updateLastBookTime(no_flush)
    local now = os.time()
    self.hist[1].time = now
    self.hist[1].mandatory = date_text(now)
    self:_finish(no_flush)
end

--- Writes all dates anew, after their setting changed.
function ReadHistory:updateDateTimeString()
    for _, item in ipairs(self.hist) do
        item.mandatory = date_text(item.time)
    end
end

function ReadHistory:removeItem(item, index, no_flush)
    index = index or self:getIndexByFile(item.file)
    if index then
        table.remove(self.hist, index)
        self:_finish(no_flush)
    end
end

function ReadHistory:removeItemByPath(path)
    local index = self:getIndexByFile(path)
    if index then
        self:removeItem(self.hist[index], index)
    end
end

-- Keeps the items for which `keep` holds, and writes.
function ReadHistory:_filter(keep)
    util.arrayRemove(self.hist, function(list, i) return keep(list[i]) end)
    self:_flush()
end

function ReadHistory:removeItems(files)
    self:_filter(function(item) return not files[item.file] end)
end

function ReadHistory:clearMissing()
    self:_filter(function(item) return exists(item.file) end)
end

local function autoremove()
    return G_reader_settings:isTrue("autoremove_deleted_items_from_history")
end

--- A file (path or index) is gone: its item goes too if the reader wants that, else it is shown as missing.
function ReadHistory:fileDeleted(path_or_index)
    local index = type(path_or_index) == "number" and path_or_index or self:getIndexByFile(path_or_index)
    local item = index and self.hist[index]
    if not item then
        return
    elseif autoremove() then
        self:removeItem(item, index)
    else
        set_missing(item, true)
        self:ensureLastFile()
    end
end

function ReadHistory:folderDeleted(dir)
    local prefix = dir:gsub("/*$", "/")
    if autoremove() then
        self:_filter(function(item) return not util.stringStartsWith(item.file, prefix) end)
        return
    end
    for _, item in ipairs(self.hist) do
        if util.stringStartsWith(item.file, prefix) then
            set_missing(item, true)
        end
    end
    self:ensureLastFile()
end

--- The settings of a book were removed.
function ReadHistory:fileSettingsPurged(path)
    if G_reader_settings:isTrue("autoremove_deleted_items_from_history") then
        self:removeItemByPath(path)
    end
end

-- Gives items the path that `renamed(item)` returns, and writes if there was any.
function ReadHistory:_rename(renamed)
    local changed = false
    for _, item in ipairs(self.hist) do
        local path = renamed(item)
        if path then
            item.file, item.text, changed = path, ffiUtil.basename(path), true
        end
    end
    if changed then
        self:_flush()
    end
end

function ReadHistory:updateItem(old, new)
    self:_rename(function(item) return item.file == old and new or nil end)
end

function ReadHistory:updateItems(files, new_dir)
    self:_rename(function(item)
        return files[item.file] and ffiUtil.joinPath(new_dir, item.text) or nil
    end)
end

function ReadHistory:updateItemsByPath(old_dir, new_dir)
    local prefix = old_dir .. "/"
    self:_rename(function(item)
        return util.stringStartsWith(item.file, prefix) and new_dir .. "/" .. item.file:sub(#prefix + 1) or nil
    end)
end

ReadHistory:reload(true)

return ReadHistory

--- Settings as a log of records: KOReader's frontend/luadata (specs/koreader-core.md §2.3).
-- Faithful: a file that does not compile is deleted, a saved false reads back as nothing, backups are not rotated.

local LuaSettings = require("luasettings")
local dump = require("dump")
local ffiUtil = require("ffi/util")
local lfs = require("libs/libkoreader-lfs")
local logger = require("logger")

local LuaData = LuaSettings:extend{
    name = "",
    max_backups = 9,
}

local function apply(data, record)
    if record.index == nil then
        return record
    end
    local index, value = record.index, record.data
    local present = data[index]
    if type(value) == "table" and type(present) == "table" then
        local key = next(value)
        if key ~= nil and next(value, key) == nil then
            present[key] = value[key]
            return data
        end
    end
    data[index] = value or nil
    return data
end

--- Runs the records of one file; nil when it is not there or had to be deleted.
local function replay(file, name)
    if lfs.attributes(file, "mode") ~= "file" then
        return nil
    end
    local data = {}
    local environment = {
        [name .. "Entry"] = function(record)
            data = apply(data, record)
        end,
    }
    local records, message = loadfile(file, "t", environment)
    if not records then
        logger.warn("Removing unreadable data", file, message)
        os.remove(file)
        return nil
    end
    records()
    return data
end

--- The data in `path`; `name` (or its field `name`) tags the records.
function LuaData:open(path, name)
    local object = self:extend{
        file = path,
        name = type(name) == "table" and name.name or name,
    }
    object.data = replay(path, object.name)
    local number = 0
    while not object.data and number < self.max_backups do
        number = number + 1
        object.data = replay(path .. ".old." .. number, object.name)
    end
    object.data = object.data or {}
    return object
end

function LuaData:saveSetting(key, value)
    self.data[key] = value
    self:append{ index = key, data = value }
    return self
end

function LuaData:delSetting(key)
    self.data[key] = nil
    self:append{ index = key }
    return self
end

function LuaData:addTableItem(key, value)
    local list = self:readSetting(key) or {}
    local place = #list + 1
    list[place] = value
    self.data[key] = list
    self:append{ index = key, data = { [place] = value } }
end

function LuaData:removeTableItem(key, index)
    local list = self:readSetting(key)
    table.remove(list, index)
    self.data[key] = list
    return self:flush()
end

function LuaData:reset(data)
    self.data = data
    return self:flush()
end

--- Adds one record at the end of the file, without asking the disk to keep it.
function LuaData:append(record)
    local file = self.file and io.open(self.file, "a")
    if file then
        file:write(self.name, "Entry", dump(record), "\n")
        file:close()
    end
    return self
end

--- Moves the main file out of the way: behind the first backup found, or to be the first one.
function LuaData:backup()
    if lfs.attributes(self.file, "mode") ~= "file" then
        return nil
    end
    local place = 1
    for number = 1, self.max_backups do
        if lfs.attributes(self.file .. ".old." .. number, "mode") == "file" then
            place = number + 1
            break
        end
    end
    os.rename(self.file, self.file .. ".old." .. place)
    return true
end

--- Replaces the log by one record holding everything.
function LuaData:flush()
    if not self.file then
        return nil
    end
    local renamed = self:backup()
    local file = io.open(self.file, "w")
    if file then
        file:write("-- we can read Lua syntax here!\n", self.name, "Entry", dump(self.data), "\n")
        ffiUtil.fsyncOpenedFile(file)
        file:close()
        if renamed then
            ffiUtil.fsyncDirectory(self.file)
        end
    end
    return self
end

return LuaData

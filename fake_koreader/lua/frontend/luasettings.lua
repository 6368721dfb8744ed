--- Settings in a file of Lua: KOReader's frontend/luasettings (specs/koreader-core.md §2.1).
-- Faithful: snapshots without locking, aliasing of defaults, the 60 second rule for `.old`, the truncating write.

local dump = require("dump")
local lfs = require("libs/libkoreader-lfs")
local logger = require("logger")
local util = require("util")

-- A file that was changed this recently (seconds) is not worth a backup.
local BACKUP_AGE = 60

local LuaSettings = {}

function LuaSettings:extend(object)
    object = object or {}
    self.__index = self
    return setmetatable(object, self)
end

--- The settings in `path`, or those in its backup, or none. A path that is not a string raises.
function LuaSettings:open(path)
    local settings = self:extend{ file = path, data = {} }
    local backup = path .. ".old"
    for _, candidate in ipairs{ path, backup } do
        local ok, stored = pcall(dofile, candidate)
        if ok and stored then
            settings.data = stored
            if candidate == backup and lfs.attributes(path, "mode") == "file" then
                logger.warn("Settings of", path, "were unusable and come from the backup", backup)
            end
            return settings
        end
    end
    if lfs.attributes(path, "mode") == "file" then
        logger.warn("Settings of", path, "are unusable and there is no backup")
    end
    return settings
end

--- A view on a table; on an instance it inherits that instance's file.
function LuaSettings:wrap(data)
    return self:extend{ data = type(data) == "table" and data or {} }
end

function LuaSettings:child(key)
    return self:wrap(self:readSetting(key))
end

--- The stored value. A truthy default is stored itself when there is none: later changes to it are settings.
function LuaSettings:readSetting(key, default)
    local data = self.data
    if default and data[key] == nil then
        data[key] = default
    end
    return data[key]
end

function LuaSettings:saveSetting(key, value)
    local data = self.data
    data[key] = value
    return self
end

function LuaSettings:delSetting(key)
    if key ~= nil then
        rawset(self.data, key, nil)
    end
    return self
end

local questions = {
    has = function(value) return value ~= nil end,
    hasNot = function(value) return value == nil end,
    isTrue = function(value) return value == true end,
    isFalse = function(value) return value == false end,
    nilOrTrue = function(value) return value == nil or value == true end,
    nilOrFalse = function(value) return value == nil or value == false end,
}
for name, answer in pairs(questions) do
    LuaSettings[name] = function(self, key)
        return answer(self.data[key])
    end
end

-- name = { question, value when the answer is yes, value when it is no }; nil deletes.
local changes = {
    flipNilOrTrue = { "nilOrTrue", false, nil },
    flipNilOrFalse = { "nilOrFalse", true, nil },
    flipTrue = { "isTrue", nil, true },
    flipFalse = { "isFalse", nil, false },
    toggle = { "nilOrFalse", true, false },
}
for name, change in pairs(changes) do
    local question, yes, no = change[1], change[2], change[3]
    LuaSettings[name] = function(self, key)
        local value = no
        if self[question](self, key) then
            value = yes
        end
        if value == nil then
            return self:delSetting(key)
        end
        return self:saveSetting(key, value)
    end
end

function LuaSettings:makeTrue(key)
    return self:saveSetting(key, true)
end

function LuaSettings:makeFalse(key)
    return self:saveSetting(key, false)
end

--- Gives `key` its per-extension defaults; true when there were none or `force` asks for it.
function LuaSettings:initializeExtSettings(key, defaults, force)
    local wanted = force or not self:readSetting(key)
    if wanted then
        self:saveSetting(key, defaults)
    end
    return wanted and true or false
end

function LuaSettings:getSettingForExt(key, ext)
    local by_ext = self:readSetting(key)
    return by_ext and by_ext[ext]
end

function LuaSettings:saveSettingForExt(key, value, ext)
    self:readSetting(key, {})[ext] = value
end

function LuaSettings:addTableItem(key, value)
    local list = self:readSetting(key) or {}
    list[#list + 1] = value
    return self:saveSetting(key, list)
end

function LuaSettings:removeTableItem(key, index)
    local list = self:readSetting(key)
    table.remove(list, index)
    return self:saveSetting(key, list)
end

function LuaSettings:reset(data)
    self.data = data
    return self
end

--- Renames the file to `.old` when it has stood for more than a minute; true when it did.
function LuaSettings:backup(file)
    file = file or self.file
    if not file or lfs.attributes(file, "mode") ~= "file" then
        return nil
    end
    if lfs.attributes(file, "modification") < os.time() - BACKUP_AGE then
        os.rename(file, file .. ".old")
        return true
    end
end

--- Writes everything, truncating in place. Failures are silent, as on a device.
function LuaSettings:flush()
    local file = self.file
    if not file then
        return nil
    end
    local renamed = self:backup()
    util.writeToFile(dump(self.data, nil, true), file, true, true, renamed)
    return self
end

--- Removes the file but not its backup; the data stay in memory.
function LuaSettings:purge()
    local file = self.file
    if file then os.remove(file) end
    return self
end

--- Only writes: the object stays usable.
function LuaSettings:close()
    self:flush()
end

return LuaSettings

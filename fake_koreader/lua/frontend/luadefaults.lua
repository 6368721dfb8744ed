--- Shipped defaults under a reader's customisations: KOReader's frontend/luadefaults (specs/koreader-core.md §2.4).

local DataStorage = require("datastorage")
local LuaSettings = require("luasettings")
local dump = require("dump")
local util = require("util")

local LuaDefaults = LuaSettings:extend{
    ro = nil, -- what is shipped: defaults.lua in the installation directory
    rw = nil, -- what the reader changed
}

--- Reads the customisations in `path`; a missing defaults.lua raises.
function LuaDefaults:open(path)
    local file = path or DataStorage:getDataDir() .. "/defaults.custom.lua"
    local custom = LuaSettings:open(file).data
    return self:extend{ file = file, rw = custom, ro = dofile("defaults.lua") }
end

function LuaDefaults:readSetting(key, default)
    local custom = self.rw
    if custom[key] == nil then
        if not default then
            return self.ro[key]
        end
        custom[key] = default
    end
    return custom[key]
end

function LuaDefaults:readDefaultSetting(key)
    return self.ro[key]
end

--- A value equal to what is shipped is no customisation.
function LuaDefaults:saveSetting(key, value)
    local same = util.tableEquals(self.ro[key], value, true)
    if same then
        value = nil
    end
    self.rw[key] = value
    return self
end

function LuaDefaults:delSetting(key)
    return self:saveSetting(key, self.ro[key])
end

-- What is asked of one of the two tables, with its opposite.
local presence = { has = "ro", hasBeenCustomized = "rw" }
local absence = { hasNot = "ro", hasNotBeenCustomized = "rw" }
for name, side in pairs(presence) do
    LuaDefaults[name] = function(self, key) return self[side][key] ~= nil end
end
for name, side in pairs(absence) do
    LuaDefaults[name] = function(self, key) return self[side][key] == nil end
end
for name, wanted in pairs{ isTrue = true, isFalse = false } do
    LuaDefaults[name] = function(self, key) return self:readSetting(key) == wanted end
end

function LuaDefaults:getDataTables()
    return self.ro, self.rw
end

--- Writes the customisations only.
function LuaDefaults:flush()
    if self.file then
        local renamed = self:backup()
        util.writeToFile(dump(self.rw, nil, true), self.file, true, true, renamed)
        return self
    end
end

-- What makes no sense for defaults does nothing.
for _, name in ipairs{
    "wrap", "child", "reset", "initializeExtSettings", "getSettingForExt", "saveSettingForExt",
    "addTableItem", "removeTableItem",
} do
    LuaDefaults[name] = function() end
end

return LuaDefaults

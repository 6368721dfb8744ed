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
    if util.tableEquals(self.ro[key], value, true) then
        return self:delSetting(key)
    end
    self.rw[key] = value
    return self
end

function LuaDefaults:delSetting(key)
    self.rw[key] = nil
    return self
end

function LuaDefaults:has(key)
    return self.ro[key] ~= nil
end

function LuaDefaults:hasNot(key)
    return not self:has(key)
end

function LuaDefaults:hasBeenCustomized(key)
    return self.rw[key] ~= nil
end

function LuaDefaults:hasNotBeenCustomized(key)
    return not self:hasBeenCustomized(key)
end

function LuaDefaults:isTrue(key)
    return self:readSetting(key) == true
end

function LuaDefaults:isFalse(key)
    return self:readSetting(key) == false
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

local DataStorage = require("datastorage")
local LuaSettings = require("luasettings")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local Spoiling = WidgetContainer:extend{ name = "spoiling" }
function Spoiling:init()
    self.settings = LuaSettings:open(DataStorage:getSettingsDir() .. "/spoiling.lua")
end
function Spoiling:onFlushSettings()
    self.settings:saveSetting("callback", function() end)
    self.settings:flush()
    local file = io.open(DataStorage:getSettingsDir() .. "/spoiling.sqlite3", "w")
    file:write("SQLite format 3\0 and nothing else of it")
    file:close()
end
return Spoiling

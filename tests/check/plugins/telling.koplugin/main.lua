local DataStorage = require("datastorage")
local LuaSettings = require("luasettings")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local logger = require("logger")
local Telling = WidgetContainer:extend{ name = "telling" }
function Telling:init()
    self.settings = LuaSettings:open(DataStorage:getSettingsDir() .. "/telling.lua")
    self.settings:saveSetting("account", { access_token = "k-93ab-zz", sort_key = "filename" })
    self.settings:flush()
end
function Telling:onReaderReady()
    logger.warn("asking with", "k-93ab-zz", "in order of filename")
end
return Telling

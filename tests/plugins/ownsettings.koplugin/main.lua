--- A settings file of its own, kept over a restart.
local DataStorage = require("datastorage")
local InfoMessage = require("ui/widget/infomessage")
local LuaSettings = require("luasettings")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "ownsettings" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.ownsettings = {
        text = "Try ownsettings",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "ownsettings: " .. self.told })
end

function Plugin:try()
    local file = LuaSettings:open(DataStorage:getSettingsDir() .. "/ownsettings.lua")
    local runs = (file:readSetting("runs") or 0) + 1
    file:saveSetting("runs", runs)
    file:saveSetting("servers", { { url = "http://a.example", active = true }, { url = "http://b.example" } })
    file:toggle("odd")
    file:delSetting("nothing")
    file:flush()
    local again = LuaSettings:open(DataStorage:getSettingsDir() .. "/ownsettings.lua")
    self:tell(again:readSetting("runs"), #again:readSetting("servers"), again:isTrue("odd"), again:has("nothing"))
end

return Plugin

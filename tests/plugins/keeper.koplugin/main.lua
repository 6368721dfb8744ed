--- Caches and tables on the disk.
local buffer = require("string.buffer")
local Cache = require("cache")
local DataStorage = require("datastorage")
local dump = require("dump")
local InfoMessage = require("ui/widget/infomessage")
local LuaData = require("luadata")
local Persist = require("persist")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "keeper" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.keeper = {
        text = "Try keeper",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "keeper: " .. self.told })
end

function Plugin:try()
    local cache = Cache:new{ slots = 2 }
    cache:insert("a", 1) cache:insert("b", 2) cache:insert("c", 3)
    local persist = Persist:new{ path = DataStorage:getDataDir() .. "/keeper.dat", codec = "luajit" }
    persist:save({ list = { 1, 2, 3 } })
    local loaded = persist:load()
    local data = LuaData:open(DataStorage:getSettingsDir() .. "/keeper.lua", "Keeper")
    data:addTableItem("words", { word = "whale" })
    data:flush()
    local copy = buffer.decode(buffer.encode({ deep = { x = 1 } }))
    self:tell(cache:check("a"), cache:check("c"), #loaded.list, #data:readSetting("words"), copy.deep.x,
        #dump({ 1 }) > 0)
end

return Plugin

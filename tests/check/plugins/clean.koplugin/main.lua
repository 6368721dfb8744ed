local DataStorage = require("datastorage")
local InfoMessage = require("ui/widget/infomessage")
local LuaSettings = require("luasettings")
local NetworkMgr = require("ui/network/manager")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local http = require("socket.http")
local _ = require("gettext")

local Clean = WidgetContainer:extend{ name = "clean", is_doc_only = false }

function Clean:init()
    self.settings = LuaSettings:open(DataStorage:getSettingsDir() .. "/clean.lua")
    self.tick = function()
        self.pages = (self.pages or 0) + 1
        UIManager:scheduleIn(600, self.tick)
    end
    UIManager:scheduleIn(600, self.tick)
    self.ui.menu:registerToMainMenu(self)
end

function Clean:addToMainMenu(menu_items)
    menu_items.clean = {
        text_func = function() return _("Clean") end,
        sorting_hint = "tools",
        sub_item_table = {
            { text = _("Say something"), keep_menu_open = true, callback = function()
                UIManager:show(InfoMessage:new{ text = _("Something") })
            end },
            { text = _("Ask the server"), callback = function()
                if NetworkMgr:isConnected() then http.request("http://books.example/api/clean") end
            end },
            { text = _("Remember"), checked_func = function() return self.settings:isTrue("remember") end,
              callback = function() self.settings:flipNilOrFalse("remember") end },
        },
    }
end

function Clean:onPageUpdate(page)
    self.settings:saveSetting("page", page)
end

function Clean:onFlushSettings()
    self.settings:flush()
end

function Clean:onCloseWidget()
    UIManager:unschedule(self.tick)
    self.settings:flush()
end

return Clean

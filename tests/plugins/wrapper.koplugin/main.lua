--- Members of KOReader replaced, and put back.
local InfoMessage = require("ui/widget/infomessage")
local ReaderUI = require("apps/reader/readerui")
local UIManager = require("ui/uimanager")
local util = require("util")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "wrapper" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.wrapper = {
        text = "Try wrapper",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "wrapper: " .. self.told })
end

function Plugin:try()
    local shown, original = 0, UIManager.show
    UIManager.show = function(manager, widget, ...)
        shown = shown + 1
        return original(manager, widget, ...)
    end
    UIManager:show(InfoMessage:new{ text = "wrapped", timeout = 1 })
    UIManager.show = original
    local wrapped = util.wrapMethod(ReaderUI, "showReader", function(_, ...) self.opened = (...) end, true)
    self.unwrap = function() if wrapped and wrapped.revert then wrapped:revert() end end
    self.unwrap()
    self:tell(shown, debug.getinfo(1, "S").source:match("wrapper%.koplugin/main%.lua") ~= nil, self.path ~= nil)
end

return Plugin

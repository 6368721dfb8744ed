--- An action for gestures, carried out by the Dispatcher.
local Dispatcher = require("dispatcher")
local Event = require("ui/event")
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "gesture_action" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
    self:onDispatcherRegisterActions()
end

function Plugin:addToMainMenu(items)
    items.gesture_action = {
        text = "Try gesture_action",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "gesture_action: " .. self.told })
end

function Plugin:onDispatcherRegisterActions()
    Dispatcher:registerAction("gesture_action_plugin", {
        category = "none", event = "GestureActionPlugin", title = "Gesture action", general = true, separator = true,
    })
    Dispatcher:registerAction("gesture_action_number", {
        category = "absolutenumber", event = "GestureActionPlugin", title = "With a number", min = 1, max = 9,
        general = true,
    })
end

function Plugin:onGestureActionPlugin(number)
    self.asked = (self.asked or 0) + (tonumber(number) or 1)
    return false
end

function Plugin:try()
    UIManager:sendEvent(Event:new("GestureActionPlugin", 2))
    UIManager:broadcastEvent(Event:new("GestureActionPlugin", 3))
    self:tell("asked", self.asked)
end

return Plugin

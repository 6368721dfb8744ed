--- Places of the screen to touch, and keys.
local Device = require("device")
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "zones" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.zones = {
        text = "Try zones",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "zones: " .. self.told })
end

function Plugin:onReaderReady()
    if not Device:isTouchDevice() then return end
    self.ui:registerTouchZones({
        {
            id = "zones_plugin_corner", ges = "tap",
            screen_zone = { ratio_x = 0.45, ratio_y = 0.45, ratio_w = 0.1, ratio_h = 0.1 },
            overrides = { "tap_forward", "tap_backward", "readermenu_tap", "readerconfigmenu_tap" },
            handler = function() self.tapped = true return true end,
        },
    })
    self.registered = true
end

function Plugin:try()
    self:tell(self.registered == true, self.tapped == true)
end

return Plugin

--- Sleep, network and the battery.
local Device = require("device")
local InfoMessage = require("ui/widget/infomessage")
local NetworkMgr = require("ui/network/manager")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "powerwatch" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.powerwatch = {
        text = "Try powerwatch",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "powerwatch: " .. self.told })
end

for _, name in ipairs{ "Suspend", "Resume", "NetworkConnected", "NetworkDisconnecting", "Charging", "FlushSettings" } do
    Plugin["on" .. name] = function(self)
        self.heard = self.heard or {}
        table.insert(self.heard, name)
    end
end

function Plugin:try()
    local powerd = Device:getPowerDevice()
    UIManager:preventStandby()
    UIManager:allowStandby()
    self:tell(powerd:getCapacity(), powerd:isCharging(), NetworkMgr:isWifiOn(), table.concat(self.heard or {}, " "))
end

return Plugin

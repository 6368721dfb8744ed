--- Times and durations in words.
local datetime = require("datetime")
local InfoMessage = require("ui/widget/infomessage")
local Math = require("optmath")
local time = require("ui/time")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "clocks" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.clocks = {
        text = "Try clocks",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "clocks: " .. self.told })
end

function Plugin:try()
    local began = time.now()
    local later = time.s(90) + time.ms(500)
    self:tell(datetime.secondsToClockDuration("classic", 3725, false), datetime.secondsToDate(0, false) ~= nil,
        time.to_ms(later), time.to_s(time.now() - began), Math.round(2.5), os.date("!%Y-%m-%d", 86400),
        os.difftime(10, 4), UIManager:getElapsedTimeSinceBoot() ~= nil)
end

return Plugin

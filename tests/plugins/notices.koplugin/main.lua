--- Messages, questions and tasks that come later.
local ConfirmBox = require("ui/widget/confirmbox")
local InfoMessage = require("ui/widget/infomessage")
local Notification = require("ui/widget/notification")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "notices" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.notices = {
        text = "Try notices",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "notices: " .. self.told })
end

function Plugin:try()
    local late = { ran = 0 }
    self.late = late
    local function count() late.ran = late.ran + 1 end
    UIManager:scheduleIn(2, count)
    UIManager:scheduleIn(3, function() self.after_three = late.ran end)
    UIManager:nextTick(count)
    local never = function() late.ran = late.ran + 100 end
    UIManager:scheduleIn(1, never)
    UIManager:unschedule(never)
    Notification:notify("noted", Notification.SOURCE_ALWAYS_SHOW)
    UIManager:show(ConfirmBox:new{
        text = "Really?",
        ok_text = "Do it",
        ok_callback = function() self:tell("agreed") end,
        cancel_callback = function() self:tell("refused") end,
    })
end

return Plugin

--- A text in the status bar.
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "footertext" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.footertext = {
        text = "Try footertext",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "footertext: " .. self.told })
end

function Plugin:try()
    local footer = self.ui.view and self.ui.view.footer
    if not footer then return self:tell("no book") end
    if not self.content then
        self.content = function() return "F:" .. os.date("!%H") end
        footer:addAdditionalFooterContent(self.content)
    else
        footer:removeAdditionalFooterContent(self.content)
        self.content = nil
    end
    UIManager:broadcastEvent(require("ui/event"):new("UpdateFooter", true))
    self:tell(self.content ~= nil, footer.settings ~= nil)
end

return Plugin

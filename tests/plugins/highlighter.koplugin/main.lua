--- Highlights: what there is, and a button of its own.
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "highlighter" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.highlighter = {
        text = "Try highlighter",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "highlighter: " .. self.told })
end

function Plugin:onReaderReady()
    self.ui.highlight:addToHighlightDialog("13_highlighter", function(this)
        return {
            text = "Highlighter",
            callback = function()
                self.selected = this.selected_text and this.selected_text.text
                this:onClose()
            end,
        }
    end)
end

function Plugin:onAnnotationsModified(items)
    self.modified = (self.modified or 0) + #items
end

function Plugin:onCloseDocument()
    self.ui.highlight:removeFromHighlightDialog("13_highlighter")
end

function Plugin:try()
    local annotation = self.ui.annotation
    if not annotation then return self:tell("no book") end
    local texts = {}
    for _, item in ipairs(annotation.annotations) do
        if item.drawer then texts[#texts + 1] = item.text end
    end
    self:tell(#texts, texts[1], self.modified, (annotation:getNumberOfHighlightsAndNotes()))
end

return Plugin

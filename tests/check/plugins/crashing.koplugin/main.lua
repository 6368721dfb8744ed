local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local Crashing = WidgetContainer:extend{ name = "crashing" }
function Crashing:init()
    self.ui.menu:registerToMainMenu(self)
end
function Crashing:addToMainMenu(menu_items)
    menu_items.crashing = {
        text = "Crashing",
        sorting_hint = "tools",
        sub_item_table_func = function()
            return self.entries.all
        end,
    }
    menu_items.crashing_text = {
        text = "Crashing by its text",
        sorting_hint = "tools",
        sub_item_table = {
            { text_func = function() return "Page " .. self.page end },
        },
    }
    menu_items.crashing_fine = {
        text = "Not crashing",
        sorting_hint = "tools",
        sub_item_table = { { text_func = function() crashing_seen = true return "Seen" end } },
    }
end
function Crashing:onReaderReady()
    UIManager:scheduleIn(2, function() self.document_title:lower() end)
end
return Crashing

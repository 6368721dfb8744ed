--- A list in the whole screen, with pages inside.
local InfoMessage = require("ui/widget/infomessage")
local Menu = require("ui/widget/menu")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "browser" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.browser = {
        text = "Try browser",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "browser: " .. self.told })
end

function Plugin:try()
    local list
    local function inner()
        return { { text = "Chapter one", mandatory = "12" }, { text = "Chapter two", dim = true } }
    end
    list = Menu:new{
        title = "Shelves",
        subtitle = "two of them",
        is_popout = false,
        is_borderless = true,
        title_bar_left_icon = "appbar.menu",
        item_table = {
            { text = "First shelf", callback = function()
                table.insert(list.paths, true)
                list:switchItemTable("Chapters", inner())
                list:updateItems(1, true)
            end },
            { text = "Second shelf", bold = true },
        },
        onMenuHold = function(_, item) self.held = item.text return true end,
        onReturn = function() table.remove(list.paths) list:switchItemTable("Shelves", {}) end,
        onLeftButtonTap = function() self.left = true end,
        onMenuSelect = function(_, item)
            if item.callback then item.callback() end
            return true
        end,
    }
    list.paths = {}
    self.list = list
    UIManager:show(list)
end

return Plugin

--- Buttons in the dialog of a file.
local FileManager = require("apps/filemanager/filemanager")
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "filebuttons" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.filebuttons = {
        text = "Try filebuttons",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "filebuttons: " .. self.told })
end

function Plugin:try()
    local manager = FileManager.instance
    if not manager then return self:tell("in a book") end
    manager:addFileDialogButtons("filebuttons_plugin", function(file, is_file)
        if not is_file then return end
        return { { text = "Mark it", callback = function() self.marked = file end } }
    end)
    manager.file_chooser:refreshPath()
    self:tell(manager.file_chooser.path, #manager.file_chooser.item_table > 0)
end

return Plugin

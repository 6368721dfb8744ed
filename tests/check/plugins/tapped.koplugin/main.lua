local ConfirmBox = require("ui/widget/confirmbox")
local InputDialog = require("ui/widget/inputdialog")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local logger = require("logger")
local Tapped = WidgetContainer:extend{ name = "tapped" }
function Tapped:init()
    self.ui.menu:registerToMainMenu(self)
end
function Tapped:askPassword()
    local dialog
    dialog = InputDialog:new{
        title = "Password", text_type = "password",
        buttons = { {
            { text = "Cancel", id = "close", callback = function() UIManager:close(dialog) end },
            { text = "Log in", callback = function()
                logger.info("logging in with", dialog:getInputText())
                UIManager:close(dialog)
            end },
        } },
    }
    UIManager:show(dialog)
    dialog:onShowKeyboard()
end
function Tapped:addToMainMenu(menu_items)
    menu_items.tapped = {
        text = "Tapped",
        sorting_hint = "tools",
        sub_item_table = {
            { text = "Delete", callback = function()
                UIManager:show(ConfirmBox:new{
                    text = "Delete?",
                    ok_callback = function() error("deleting failed") end,
                    cancel_callback = function() error("keeping failed") end,
                })
            end },
            { text = "Log in", callback = function() self:askPassword() end },
            { text = "Hold me", callback = function() end, hold_callback = function() error("holding failed") end },
            { text = "Exit", callback = function() UIManager:quit() end },
            { text = "Restart", callback = function() UIManager:restartKOReader() end },
            { text = "Disabled", enabled_func = function() return false end, callback = function() error("no") end },
        },
    }
end
return Tapped

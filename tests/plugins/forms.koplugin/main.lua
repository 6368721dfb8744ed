--- Dialogs that ask for text, numbers and choices.
local ButtonDialog = require("ui/widget/buttondialog")
local InfoMessage = require("ui/widget/infomessage")
local InputDialog = require("ui/widget/inputdialog")
local MultiInputDialog = require("ui/widget/multiinputdialog")
local SpinWidget = require("ui/widget/spinwidget")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "forms" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.forms = {
        text = "Try forms",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "forms: " .. self.told })
end

function Plugin:try()
    local answers = {}
    local function last()
        UIManager:show(SpinWidget:new{
            title_text = "How many", value = 3, value_min = 1, value_max = 9, ok_text = "Set", ok_always_enabled = true,
            callback = function(spin) self:tell(answers.name, answers.user, answers.choice, spin.value) end,
        })
    end
    local function choose()
        local dialog
        dialog = ButtonDialog:new{
            title = "Which", title_align = "center",
            buttons = { { { text = "Left", callback = function()
                answers.choice = "left"
                UIManager:close(dialog)
                last()
            end }, { text = "Right", enabled = false } } },
        }
        UIManager:show(dialog)
    end
    local function login()
        local dialog
        dialog = MultiInputDialog:new{
            title = "Log in",
            fields = { { hint = "User", text = "mira" }, { hint = "Password", text_type = "password", text = "x" } },
            buttons = { { { text = "Enter", is_enter_default = true, callback = function()
                answers.user = dialog:getFields()[1]
                UIManager:close(dialog)
                choose()
            end } } },
        }
        UIManager:show(dialog)
        dialog:onShowKeyboard()
    end
    local dialog
    dialog = InputDialog:new{
        title = "Name", input = "device", input_hint = "any",
        buttons = { { { text = "Cancel", id = "close", callback = function() UIManager:close(dialog) end },
            { text = "Save", is_enter_default = true, callback = function()
                answers.name = dialog:getInputText()
                UIManager:close(dialog)
                login()
            end } } },
    }
    UIManager:show(dialog)
    dialog:onShowKeyboard()
end

return Plugin

--- Going to a page that the reader names (specs/koreader-ui.md §5.9).
-- fidelity: partial: by number or percentage; skimming is not there
local Event = require("ui/event")
local InputContainer = require("ui/widget/container/inputcontainer")
local InputDialog = require("ui/widget/inputdialog")
local UIManager = require("ui/uimanager")
local _ = require("gettext")

local ReaderGoto = InputContainer:extend{}

function ReaderGoto:init()
    self.ui.menu:registerToMainMenu(self)
end

local function leave(self)
    self.ui.link:addCurrentLocationToStack()
end

function ReaderGoto:onShowGotoDialog()
    local dialog
    local function close()
        UIManager:close(dialog)
    end
    local function go()
        local number = tonumber(dialog:getInputText())
        if not number then return end
        close()
        leave(self)
        self.ui:handleEvent(Event:new("GotoPage", number))
    end
    local function goPercent()
        local percent = tonumber(dialog:getInputText())
        if not percent then return end
        close()
        leave(self)
        self.ui:handleEvent(Event:new("GotoPercent", percent))
    end
    dialog = InputDialog:new{
        title = _("Enter page number or percentage"),
        input_hint = ("%d (1 - %d)"):format(self.ui:getCurrentPage(), self.document:getPageCount()),
        input_type = "number",
        buttons = {
            { { text = _("Go to page"), is_enter_default = true, callback = go },
                { text = _("Go to %"), callback = goPercent } },
            { { text = _("Cancel"), id = "close", callback = close } },
        },
    }
    self.goto_dialog = dialog
    UIManager:show(dialog)
    dialog:onShowKeyboard()
    return true
end

local function goTo(self, page)
    if page and page > 0 then
        leave(self)
        self.ui:handleEvent(Event:new("GotoPage", page))
    end
    return true
end

function ReaderGoto:onGoToBeginning()
    return goTo(self, self.document:getNextPage(0))
end

function ReaderGoto:onGoToEnd()
    return goTo(self, self.document:getPrevPage(0))
end

function ReaderGoto:addToMainMenu(menu_items)
    menu_items.go_to = { text = _("Go to page"), callback = function() self:onShowGotoDialog() end }
end

return ReaderGoto

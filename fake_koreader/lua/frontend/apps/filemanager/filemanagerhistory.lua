--- The list of books by the time of their last reading.
-- fidelity: partial: the list and the dialog of a book; filters and searches are not there
local BookList = require("ui/widget/booklist")
local ReadHistory = require("readhistory")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local filemanagerutil = require("apps/filemanager/filemanagerutil")
local T = require("ffi/util").template
local _ = require("gettext")

local FileManagerHistory = WidgetContainer:extend{}

function FileManagerHistory:init()
    self.ui.menu:registerToMainMenu(self)
end

local function rowsOf(self)
    local rows = {}
    for i, item in ipairs(ReadHistory.hist) do
        rows[i] = {
            text = item.text,
            file = item.file,
            dim = item.dim,
            mandatory = item.mandatory,
            callback = not item.dim and function()
                UIManager:close(self.booklist_menu)
                filemanagerutil.openFile(self.ui, item.file)
            end or nil,
        }
    end
    return rows
end

local function titleOf(rows)
    return T(_("History (%1)"), #rows)
end

function FileManagerHistory:onShowHist()
    ReadHistory:reload()
    local rows = rowsOf(self)
    local list
    list = BookList:new{
        name = "history",
        title = titleOf(rows),
        item_table = rows,
        ui = self.ui,
        _manager = self,
        onMenuHold = self.onMenuHold,
        close_callback = function() UIManager:close(list) end,
    }
    self.booklist_menu = list
    UIManager:show(list)
    return true
end

--- Fills the list again.
function FileManagerHistory:updateItemTable()
    local rows = rowsOf(self)
    self.booklist_menu:switchItemTable(titleOf(rows), rows, -1)
end

--- The dialog of a book in the list; `self` is the list.
function FileManagerHistory:onMenuHold(item)
    local manager = self._manager
    return require("apps/filemanager/bookdialog")(self, item.file, {
        text = _("Remove from history"),
        callback = function()
            ReadHistory:removeItemByPath(item.file)
            manager:updateItemTable()
        end,
    }, function() manager:updateItemTable() end)
end

--- Lists go away when a book opens.
function FileManagerHistory:onSetupShowReader()
    if self.booklist_menu and UIManager:isWidgetShown(self.booklist_menu) then UIManager:close(self.booklist_menu) end
end

function FileManagerHistory:onOpenLastDoc()
    local file = ReadHistory:getPreviousFile(self.ui.document and self.ui.document.file)
    if file then filemanagerutil.openFile(self.ui, file, nil, true) end
    return true
end

function FileManagerHistory:addToMainMenu(menu_items)
    menu_items.history = { text = _("History"), callback = function() self:onShowHist() end }
    local previous = self.ui.document and "open_previous_document" or "open_last_document"
    menu_items[previous] = {
        text = self.ui.document and _("Open previous document") or _("Open last document"),
        enabled_func = function()
            return ReadHistory:getPreviousFile(self.ui.document and self.ui.document.file) ~= nil
        end,
        callback = function() self:onOpenLastDoc() end,
    }
end

return FileManagerHistory

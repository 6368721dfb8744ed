--[[--
Whether the reader has finished a book, and what happens at its end (specs/koreader-ui.md §4.3). A change of status
sends no event.
]]
local BookList = require("ui/widget/booklist")
local BookStatusWidget = require("ui/widget/bookstatuswidget")
local ButtonDialog = require("ui/widget/buttondialog")
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local _ = require("gettext")

local ReaderStatus = WidgetContainer:extend{}

function ReaderStatus:init()
    self.ui.menu:registerToMainMenu(self)
end

-- Only in memory; written with everything else.
function ReaderStatus:_setStatus(status)
    local summary = self.ui.doc_settings:readSetting("summary", {})
    summary.status = status
    summary.modified = os.date("%Y-%m-%d", os.time())
    BookList.setBookInfoCacheProperty(self.document.file, "status", status)
end

--- Finished, or (without `mark_read`, when it was finished) being read again.
function ReaderStatus:markBook(mark_read)
    local finished = self.ui.doc_settings:readSetting("summary", {}).status == "complete"
    self:_setStatus((mark_read or not finished) and "complete" or "reading")
end

function ReaderStatus:onShowBookStatus(close_callback)
    UIManager:show(BookStatusWidget:new{
        thumbnail = nil,
        props = self.ui.doc_props,
        document = self.document,
        ui = self.ui,
        close_callback = close_callback,
    })
    return true
end

-- The end of the book -----------------------------------------------------------------------------------------------

function ReaderStatus:_nextFile()
    local folder = self.document.file:match("^(.*)/[^/]*$") or "."
    local FileChooser = require("ui/widget/filechooser")
    local name = self.document.file:match("([^/]+)$")
    local found
    local chooser = FileChooser:new{ path = folder, show_parent = self.ui }
    for _i, item in ipairs(chooser.item_table) do
        if item.is_file then
            if found then return item.path end
            found = item.text == name
        end
    end
end

function ReaderStatus:onOpenNextOrPreviousFileInFolder()
    local file = self:_nextFile()
    if file then
        self.ui:switchDocument(file)
    else
        UIManager:show(InfoMessage:new{
            text = _("This is the last file in the current folder. No next file to open."),
        })
    end
    return true
end

function ReaderStatus:_toFileBrowser()
    self.ui:closeToFileManager()
end

function ReaderStatus:_showEndDialog()
    local dialog
    local function button(text, callback)
        return {
            text = _(text),
            callback = function()
                UIManager:close(dialog)
                callback()
            end,
        }
    end
    local finished = self.ui.doc_settings:readSetting("summary", {}).status == "complete"
    dialog = ButtonDialog:new{
        name = "end_document",
        title = _("You've reached the end of the document.\nWhat would you like to do?"),
        title_align = "center",
        buttons = {
            { button(finished and "Mark as reading" or "Mark as finished", function() self:markBook() end),
                button("Book status", function() self:onShowBookStatus() end) },
            { button("Go to beginning", function() self.ui.gotopage:onGoToBeginning() end),
                button("Open next file", function() self:onOpenNextOrPreviousFileInFolder() end) },
            { button("Delete file", function() self:_deleteFile() end),
                button("File browser", function() self:_toFileBrowser() end) },
        },
    }
    UIManager:show(dialog)
end

function ReaderStatus:_deleteFile()
    local FileManager = require("apps/filemanager/filemanager")
    local ui, file = self.ui, self.document.file
    FileManager:showDeleteFileDialog(file, function()
        FileManager:showFiles(file:match("^(.*)/[^/]*$"))
    end, function() ui:onClose() end)
end

-- What each value of the setting `end_document_action` does. What leaves the book waits for the next tick.
local ACTIONS = {
    ["pop-up"] = function(self) self:_showEndDialog() end,
    book_status = function(self) self:onShowBookStatus() end,
    next_file = function(self)
        UIManager:nextTick(function() self:onOpenNextOrPreviousFileInFolder() end)
    end,
    goto_beginning = function(self) self.ui.gotopage:onGoToBeginning() end,
    file_browser = function(self)
        UIManager:nextTick(function() self:_toFileBrowser() end)
    end,
    mark_read = function(self)
        self:markBook(true)
        UIManager:show(InfoMessage:new{
            text = _("You've reached the end of the document.\nThe current book is marked as finished."), timeout = 3,
        })
    end,
    book_status_file_browser = function(self)
        self:onShowBookStatus(function() self:_toFileBrowser() end)
    end,
    delete_file = function(self)
        UIManager:nextTick(function() self:_deleteFile() end)
    end,
}

-- The dialog is there already: turning further does not stack another.
local function isAsking()
    local top = UIManager:getTopmostVisibleWidget()
    return top and top.name == "end_document"
end

--- The reader turned beyond the last page.
function ReaderStatus:onEndOfBook()
    if isAsking() then return true end
    if G_reader_settings:isTrue("end_document_auto_mark") then self:markBook(true) end
    local act = ACTIONS[G_reader_settings:readSetting("end_document_action") or "pop-up"]
    if act then act(self) end
end

function ReaderStatus:addToMainMenu(menu_items)
    menu_items.book_status = { text = _("Book status"), callback = function() self:onShowBookStatus() end }
end

return ReaderStatus

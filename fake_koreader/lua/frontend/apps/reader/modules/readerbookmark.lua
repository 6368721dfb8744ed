--- Bookmarks of pages, notes, and the list of both (specs/koreader-ui.md §4.5, §5.8).
-- fidelity: partial: the list has no filters, searches or details
local Event = require("ui/event")
local InputContainer = require("ui/widget/container/inputcontainer")
local InputDialog = require("ui/widget/inputdialog")
local UIManager = require("ui/uimanager")
local T = require("ffi/util").template
local _ = require("gettext")

local ReaderBookmark = InputContainer:extend{}

function ReaderBookmark:init()
    self.ui.menu:registerToMainMenu(self)
end

--- "bookmark", "highlight" or "note". Called with a dot.
function ReaderBookmark.getBookmarkType(item)
    if not item.drawer then return "bookmark" end
    return item.note and "note" or "highlight"
end

--- Page number of an annotation, a page or an xpointer.
function ReaderBookmark:getBookmarkPageNumber(page_or_xpointer)
    if type(page_or_xpointer) == "table" then page_or_xpointer = page_or_xpointer.page end
    if type(page_or_xpointer) == "number" then return page_or_xpointer end
    return self.document:getPageFromXPointer(page_or_xpointer)
end

--- The page as a reader calls it.
function ReaderBookmark:getBookmarkPageString(page)
    if self.ui.pagemap and self.ui.pagemap:wantsPageLabels() then
        return tostring(self.ui.pagemap:getXPointerPageLabel(page, true))
    end
    return tostring(self:getBookmarkPageNumber(page))
end

--- The current place: an xpointer, or in paged books the page.
function ReaderBookmark:getCurrentPageNumber()
    return self.ui.paging and self.ui.paging:getLastProgress() or self.document:getXPointer()
end

local function bookmarkIndex(self, page_or_xpointer)
    local page = self:getBookmarkPageNumber(page_or_xpointer)
    for i, item in ipairs(self.ui.annotation.annotations) do
        if not item.drawer and self:getBookmarkPageNumber(item.page) == page then return i end
    end
end

function ReaderBookmark:isPageBookmarked(page_or_xpointer)
    return bookmarkIndex(self, page_or_xpointer or self:getCurrentPageNumber()) ~= nil
end

--- Set or remove the bookmark of a page (of the current one).
function ReaderBookmark:toggleBookmark(pageno)
    local place = self:getCurrentPageNumber()
    if pageno then place = self.ui.rolling and self.document:getPageXPointer(pageno) or pageno end
    local annotations = self.ui.annotation.annotations
    local index = bookmarkIndex(self, place)
    local item
    if index then
        item = table.remove(annotations, index)
        index = -index
    else
        local chapter = self.ui.toc:getTocTitleByPage(place)
        if chapter == "" then chapter = nil end
        item = { page = place, text = chapter and T(_("in %1"), chapter), chapter = chapter }
        index = self.ui.annotation:addItem(item)
    end
    self.view.dogear_visible = index > 0
    self.ui:handleEvent(Event:new("AnnotationsModified", { item, index_modified = index }))
end

function ReaderBookmark:onToggleBookmark()
    self:toggleBookmark()
    return true
end

function ReaderBookmark:onPageUpdate(page)
    self:_showDogear(page)
end

function ReaderBookmark:onPosUpdate(_pos, page)
    self:_showDogear(page)
end

function ReaderBookmark:_showDogear(page)
    local visible = #self.ui.annotation.annotations > 0 and bookmarkIndex(self, page) ~= nil
    if visible ~= self.view.dogear_visible then
        self.ui:handleEvent(Event:new("SetDogearVisibility", visible))
    end
end

-- Removing ----------------------------------------------------------------------------------------------------------

--- Remove an item; nobody is told.
function ReaderBookmark:removeItemByIndex(index)
    table.remove(self.ui.annotation.annotations, index)
end

--- Remove an item as its kind wants it.
function ReaderBookmark:removeItem(item, index)
    index = index or self.ui.annotation:getItemIndex(item)
    if not index then return end
    if item.drawer then
        self.ui.highlight:deleteHighlight(index)
    else
        self:removeItemByIndex(index)
    end
end

-- Notes -------------------------------------------------------------------------------------------------------------

local function tellOfNote(self, item, had_note)
    if (item.note ~= nil) == had_note or not item.drawer then return end
    local gained = item.note and 1 or -1
    self.ui:handleEvent(Event:new("AnnotationsModified", {
        item, nb_highlights_added = -gained, nb_notes_added = gained,
    }))
end

local function store(self, index, text)
    local item = self.ui.annotation.annotations[index]
    local had_note = item.note ~= nil
    item.note = text ~= "" and text or nil
    tellOfNote(self, item, had_note)
end

--- Ask for the note of an item.
-- @tparam bool is_new the item was made for this note: cancelling removes it
-- @tparam string new_note what the field holds, instead of the present note
-- @tparam function caller_callback called after saving
function ReaderBookmark:setBookmarkNote(index, is_new, new_note, caller_callback)
    local item = self.ui.annotation.annotations[index]
    local dialog
    local function cancel()
        UIManager:close(dialog)
        if is_new then self:removeItem(item, index) end
    end
    local function save()
        store(self, index, dialog:getInputText())
        UIManager:close(dialog)
        if caller_callback then caller_callback() end
    end
    dialog = InputDialog:new{
        title = _("Edit note"),
        description = item.text,
        input = new_note or item.note or "",
        allow_newline = true,
        buttons = { {
            { text = _("Cancel"), id = "close", callback = cancel },
            { text = _("Save"), is_enter_default = true, callback = save },
        } },
    }
    self.note_dialog = dialog
    UIManager:show(dialog)
    dialog:onShowKeyboard()
end

-- Going there -------------------------------------------------------------------------------------------------------

--- @param page_or_xpointer where the item is @param marker_xpointer where to put the mark
function ReaderBookmark:gotoBookmark(page_or_xpointer, marker_xpointer)
    if not page_or_xpointer then return end
    local name = type(page_or_xpointer) == "number" and "GotoPage" or "GotoXPointer"
    self.ui:handleEvent(Event:new(name, page_or_xpointer, name == "GotoXPointer" and marker_xpointer or nil))
end

--- The item that was made or changed last.
function ReaderBookmark:getLatestBookmark()
    local latest, latest_index
    for i, item in ipairs(self.ui.annotation.annotations) do
        local moment = item.datetime_updated or item.datetime
        if not latest or moment > (latest.datetime_updated or latest.datetime) then latest, latest_index = item, i end
    end
    return latest, latest_index
end

function ReaderBookmark:onGoToLatestBookmark()
    local item = self:getLatestBookmark()
    if item then
        self.ui.link:addCurrentLocationToStack()
        self:gotoBookmark(item.page, item.pos0)
    end
    return true
end

--- The list of all of them; a tap goes there.
function ReaderBookmark:onShowBookmark()
    local Menu = require("ui/widget/menu")
    local rows, list = {}, nil
    for i, item in ipairs(self.ui.annotation.annotations) do
        rows[i] = {
            text = item.note or item.text or _("Page bookmark"),
            mandatory = self:getBookmarkPageString(item.page),
            callback = function()
                UIManager:close(list)
                self.ui.link:addCurrentLocationToStack()
                self:gotoBookmark(item.page, item.pos0)
            end,
        }
    end
    list = Menu:new{
        title = T(_("Bookmarks (%1)"), #rows), item_table = rows, covers_fullscreen = true, is_borderless = true,
        close_callback = function() UIManager:close(list) end,
    }
    self.bookmark_menu = list
    UIManager:show(list)
    return true
end

function ReaderBookmark:addToMainMenu(menu_items)
    menu_items.bookmarks = { text = _("Bookmarks"), callback = function() self:onShowBookmark() end }
end

return ReaderBookmark

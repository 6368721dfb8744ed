--[[--
The annotations of a book: bookmarks, highlights and notes in the order of their positions (specs/koreader-ui.md §5.8).
]]
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local ReaderAnnotation = WidgetContainer:extend{
    annotations = nil,
    needs_update = false,
}

local function now()
    return os.date("%Y-%m-%d %H:%M:%S", os.time())
end

function ReaderAnnotation:init()
    self.annotations = {}
end

-- Positions are strings in reflowable books and tables or numbers in paged ones.
local function fits(self, list)
    local first = list[1]
    return not first or (type(first.page) == "number") == (self.ui.paging ~= nil)
end

local STASH = { [true] = "annotations_paging", [false] = "annotations_rolling" }

function ReaderAnnotation:onReadSettings(config)
    local list = config:readSetting("annotations")
    local paged = self.ui.paging ~= nil
    if list and not fits(self, list) then
        -- The other engine's: kept aside until that one opens the book again.
        config:saveSetting(STASH[not paged], list)
        list = config:readSetting(STASH[paged])
        config:saveSetting("annotations", list)
    end
    self.annotations = list or {}
    if config:isTrue("annotations_externally_modified") then self.externally_modified = true end
end

function ReaderAnnotation:onReaderReady(config)
    if self.externally_modified then
        self:updateAnnotations(true, true)
        config:delSetting("annotations_externally_modified")
        self.externally_modified = nil
    end
end

function ReaderAnnotation:onDocumentRerendered()
    self.needs_update = true
end

function ReaderAnnotation:setNeedsUpdateFlag()
    self.needs_update = true
end

function ReaderAnnotation:onSaveSettings()
    local list = self.annotations
    self:updatePageNumbers()
    self.ui.doc_settings:saveSetting("annotations", list)
end

-- When settings are saved the book is closed already: page numbers have to be asked for now.
function ReaderAnnotation:onCloseDocument() self:updatePageNumbers() end

-- Order -------------------------------------------------------------------------------------------------------------

local function topOf(item)
    local at = item.pos0
    return type(at) == "table" and at or { page = item.page, x = 0, y = 0 }
end

-- Whether `a` comes before `b`; a page's bookmark comes before its highlights.
function ReaderAnnotation:_before(a, b)
    if (not a.drawer) ~= (not b.drawer) and self:_pageOf(a) == self:_pageOf(b) then return not a.drawer end
    if self.ui.paging then
        if a.page ~= b.page then return a.page < b.page end
        return self.document:comparePositions(topOf(a), topOf(b)) == 1
    end
    local document = self.document
    local order = document:compareXPointers(a.page, b.page)
    if order == 0 and a.pos1 and b.pos1 then order = document:compareXPointers(a.pos1, b.pos1) end
    -- What is not in the book goes to the end.
    if order == nil then return document:isXPointerInDocument(a.page) and not document:isXPointerInDocument(b.page) end
    return order == 1
end

function ReaderAnnotation:_pageOf(item)
    return type(item.page) == "number" and item.page or self.document:getPageFromXPointer(item.page)
end

--- Where an item belongs.
function ReaderAnnotation:getInsertionIndex(item)
    local list = self.annotations
    local low, high = 1, #list + 1
    while low < high do
        local middle = math.floor((low + high) / 2)
        if self:_before(item, list[middle]) then high = middle else low = middle + 1 end
    end
    return low
end

--- Sort a list of items by position, keeping the order of equals.
function ReaderAnnotation:sortItems(items)
    for i = 2, #items do
        local item, at = items[i], i
        while at > 1 and self:_before(item, items[at - 1]) do
            items[at] = items[at - 1]
            at = at - 1
        end
        items[at] = item
    end
end

-- Items -------------------------------------------------------------------------------------------------------------

--- Add an item where it belongs; nobody is told. @treturn number its index
function ReaderAnnotation:addItem(item)
    item.datetime = item.datetime or now()
    item.pageno = self:_pageOf(item)
    if self.ui.pagemap and self.ui.pagemap:wantsPageLabels() then
        item.pageref = self.ui.pagemap:getXPointerPageLabel(item.page)
    end
    local index = self:getInsertionIndex(item)
    table.insert(self.annotations, index, item)
    return index
end

local function samePlace(a, b)
    if type(a) ~= "table" or type(b) ~= "table" then return a == b end
    return a.page == b.page and a.x == b.x and a.y == b.y
end

--- A function that says whether two items are the same annotation.
function ReaderAnnotation:getMatchFunc()
    return function(a, b)
        return a.page == b.page and samePlace(a.pos0, b.pos0) and samePlace(a.pos1, b.pos1)
            and (not a.datetime or not b.datetime or a.datetime == b.datetime)
    end
end

--- Index of an item, nil when it is not there.
function ReaderAnnotation:getItemIndex(item)
    local same = self:getMatchFunc()
    for i, known in ipairs(self.annotations) do
        if known == item or same(known, item) then return i end
    end
    return nil
end

function ReaderAnnotation:getNumberOfAnnotations() return #self.annotations end

function ReaderAnnotation:hasAnnotations() return self.annotations[1] ~= nil end

--- How many highlights without a note there are, and how many with one.
function ReaderAnnotation:getNumberOfHighlightsAndNotes()
    local highlights, notes = 0, 0
    for _, item in ipairs(self.annotations) do
        if item.drawer then
            if item.note then notes = notes + 1 else highlights = highlights + 1 end
        end
    end
    return highlights, notes
end

--- An edit dates the item that was edited.
function ReaderAnnotation:onAnnotationsModified(items)
    if items.index_modified == nil or items.modify_datetime then
        items[1].datetime_updated = now()
    end
end

--- Page numbers as they are now; and the order, when asked for.
function ReaderAnnotation:updateAnnotations(needs_update, needs_sort)
    if needs_update then
        self.needs_update = true
        self:updatePageNumbers()
    end
    if needs_sort then self:sortItems(self.annotations) end
end

--- Work the page numbers out anew where that is due; not possible once the book is closed.
function ReaderAnnotation:updatePageNumbers(force)
    if not (force or self.needs_update) or not self.ui.document then return end
    self.needs_update = false
    for _, item in ipairs(self.annotations) do item.pageno = self:_pageOf(item) end
end

--- Write the annotations to a file beside the book's settings.
function ReaderAnnotation:onExportAnnotations()
    require("not_emulated")("apps/reader/modules/readerannotation", "onExportAnnotations")
end

return ReaderAnnotation

--- The table of contents, and where a page is in it (specs/koreader-ui.md §5.7).
local InputContainer = require("ui/widget/container/inputcontainer")
local Event = require("ui/event")
local UIManager = require("ui/uimanager")
local _ = require("gettext")

local ReaderToc = InputContainer:extend{
    pageno = 1,
    toc = nil,
    ticks = nil,
}

function ReaderToc:init()
    self.ui.menu:registerToMainMenu(self)
end

function ReaderToc:onPageUpdate(page)
    self.pageno = page
end

function ReaderToc:onPosUpdate(_pos, page)
    if page then self.pageno = page end
end

function ReaderToc:onDocumentRerendered()
    self.ui:handleEvent(Event:new("TocReset"))
end

function ReaderToc:onTocReset()
    self:resetToc()
end

function ReaderToc:resetToc()
    self.toc, self.ticks, self.flat_ticks = nil, nil, nil
end

-- Entries -----------------------------------------------------------------------------------------------------------

--- Read the table from the book, once.
function ReaderToc:fillToc()
    if self.toc then return end
    self.toc = self.document:getToc() or {}
    local counts = {}
    for _i, entry in ipairs(self.toc) do
        entry.depth = entry.depth or 1
        counts[entry.depth] = (counts[entry.depth] or 0) + 1
        entry.seq_in_level = counts[entry.depth]
    end
end

--- A title on one line.
function ReaderToc:cleanUpTocTitle(title)
    return (title:gsub("[\r\n\t ]+", " "):gsub("^ ", ""):gsub(" $", ""))
end

local function pageOf(self, page_or_xpointer)
    if type(page_or_xpointer) == "string" then return self.document:getPageFromXPointer(page_or_xpointer) end
    return page_or_xpointer
end

--- Index of the first entry on a page, else of the last one before it; nil before the first.
function ReaderToc:getTocIndexByPage(page_or_xpointer)
    self:fillToc()
    local page = pageOf(self, page_or_xpointer)
    if not page then return nil end
    local last
    for i, entry in ipairs(self.toc) do
        if entry.page == page then return i end
        if entry.page > page then break end
        last = i
    end
    return last
end

-- With an xpointer the chapter is the one that the very place lies in, not the first on its page.
local function indexOfPlace(self, xpointer)
    local last
    for i, entry in ipairs(self.toc) do
        if not entry.xpointer or self.document:compareXPointers(entry.xpointer, xpointer) == -1 then break end
        last = i
    end
    return last
end

--- Title of the chapter of a place, "" when there is none.
function ReaderToc:getTocTitleByPage(page_or_xpointer)
    self:fillToc()
    local index
    if type(page_or_xpointer) == "string" and self.toc[1] and self.toc[1].xpointer then
        index = indexOfPlace(self, page_or_xpointer)
    else
        index = self:getTocIndexByPage(page_or_xpointer)
    end
    return index and self:cleanUpTocTitle(self.toc[index].title) or ""
end

function ReaderToc:getTocTitleOfCurrentPage()
    return self.pageno and self:getTocTitleByPage(self.pageno) or ""
end

--- Titles of the chapter and of those it is in, the outermost first.
function ReaderToc:getFullTocTitleByPage(page)
    local index = self:getTocIndexByPage(page)
    local titles = {}
    local depth = math.huge
    for i = index or 0, 1, -1 do
        local entry = self.toc[i]
        if entry.depth < depth then
            table.insert(titles, 1, self:cleanUpTocTitle(entry.title))
            depth = entry.depth
        end
    end
    return titles
end

function ReaderToc:getMaxDepth()
    self:fillToc()
    local deepest = 0
    for _i, entry in ipairs(self.toc) do deepest = math.max(deepest, entry.depth) end
    return deepest
end

-- Ticks: pages on which something begins ----------------------------------------------------------------------

local function sortedUnique(pages)
    table.sort(pages)
    local unique = {}
    for _i, page in ipairs(pages) do
        if unique[#unique] ~= page then unique[#unique + 1] = page end
    end
    return unique
end

--- Pages on which a chapter of that level (from 1; counted from the deepest when negative) begins; all levels by level.
function ReaderToc:getTocTicks(level)
    self:fillToc()
    if not self.ticks then
        local by_level = {}
        for i = 1, self:getMaxDepth() do by_level[i] = {} end
        for _i, entry in ipairs(self.toc) do table.insert(by_level[entry.depth], entry.page) end
        for i, pages in ipairs(by_level) do by_level[i] = sortedUnique(pages) end
        self.ticks = by_level
    end
    if not level then return self.ticks end
    return self.ticks[level < 0 and #self.ticks + level + 1 or level] or {}
end

--- All pages on which something begins.
function ReaderToc:getTocTicksFlattened()
    if not self.flat_ticks then
        local pages = {}
        for _i, level in ipairs(self:getTocTicks()) do
            for _j, page in ipairs(level) do pages[#pages + 1] = page end
        end
        self.flat_ticks = sortedUnique(pages)
    end
    return self.flat_ticks
end

local function startOf(self, page)
    local start
    for _i, tick in ipairs(self:getTocTicksFlattened()) do
        if tick > page then break end
        start = tick
    end
    return start
end

--- Page of the next chapter, nil in the last one.
function ReaderToc:getNextChapter(page)
    for _i, tick in ipairs(self:getTocTicksFlattened()) do
        if tick > page then return tick end
    end
    return nil
end

--- Page of the last beginning before this page.
function ReaderToc:getPreviousChapter(page)
    return startOf(self, page - 1)
end

function ReaderToc:isChapterStart(page)
    return startOf(self, page) == page
end

function ReaderToc:isChapterEnd(page)
    local next_start = self:getNextChapter(page)
    return next_start ~= nil and next_start == page + 1
end

--- Pages of the chapter that a page is in.
function ReaderToc:getChapterPageCount(page)
    local start = startOf(self, page) or 1
    local next_start = self:getNextChapter(page) or self.document.info.number_of_pages + 1
    return next_start - start
end

--- Pages until the next chapter begins; nil in the last one.
function ReaderToc:getChapterPagesLeft(page)
    local next_start = self:getNextChapter(page)
    return next_start and next_start - page - 1 or nil
end

--- Pages of the chapter before this one; nil before the first chapter.
function ReaderToc:getChapterPagesDone(page)
    local start = startOf(self, page)
    return start and page - start or nil
end

-- The window --------------------------------------------------------------------------------------------------------

function ReaderToc:onShowToc()
    self:fillToc()
    local Menu = require("ui/widget/menu")
    local rows, list = {}, nil
    for i, entry in ipairs(self.toc) do
        entry.index = i
        rows[i] = {
            text = ("  "):rep(entry.depth - 1) .. self:cleanUpTocTitle(entry.title),
            mandatory = tostring(entry.page),
            callback = function()
                UIManager:close(list)
                self.ui.link:addCurrentLocationToStack()
                if entry.xpointer then
                    self.ui:handleEvent(Event:new("GotoXPointer", entry.xpointer, entry.xpointer))
                else
                    self.ui:handleEvent(Event:new("GotoPage", entry.page))
                end
            end,
        }
    end
    list = Menu:new{
        title = _("Table of Contents"), item_table = rows, covers_fullscreen = true, is_borderless = true,
        close_callback = function() UIManager:close(list) end,
    }
    self.toc_menu = list
    UIManager:show(list)
    return true
end

function ReaderToc:addToMainMenu(menu_items)
    menu_items.table_of_contents = { text = _("Table of contents"), callback = function() self:onShowToc() end }
end

return ReaderToc

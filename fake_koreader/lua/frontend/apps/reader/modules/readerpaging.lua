--[[--
Where the reader is in a paged book, and how to go elsewhere (specs/koreader-ui.md §4.2.3, §4.3, §5.5): one page at a
time, or a continuous strip of pages that moves by a screen (`readerstrip`).
]]
-- fidelity: partial: page and strip; two pages side by side, flipping and dragging are not there
local Event = require("ui/event")
local InputContainer = require("ui/widget/container/inputcontainer")
local Strip = require("apps/reader/modules/readerstrip")

local ReaderPaging = InputContainer:extend{
    current_page = 0,
    number_of_pages = 0,
    page_positions = nil,
    flipping_zoom_mode = "page",
    flipping_scroll_mode = false,
    inverse_reading_order = false,
}

require("apps/reader/modules/readerturning")(ReaderPaging, "paging")

function ReaderPaging:init()
    self.page_positions = {}
    self.number_of_pages = self.document.info.number_of_pages
    self.strip = Strip:new(self)
    self:_listenToHands()
end

function ReaderPaging:onReadSettings(config)
    self.page_positions = config:readSetting("page_positions") or {}
    self.flipping_zoom_mode = config:readSetting("flipping_zoom_mode") or "page"
    self.flipping_scroll_mode = config:isTrue("flipping_scroll_mode")
    self:_gotoPage(config:readSetting("last_page") or 1)
end

function ReaderPaging:onSaveSettings()
    local settings = self.ui.doc_settings
    self.page_positions[self.current_page] = self:getPagePosition(self.current_page)
    settings:saveSetting("page_positions", self.page_positions)
    settings:saveSetting("last_page", self:getLastProgress())
    settings:saveSetting("percent_finished", self:getLastPercent())
    settings:saveSetting("flipping_zoom_mode", self.flipping_zoom_mode)
    settings:saveSetting("flipping_scroll_mode", self.flipping_scroll_mode)
end

-- Position ----------------------------------------------------------------------------------------------------------

--- The page at the top of the screen.
function ReaderPaging:getLastProgress()
    return self.view.page_scroll and self.strip.page or self.current_page
end

--- Part of the book that is read, 0 to 1.
function ReaderPaging:getLastPercent()
    if self.number_of_pages == 0 then return 0 end
    return self.current_page / self.number_of_pages
end

--- How far down a page the reader was, 0 to 1.
function ReaderPaging:getPagePosition(page)
    return self.page_positions[page] or 0
end

--- What GotoPage and RestoreBookLocation take.
function ReaderPaging:getBookLocation()
    return { { page = self:getLastProgress(), offset = self.strip.offset, zoom = self.view.state.zoom } }
end

function ReaderPaging:onRestoreBookLocation(location)
    local place = location and location[1]
    if not place then return end
    self:_gotoPage(place.page)
    self.strip:goTo(place.page, place.offset)
    return true
end

--- Two pages side by side are not emulated, and never on.
function ReaderPaging:isDualPageEnabled() return false end

-- Jumping -----------------------------------------------------------------------------------------------------------

-- Everybody hears of the page; `mode` says how it was reached.
function ReaderPaging:_tellPage(page, mode)
    self.current_page = page
    self.ui:handleEvent(Event:new("PageUpdate", page, mode))
end

-- Go to a page, or to the nearest there is.
function ReaderPaging:_gotoPage(page)
    page = math.min(math.max(page, 1), math.max(self.number_of_pages, 1))
    self.strip:goTo(page, 0)
    self:_tellPage(page)
    return true
end

local function tellPosition(self)
    self.ui:handleEvent(Event:new("PagePositionUpdated"))
end

--- @tparam number page from 1
-- @tparam number pos how far down the page, 0 to 1
function ReaderPaging:onGotoPage(page, pos)
    if not page then return true end
    local in_range = page >= 1 and page <= self.number_of_pages
    local moves = page ~= self.current_page
    if pos then self.page_positions[page] = pos end
    tellPosition(self)
    self:_gotoPage(page)
    if not pos and in_range and moves then self:_gotoPage(page) end
    return true
end

function ReaderPaging:onGotoRelativePage(count)
    return self:onGotoPage(self.current_page + count)
end

--- @tparam number ratio 0 to 1
function ReaderPaging:onGotoPercentage(ratio)
    ratio = math.min(math.max(ratio, 0), 1)
    return self:onGotoPage(math.max(1, math.floor(ratio * self.number_of_pages + 0.5)))
end

--- @tparam number percent 0 to 100
function ReaderPaging:onGotoPercent(percent)
    return self:onGotoPercentage(percent / 100)
end

local function toChapter(self, page)
    if page then
        self.ui.link:addCurrentLocationToStack()
        self:onGotoPage(page)
    end
    return true
end

function ReaderPaging:onGotoNextChapter()
    return toChapter(self, self.ui.toc:getNextChapter(self.current_page))
end

function ReaderPaging:onGotoPrevChapter()
    return toChapter(self, self.ui.toc:getPreviousChapter(self.current_page))
end

-- Turning -----------------------------------------------------------------------------------------------------------

--- Turn pages, or screens of the strip; backwards when negative.
function ReaderPaging:onGotoViewRel(diff)
    if self.view.page_scroll then
        self.strip:turn(diff)
    else
        self:_turnPages(diff)
    end
    return true
end

function ReaderPaging:_turnPages(diff)
    if self.strip:pan(diff) then
        self.ui:handleEvent(Event:new("PagePositionUpdated"))
        return
    end
    local page = self.current_page + diff
    if page > self.number_of_pages then
        if self.current_page == self.number_of_pages then
            self.ui:handleEvent(Event:new("EndOfBook"))
            return
        end
        page = self.number_of_pages
    elseif page < 1 then
        if self.current_page == 1 then return end
        page = 1
    end
    self:_gotoPage(page)
    tellPosition(self)
end

function ReaderPaging:onRedrawCurrentView()
    self:_tellPage(self.current_page)
    return true
end

--- The view mode has changed: the strip begins at the current page.
function ReaderPaging:onInitScrollPageStates()
    self.strip:goTo(self.current_page, 0)
end

function ReaderPaging:onSetDimensions()
    if self.current_page > 0 then self.strip:goTo(self:getLastProgress(), 0) end
end

-- What plugins wrap ------------------------------------------------------------------------------------------------

--- The page has changed: everybody hears of it, this module too.
function ReaderPaging:onPageUpdate(page)
    self.current_page = page
end

--- @tparam number diff pages to go on, back when negative; a page at a time even in the strip
function ReaderPaging:onGotoPageRel(diff)
    self:_turnPages(diff)
    return true
end

function ReaderPaging:onRedrawCurrentPage()
    self:_tellPage(self.current_page)
    return true
end

--- What of the page is on the screen, in pixels of the screen.
function ReaderPaging:onViewRecalculate(visible_area, page_area)
    self.visible_area = visible_area:copy()
    self.page_area = page_area
end

--- A finger that drags the page moves nothing here.
function ReaderPaging:onPan() return true end

function ReaderPaging:onPanRelease() return true end

return ReaderPaging

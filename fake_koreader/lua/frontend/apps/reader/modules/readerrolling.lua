--[[--
Where the reader is in a reflowable book, and how to go elsewhere (specs/koreader-ui.md §4.2.2, §4.3, §5.5). In page
mode it moves by pages, in scroll mode by pixels. Laying the book out anew is in `readerlayout`.
]]
local Event = require("ui/event")
local InputContainer = require("ui/widget/container/inputcontainer")
local UIManager = require("ui/uimanager")

local ReaderRolling = InputContainer:extend{
    current_page = nil,
    current_pos = 0,
    xpointer = nil,
    rendering_state = nil,
    hide_nonlinear_flows = nil,
}

require("apps/reader/modules/readerlayout")(ReaderRolling)
require("apps/reader/modules/readerturning")(ReaderRolling, "rolling")

function ReaderRolling:init()
    self:_listenToHands()
    self.ui:registerPostReaderReadyCallback(function()
        if self.document:needsRendering() then self:onUpdatePos() end
        self:onRedrawCurrentView()
    end)
end

function ReaderRolling:onReadSettings(config)
    self.xpointer = config:readSetting("last_xpointer")
    self.hide_nonlinear_flows = config:readSetting("hide_nonlinear_flows")
    self.partial_rerendering = config:readSetting("partial_rerendering")
    self.document:setViewMode(self.view.view_mode)
end

function ReaderRolling:onCloseDocument()
    self:_endRendering()
end

function ReaderRolling:onReaderReady()
    self.is_ready = true
    local document, saved = self.document, self.xpointer
    if saved then document:gotoXPointer(saved) end
    if self:_scrolls() then
        -- A scrolled book at its very top has not been moved to anywhere.
        if saved and document:getCurrentPos() > 0 then self:_tellPosition() end
        self.xpointer = document:getXPointer()
    else
        if not saved then document:gotoPage(document:getNextPage(0)) end
        self:_tellPosition()
    end
end

function ReaderRolling:onSaveSettings()
    local settings = self.ui.doc_settings
    settings:saveSetting("last_xpointer", self.xpointer)
    settings:saveSetting("percent_finished", self:getLastPercent())
    settings:saveSetting("hide_nonlinear_flows", self.hide_nonlinear_flows)
    settings:saveSetting("partial_rerendering", self.partial_rerendering)
end

function ReaderRolling:_scrolls()
    return self.view.view_mode == "scroll"
end

-- Everybody hears where the engine is now; `xpointer` follows when all have heard.
function ReaderRolling:_tellPosition()
    local document = self.document
    if self._noteActivity then self._noteActivity() end
    self.current_page = document:getCurrentPage()
    self.current_pos = document:getCurrentPos()
    if self:_scrolls() then
        self.ui:handleEvent(Event:new("PosUpdate", self.current_pos, self.current_page))
    else
        self.ui:handleEvent(Event:new("PageUpdate", self.current_page))
    end
    -- A handler may have closed the book.
    if document.is_open then self.xpointer = document:getXPointer() end
end

-- Position ----------------------------------------------------------------------------------------------------------

--- The xpointer of the position that everybody has heard of.
function ReaderRolling:getLastProgress()
    return self.xpointer
end

--- Part of the book that lies before the reader, 0 to 1.
function ReaderRolling:getLastPercent()
    local info = self.document.info
    if self:_scrolls() then
        return info.doc_height > 0 and self.current_pos / info.doc_height or 0
    end
    return info.number_of_pages > 0 and (self.current_page or 0) / info.number_of_pages or 0
end

function ReaderRolling:getBookLocation()
    return self.xpointer
end

function ReaderRolling:onRestoreBookLocation(location)
    self:onGotoXPointer(location)
    return true
end

-- Turning and jumping -------------------------------------------------------------------------------------------------

local function announce(self, is_forward)
    self.ui:handleEvent(Event:new("PageChangeAnimation", is_forward))
end

function ReaderRolling:_turnScreens(count)
    local document = self.document
    local before = document:getCurrentPos()
    announce(self, count > 0)
    document:gotoPos(before + count * self:_screenStep())
    local moved = document:getCurrentPos() ~= before
    self:_tellPosition()
    if count > 0 and not moved then self.ui:handleEvent(Event:new("EndOfBook")) end
end

function ReaderRolling:_screenStep()
    return self.view.dimen.h - require("device").screen:scaleBySize(G_defaults:readSetting("DOVERLAPPIXELS") or 30)
end

--- Turn pages; backwards when negative.
function ReaderRolling:onGotoViewRel(diff)
    if self:_scrolls() then
        self:_turnScreens(diff)
        return true
    end
    local document = self.document
    local page, pages = document:getCurrentPage(), document.info.number_of_pages
    announce(self, diff > 0)
    document:gotoPage(math.min(math.max(page + diff * document:getVisiblePageCount(), 1), pages))
    self:_tellPosition()
    if diff > 0 and page == pages then self.ui:handleEvent(Event:new("EndOfBook")) end
    return true
end

function ReaderRolling:onPanning(args)
    if not self:_scrolls() then return end
    self.document:gotoPos(self.document:getCurrentPos() + args[2] * 40)
    self:_tellPosition()
    return true
end

function ReaderRolling:onGotoPage(page)
    if not page then return true end
    local document = self.document
    announce(self, page > (self.current_page or 0))
    if self:_scrolls() then
        document:gotoPos(document:getPosFromXPointer(document:getPageXPointer(
            math.min(math.max(page, 1), document.info.number_of_pages))))
    else
        document:gotoPage(page)
    end
    self:_tellPosition()
    return true
end

function ReaderRolling:onGotoRelativePage(count)
    return self:onGotoPage(self.current_page + count)
end

--- @tparam number percent 0 to 100
function ReaderRolling:onGotoPercent(percent)
    local part = math.min(math.max(percent, 0), 100) / 100
    if self:_scrolls() then
        announce(self, part * self.document.info.doc_height > self.current_pos)
        self.document:gotoPos(math.floor(part * self.document.info.doc_height))
        self:_tellPosition()
        return true
    end
    return self:onGotoPage(math.max(1, math.ceil(part * self.document.info.number_of_pages)))
end

--- @tparam string marker_xpointer where a mark appears half a second later, for a while
function ReaderRolling:onGotoXPointer(xpointer, marker_xpointer)
    local document = self.document
    announce(self, document:getPageFromXPointer(xpointer) > (self.current_page or 0))
    document:gotoXPointer(xpointer)
    self:_tellPosition()
    if marker_xpointer then self:_markLater() end
    return true
end

-- The mark cannot be seen here; its tasks can.
function ReaderRolling:_markLater()
    self.unmark = self.unmark or function() self.marked = nil end
    UIManager:unschedule(self.unmark)
    UIManager:scheduleIn(0.5, function()
        self.marked = true
        local seconds = G_reader_settings:readSetting("followed_link_marker") or 1
        if type(seconds) == "number" then UIManager:scheduleIn(seconds, self.unmark) end
    end)
end

local function toChapter(self, page)
    if page then
        self.ui.link:addCurrentLocationToStack()
        self:onGotoPage(page)
    end
    return true
end

function ReaderRolling:onGotoNextChapter()
    return toChapter(self, self.ui.toc:getNextChapter(self.current_page))
end

function ReaderRolling:onGotoPrevChapter()
    return toChapter(self, self.ui.toc:getPreviousChapter(self.current_page))
end

--- Show again what is shown.
function ReaderRolling:onRedrawCurrentView()
    self:_tellPosition()
    return true
end

function ReaderRolling:onChangeViewMode()
    if self.xpointer then self.document:gotoXPointer(self.xpointer) end
    self:_tellPosition()
    return true
end

function ReaderRolling:onCloseWidget()
    if self.unmark then UIManager:unschedule(self.unmark) end
end

return ReaderRolling

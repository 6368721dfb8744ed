--[[--
The status bar of a book: page numbers, progress, and what plugins add (specs/koreader-ui.md §5.6). The other parts
of KOReader read progress from here.
]]
-- fidelity: partial: the numbers are there, the texts only as far as plugins read them; presets and the menu are
-- loud
local BookList = require("ui/widget/booklist")
local Device = require("device")
local Geom = require("ui/geometry")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local SEPARATOR = " | "

local ReaderFooter = WidgetContainer:extend{
    pageno = nil,
    pages = nil,
    percent_finished = nil,
    mode = 1,
    bottom_padding = 1,
}

ReaderFooter.default_settings = {
    disable_progress_bar = false, chapter_progress_bar = false, disabled = false, all_at_once = true,
    page_progress = true, pages_left_book = false, time = true, pages_left = true, battery = Device:hasBattery(),
    percentage = true, book_time_to_read = true, chapter_time_to_read = true, frontlight = false, mem_usage = false,
    wifi_status = false, additional_content = true, progress_style_thin = false, toc_markers = true,
    item_prefix = "icons", text_font_size = 14, container_height = 15,
}

-- What the bar may show, by number; 0 is no bar.
local MODES = { "off", "page_progress", "pages_left_book", "time", "pages_left", "battery", "percentage",
    "book_time_to_read", "chapter_time_to_read", "frontlight", "mem_usage", "wifi_status", "additional_content" }
ReaderFooter.mode_index, ReaderFooter.mode_list = {}, {}
for i, name in ipairs(MODES) do
    ReaderFooter.mode_index[i - 1] = name
    ReaderFooter.mode_list[name] = i - 1
end

function ReaderFooter:init()
    self.settings = G_reader_settings:readSetting("footer", self.default_settings)
    self.mode = G_reader_settings:readSetting("reader_footer_mode") or self.mode
    self.additional_footer_content = {}
    self.footer_text = { text = "", setText = function(text_widget, text) text_widget.text = text end }
    self.progress_bar = { percentage = 0 }
    self.dimen = Geom:new{ x = 0, y = 0, w = Device.screen:getWidth(), h = self:getHeight() }
    self.is_ready = self.document.info.has_pages or false
end

--- `content()` gives a string for the bar, or nil; removed by the same function.
function ReaderFooter:addAdditionalFooterContent(content)
    table.insert(self.additional_footer_content, content)
end

function ReaderFooter:removeAdditionalFooterContent(content)
    for i, known in ipairs(self.additional_footer_content) do
        if known == content then
            table.remove(self.additional_footer_content, i)
            return true
        end
    end
end

function ReaderFooter:getHeight()
    if not (self.view and self.view.footer_visible) then return 0 end
    return Device.screen:scaleBySize(self.settings.container_height or 15)
end

-- Progress ----------------------------------------------------------------------------------------------------------

local function noteProgress(self, page)
    if not page then return end
    self.pageno = page
    if not self.is_ready then return end
    local document = self.document
    local pages = document.info.number_of_pages
    self.pages = pages
    if pages < 1 then return end
    if document:hasHiddenFlows() then
        local flow = document:getPageFlow(page)
        self.percent_finished = document:getPageNumberInFlow(page) / document:getTotalPagesInFlow(flow)
    else
        self.percent_finished = page / pages
    end
    self.progress_bar.percentage = self.percent_finished
    BookList.setBookInfoCacheProperty(document.file, "percent_finished", self.percent_finished)
end

function ReaderFooter:onPageUpdate(page)
    noteProgress(self, page)
end

function ReaderFooter:onPosUpdate(_pos, page)
    noteProgress(self, page)
end

function ReaderFooter:onReaderReady()
    self.is_ready = true
    self.pages = self.document:getPageCount()
    if self.pageno then noteProgress(self, self.pageno) end
end

function ReaderFooter:onDocumentRerendered()
    noteProgress(self, self.pageno)
end

--- Pages read of all, 0 to 1.
function ReaderFooter:getBookProgress()
    return self.percent_finished
end

--- Pages read of the chapter: "3 / 10", or 0 to 1 with `want_ratio`.
function ReaderFooter:getChapterProgress(want_ratio, page)
    page = page or self.pageno
    local toc = self.ui.toc
    local done, count = toc:getChapterPagesDone(page), toc:getChapterPageCount(page)
    done = (done or page - 1) + 1
    count = count or self.pages
    if want_ratio then return done / count end
    return done .. " ⁄⁄ " .. count
end

-- Text --------------------------------------------------------------------------------------------------------------

--- What the bar says, of what is switched on and known here.
function ReaderFooter:genFooterText()
    if not self.pageno or not self.pages then return "" end
    local parts = {}
    local settings = self.settings
    if settings.page_progress then parts[#parts + 1] = self.pageno .. " / " .. self.pages end
    if settings.percentage and self.percent_finished then
        parts[#parts + 1] = ("%d%%"):format(math.floor(self.percent_finished * 100 + 0.5))
    end
    if settings.additional_content then
        for _, content in ipairs(self.additional_footer_content) do
            local text = content()
            if text and text ~= "" then parts[#parts + 1] = text end
        end
    end
    return table.concat(parts, SEPARATOR)
end

--- Write the bar anew.
function ReaderFooter:onUpdateFooter(force_repaint)
    if not self.is_ready or not self.pageno then return end
    self.footer_text:setText(self:genFooterText())
    if force_repaint then UIManager:setDirty(self.view.dialog, "ui") end
end

--- Show something else from now on.
function ReaderFooter:applyFooterMode(mode)
    if mode ~= nil then self.mode = mode end
    self.view.footer_visible = self.mode ~= self.mode_list.off
end

function ReaderFooter:refreshFooter(refresh)
    self:onUpdateFooter(refresh)
end

--- What stands between two parts of the text.
function ReaderFooter:genSeparator()
    return SEPARATOR
end

function ReaderFooter:maybeUpdateFooter()
    if self.view.footer_visible then self:onUpdateFooter() end
end

function ReaderFooter:onRefreshAdditionalContent()
    if #self.additional_footer_content > 0 then self:onUpdateFooter(true) end
end

function ReaderFooter:onToggleFooterMode()
    self.view.footer_visible = not self.view.footer_visible
    self.mode = self.view.footer_visible and 1 or 0
    G_reader_settings:saveSetting("reader_footer_mode", self.mode)
    self:onUpdateFooter(true)
    return true
end

return ReaderFooter

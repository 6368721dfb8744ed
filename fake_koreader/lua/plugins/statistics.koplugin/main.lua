--[[--
Reading statistics: how long each page was looked at, kept in settings/statistics.sqlite3 as KOReader's own plugin of
this name keeps it (specs/koreader-core.md §5.4, koreader-ui.md §5.11), for other plugins to read.

Ours, with a small menu; the calendar, the progress charts and the synchronization are not here.
]]
local Dispatcher = require("dispatcher")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local datetime = require("datetime")
local logger = require("logger")
local _ = require("gettext")

local Database = require("statistics_database")

local PAGES_UNTIL_FLUSH = 50
local MISSING = "N/A"

local ReaderStatistics = WidgetContainer:extend{
    name = "statistics",
    default_settings = {
        min_sec = 5, max_sec = 120, freeze_finished_books = false, is_enabled = true, convert_to_db = true,
        calendar_start_day_of_week = 2, calendar_nb_book_spans = 3, calendar_show_histogram = true,
        calendar_browse_future_months = false, color = false,
    },
    is_doc = false,
    curr_page = 0,
    id_curr_book = nil,
    pageturn_count = 0,
    mem_read_time = 0,
    mem_read_pages = 0,
    book_read_pages = 0,
    book_read_time = 0,
    avg_time = nil,
}

function ReaderStatistics:onDispatcherRegisterActions()
    Dispatcher:registerAction("toggle_statistics",
        { category = "none", event = "ToggleStatistics", title = _("Toggle reading statistics"), general = true })
    Dispatcher:registerAction("book_statistics",
        { category = "none", event = "ShowBookStats", title = _("Book statistics"), reader = true })
end

function ReaderStatistics:init()
    local document = self.ui.document
    if document and document.is_pic then return end
    self.settings = G_reader_settings:readSetting("statistics", self.default_settings)
    for key, value in pairs(self.default_settings) do
        if self.settings[key] == nil then self.settings[key] = value end
    end
    self.start_current_period = os.time()
    self.page_stat = {}
    self.data = { title = "", authors = MISSING, language = MISSING, series = MISSING, performance_in_pages = {} }
    self.ui.menu:registerToMainMenu(self)
    self:onDispatcherRegisterActions()
    Database.prepare()
end

function ReaderStatistics:isFrozen()
    if not self.settings.freeze_finished_books or not self.ui.doc_settings then return false end
    local summary = self.ui.doc_settings:readSetting("summary")
    return summary ~= nil and summary.status == "complete"
end

--- Whether pages are counted now.
function ReaderStatistics:isEnabled()
    return self.is_doc and self.settings.is_enabled and not self:isFrozen()
end

-- Book ---------------------------------------------------------------------------------------------------------------

local function said(value)
    if value == nil or value == "" then return MISSING end
    return value
end

function ReaderStatistics:describeBook()
    local props, data = self.ui.doc_props or {}, self.data
    data.title = props.display_title or props.title or ""
    data.authors, data.language, data.series = said(props.authors), said(props.language), said(props.series)
    if data.series ~= MISSING and props.series_index then
        data.series = data.series .. " #" .. props.series_index
    end
    data.pages = self.ui.document:getPageCount()
    data.md5 = self.ui.doc_settings:readSetting("partial_md5_checksum")
        or require("util").partialMD5(self.ui.document.file)
    self:countAnnotations()
end

function ReaderStatistics:countAnnotations()
    local annotation = self.ui.annotation
    if annotation then self.data.highlights, self.data.notes = annotation:getNumberOfHighlightsAndNotes() end
    self.data.highlights, self.data.notes = self.data.highlights or 0, self.data.notes or 0
end

function ReaderStatistics:updateAverage()
    local pages = self.book_read_pages + self.mem_read_pages
    self.avg_time = pages > 0 and (self.book_read_time + self.mem_read_time) / pages or 0 / 0
end

function ReaderStatistics:onReaderReady(doc_settings)
    if not self.settings then return end
    self.is_doc = true
    self.data = doc_settings:readSetting("stats", self.data)
    if not self.settings.is_enabled then return end
    self:initData()
end

function ReaderStatistics:initData()
    self:describeBook()
    local now = os.time()
    self.start_current_period = now
    self.id_curr_book = Database.bookId(self.data, now)
    self.book_read_pages, self.book_read_time = self:getPageTimeTotalStats(self.id_curr_book)
    self:resetVolatileStats()
    self:updateAverage()
end

function ReaderStatistics:resetVolatileStats()
    self.pageturn_count, self.mem_read_time, self.mem_read_pages = 0, 0, 0
    self.page_stat = {}
end

-- Counting -----------------------------------------------------------------------------------------------------------

-- The page that was looked at until now gets its time: nothing when short, at most max_sec.
local function account(self, now)
    local periods = self.page_stat[self.curr_page]
    local period = periods and periods[#periods]
    if not period then return end
    local spent = math.min(now - period[1], self.settings.max_sec)
    if spent < self.settings.min_sec then return end
    if #periods == 1 and period[2] == 0 then self.mem_read_pages = self.mem_read_pages + 1 end
    self.mem_read_time = self.mem_read_time + spent - period[2]
    period[2] = spent
    period[3] = self.data.pages
end

--- A page is shown. @tparam number|bool pageno false: none any more, the book is being closed
function ReaderStatistics:onPageUpdate(pageno)
    if not self.settings or not self:isEnabled() or self._partially_rerendered then return end
    if self._paused_at then
        self._page_at_resume = pageno or nil
        return
    end
    if pageno == self.curr_page then return end
    local now = os.time()
    account(self, now)
    if not pageno then return end
    self.pageturn_count = self.pageturn_count + 1
    if self.pageturn_count >= PAGES_UNTIL_FLUSH then
        self.pageturn_count = 0
        UIManager:tickAfterNext(function() self:insertDB() end)
    end
    self.curr_page = pageno
    self.page_stat[pageno] = self.page_stat[pageno] or {}
    table.insert(self.page_stat[pageno], { now, 0 })
    self:updateAverage()
end

function ReaderStatistics:onPosUpdate(_pos, pageno)
    if pageno ~= self.curr_page then self:onPageUpdate(pageno) end
end

--- Writes what is in memory; only the period of the current page stays there.
-- @tparam number|nil page_count when the book has another page count from now on
function ReaderStatistics:insertDB(page_count)
    if not self.id_curr_book then return end
    local rows = {}
    for page, periods in pairs(self.page_stat) do
        for __, period in ipairs(periods) do
            if period[2] > 0 then table.insert(rows, { page, period[1], period[2], period[3] or self.data.pages }) end
        end
    end
    table.sort(rows, function(a, b) return a[2] < b[2] or (a[2] == b[2] and a[1] < b[1]) end)
    local current = self.page_stat[self.curr_page]
    current = current and current[#current]
    if page_count then self.data.pages = page_count end
    self:countAnnotations()
    local ok, pages, seconds = pcall(Database.store, self.id_curr_book, rows, self.data, os.time())
    if not ok then
        logger.warn("statistics:", pages)
        return
    end
    self.book_read_pages, self.book_read_time = pages, seconds
    local turned = self.pageturn_count
    self:resetVolatileStats()
    self.pageturn_count = turned
    if current then self.page_stat[self.curr_page] = { current } end
    self:updateAverage()
end

-- Events -------------------------------------------------------------------------------------------------------------

function ReaderStatistics:onCloseDocument()
    if not self.settings or not self:isEnabled() then return end
    self:onPageUpdate(false)
    self:insertDB()
end

function ReaderStatistics:onSaveSettings()
    if not self.settings or not self:isEnabled() then return end
    self.ui.doc_settings:saveSetting("stats", self.data)
    self:insertDB()
end

function ReaderStatistics:onReadingPaused()
    if self.settings and self:isEnabled() then self._paused_at = self._paused_at or os.time() end
end

function ReaderStatistics:onReadingResumed()
    if not self._paused_at then return end
    local periods = self.page_stat[self.curr_page]
    local period = periods and periods[#periods]
    if period then period[1] = period[1] + os.time() - self._paused_at end
    self._paused_at = nil
    local page = self._page_at_resume
    self._page_at_resume = nil
    if page then self:onPageUpdate(page) end
end

function ReaderStatistics:onSuspend()
    if not self.settings or not self:isEnabled() then return end
    self:insertDB()
    self:onReadingPaused()
end

ReaderStatistics.onResume = ReaderStatistics.onReadingResumed

function ReaderStatistics:onDocumentRerendered()
    if not self.settings or not self:isEnabled() then return end
    local pages = self.ui.document:getPageCount()
    if pages ~= self.data.pages then
        self:insertDB(pages)
        self.page_stat, self.curr_page = {}, 0
        self:onPageUpdate(self.ui:getCurrentPage())
    end
end

--- Page numbers mean little from now on: nothing more is counted.
function ReaderStatistics:onDocumentPartiallyRerendered()
    if not self.settings or not self:isEnabled() then return end
    self:insertDB()
    self._partially_rerendered = true
end

-- What others ask ----------------------------------------------------------------------------------------------------

--- Distinct pages and seconds of a book.
function ReaderStatistics:getPageTimeTotalStats(id)
    if not id then return 0, 0 end
    return Database.cappedTotals(id, self.settings.max_sec)
end

--- Seconds and pages since this book was opened.
function ReaderStatistics:getCurrentBookStats()
    return Database.since(self.start_current_period)
end

--- Seconds and pages since midnight.
function ReaderStatistics:getTodayBookStats()
    local today = os.date("*t")
    today.hour, today.min, today.sec = 0, 0, 0
    return Database.since(os.time(today))
end

--- How long so many pages will take, in the reader's format of durations.
function ReaderStatistics:getTimeForPages(pages)
    if not self.avg_time or self.avg_time ~= self.avg_time then return MISSING end
    local format = G_reader_settings:readSetting("duration_format", "classic")
    return datetime.secondsToClockDuration(format, pages * self.avg_time, true)
end

--- Days, seconds and pages of the open book; nothing when statistics are off.
function ReaderStatistics:getStatsBookStatus(id, enabled)
    id = id or self.id_curr_book
    if enabled == false or not id then return {} end
    self:insertDB()
    local pages, seconds = Database.totals(id)
    return { days = Database.days(id), time = seconds, pages = pages }
end

-- Views --------------------------------------------------------------------------------------------------------------

--- Pairs for a KeyValuePage about the open book.
function ReaderStatistics:getCurrentStat()
    self:insertDB()
    local seconds, pages = self:getCurrentBookStats()
    local today_seconds, today_pages = self:getTodayBookStats()
    local total_pages, total_seconds = Database.totals(self.id_curr_book)
    local function duration(value) return datetime.secondsToClockDuration("classic", value, false) end
    return {
        { _("Time spent reading this session"), duration(seconds) }, { _("Pages read this session"), pages },
        { _("Time spent reading today"), duration(today_seconds) }, { _("Pages read today"), today_pages },
        { _("Total time spent on this book"), duration(total_seconds) }, { _("Pages read"), total_pages },
        { _("Average time per page"), duration(total_pages > 0 and total_seconds / total_pages or 0) },
    }
end

function ReaderStatistics:onShowBookStats()
    if not self.settings or not self:isEnabled() then return end
    UIManager:show(require("ui/widget/keyvaluepage"):new{
        title = _("Current statistics"), kv_pairs = self:getCurrentStat(),
    })
    return true
end

function ReaderStatistics:showAllBooks()
    if self.id_curr_book then self:insertDB() end
    local pairs_shown = {}
    for __, book in ipairs(Database.books()) do
        table.insert(pairs_shown, { book[2], datetime.secondsToClockDuration("classic", book[4], false) })
    end
    UIManager:show(require("ui/widget/keyvaluepage"):new{
        title = _("Statistics of all books"), kv_pairs = pairs_shown,
    })
end

function ReaderStatistics:onToggleStatistics()
    if not self.settings then return end
    if self.settings.is_enabled and self.id_curr_book then self:insertDB() end
    self.settings.is_enabled = not self.settings.is_enabled
    if self.settings.is_enabled and self.is_doc then
        self:initData()
        self.curr_page = 0
        self:onPageUpdate(self.ui:getCurrentPage())
    end
    return true
end

-- A menu entry that shows and flips one of the plugin's settings.
local function switch(self, key, text, flip)
    return {
        text = text,
        checked_func = function() return self.settings[key] end,
        callback = flip or function() self.settings[key] = not self.settings[key] end,
    }
end

local function view(text, show, enabled)
    return { text = text, callback = show, enabled_func = enabled, keep_menu_open = true }
end

function ReaderStatistics:addToMainMenu(menu_items)
    local function flip() self:onToggleStatistics() end
    local function counting() return self:isEnabled() end
    menu_items.statistics = {
        text = _("Reading statistics"),
        sub_item_table = {
            switch(self, "is_enabled", _("Enabled"), flip),
            switch(self, "freeze_finished_books", _("Freeze statistics of finished books")),
            view(_("Current book"), function() self:onShowBookStats() end, counting),
            view(_("All books"), function() self:showAllBooks() end),
        },
    }
end

return ReaderStatistics

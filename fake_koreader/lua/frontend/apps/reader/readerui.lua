--[[--
The reader: a window around one open book, with its modules and the plugins (specs/koreader-ui.md §4.2, §5.1).
How a book is opened is in `readeropening`, how it is left in `readerleaving`.
]]
local Device = require("device")
local DocSettings = require("docsettings")
local Event = require("ui/event")
local FileManagerBookInfo = require("apps/filemanager/filemanagerbookinfo")
local Geom = require("ui/geometry")
local InfoMessage = require("ui/widget/infomessage")
local InputContainer = require("ui/widget/container/inputcontainer")
local UIManager = require("ui/uimanager")
local ffiutil = require("ffi/util")
local util = require("util")
local BookList = require("ui/widget/booklist")
local ReadHistory = require("readhistory")
local logger = require("logger")
local _ = require("gettext")

local ReaderUI = InputContainer:extend{
    name = "ReaderUI",
    active_widgets = nil,
    document = nil,
    password_dialog = nil,
    tearing_down = false,
}

-- Seconds during which touches are not heard after a book has opened.
local GRACE = 0.2

local KNOWN_STATUS = { reading = true, abandoned = true, complete = true }

require("apps/modulehost")(ReaderUI, "reader")
require("apps/reader/readeropening")(ReaderUI)
require("apps/reader/readerleaving")(ReaderUI)

function ReaderUI:init()
    Device.input:inhibitInput(true)
    self.active_widgets = {}
    self.postInitCallback, self.postReaderReadyCallback = {}, {}
    self.dialog = self
    self.dimen = self.dimen or Geom:new(Device.screen:getSize())
    self.doc_settings = DocSettings:open(self.document.file)
    self.document.is_new = self.doc_settings:hasNot("doc_props")
    require("apps/reader/readermodules")(self)
    self:_registerPlugins(function()
        return { dialog = self.dialog, view = self.view, ui = self, document = self.document }
    end, function() return true end)
    self:handleEvent(Event:new("DocSettingsLoad", self.doc_settings, self.document))
    self:handleEvent(Event:new("ReadSettings", self.doc_settings))
    self:_runPostInit()
    self:_describeBook()
    self:_noteInHistory()
    self:handleEvent(Event:new("ReaderReady", self.doc_settings))
    self.doc_settings:saveSetting("doc_pages", self.document:getPageCount())
    self:_runPostReaderReady()
    self.reloading = nil
    if self.after_open_callback then self.after_open_callback(self) end
    BookList.setBookInfoCache(self.document.file, self.doc_settings)
    Device.input:inhibitInput(false)
    Device.input:inhibitInputUntil(GRACE)
    ReaderUI.instance = self
end

--- Read and lay out a reflowable book; called after the plugins exist.
function ReaderUI:_renderDocument()
    if not self.document:loadDocument() then
        self:_refuseBook()
    end
    self:handleEvent(Event:new("PreRenderDocument", self.doc_settings))
    self.document:render()
end

-- The book turned out to be no book: wait until the message is read, then give up. No window is left behind it.
function ReaderUI:_refuseBook()
    local waiting = coroutine.running()
    UIManager:show(InfoMessage:new{
        text = _("Failed recognizing or parsing this file: unsupported or invalid document.\nKOReader will exit now."),
        dismiss_callback = function()
            if waiting then coroutine.resume(waiting) end
        end,
    })
    if waiting then coroutine.yield() end
    logger.warn("unreadable book:", self.document.file)
    error("crengine failed recognizing or parsing this file: unsupported or invalid document", 0)
end

function ReaderUI:_describeBook()
    local doc_settings, file = self.doc_settings, self.document.file
    local props = self.document:getProps()
    doc_settings:saveSetting("doc_props", props)
    self.doc_props = FileManagerBookInfo.extendProps(props, file)
    if doc_settings:hasNot("partial_md5_checksum") then
        doc_settings:saveSetting("partial_md5_checksum", util.partialMD5(file))
    end
    local summary = doc_settings:readSetting("summary", {})
    if not KNOWN_STATUS[summary.status] then
        summary.status = "reading"
        summary.modified = os.date("%Y-%m-%d", os.time())
    end
end

function ReaderUI:_noteInHistory()
    local file = self.document.file
    local finished = self.doc_settings:readSetting("summary").status == "complete"
    if not (finished and G_reader_settings:isTrue("history_freeze_finished_books")) then
        ReadHistory:addItem(file)
    end
    G_reader_settings:saveSetting("lastfile", ffiutil.realpath(file) or file)
end

--- Call `callback()` after the event ReaderReady.
function ReaderUI:registerPostReaderReadyCallback(callback)
    table.insert(self.postReaderReadyCallback, callback)
end

--- The page that is shown, counted from 1.
function ReaderUI:getCurrentPage()
    if self.paging then return self.paging.current_page end
    return self.document:getCurrentPage()
end

--- Have everybody store what is to be stored, and write it.
function ReaderUI:saveSettings()
    self:handleEvent(Event:new("SaveSettings"))
    self.doc_settings:flush()
    G_reader_settings:flush()
end

--- @tparam bool told the reader asked for it, and is told
function ReaderUI:onFlushSettings(told)
    self:saveSettings()
    if told then require("ui/widget/notification"):notify(_("Book metadata saved.")) end
end

function ReaderUI:onSetDimensions(dimen)
    self.dimen = dimen
end

function ReaderUI:onScreenResize(dimen)
    self:updateTouchZonesOnScreenResize(dimen)
end

function ReaderUI:onDocumentRerendered()
    self.doc_settings:saveSetting("doc_pages", self.document:getPageCount())
    BookList.setBookInfoCacheProperty(self.document.file, "pages", self.document:getPageCount())
end

function ReaderUI:onAnnotationsModified()
    BookList.setBookInfoCacheProperty(self.document.file, "has_annotations", self.annotation:hasAnnotations())
end

return ReaderUI

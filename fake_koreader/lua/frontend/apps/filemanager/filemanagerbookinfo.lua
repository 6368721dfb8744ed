--- What is known about a book: title, authors and so on, with what the reader has changed about them
--- (specs/koreader-ui.md §5.4, §5.9).
-- fidelity: partial: the page lists what is known; the notebook and searching in properties are loud
local BookList = require("ui/widget/booklist")
local DocSettings = require("docsettings")
local DocumentRegistry = require("document/documentregistry")
local Event = require("ui/event")
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local filemanagerutil = require("apps/filemanager/filemanagerutil")
local _ = require("gettext")

local BookInfo = WidgetContainer:extend{
    props = { "title", "authors", "series", "series_index", "language", "keywords", "description" },
    prop_text = {
        title = _("Title:"), authors = _("Author(s):"), series = _("Series:"), series_index = _("Series index:"),
        language = _("Language:"), keywords = _("Keywords:"), description = _("Description:"), pages = _("Pages:"),
    },
}

function BookInfo:init()
    if self.document then self.ui.menu:registerToMainMenu(self) end
end

--- The file's properties with the reader's own in place of some, and the title to be shown. Called with a dot.
function BookInfo.extendProps(original, file)
    original = original or {}
    local custom_file = file and DocSettings:findCustomMetadataFile(file)
    local custom = custom_file and DocSettings.openSettingsFile(custom_file):readSetting("custom_props") or {}
    local props = { pages = original.pages }
    for _i, key in ipairs(BookInfo.props) do
        local value = custom[key]
        if value == nil then value = original[key] end
        props[key] = value
    end
    props.display_title = props.title or (file and filemanagerutil.splitFileNameType(file))
    return props
end

--- Properties of a book: from its settings, else from the file itself unless `no_open_document`.
function BookInfo:getDocProps(file, book_props, no_open_document)
    if self.ui and self.ui.document and self.ui.document.file == file then return self.ui.doc_props end
    if not book_props and DocSettings:hasSidecarFile(file) then
        local settings = DocSettings:open(file)
        local stored = settings:readSetting("doc_props")
        if stored then
            book_props = { pages = settings:readSetting("doc_pages") }
            for key, value in pairs(stored) do book_props[key] = value end
        end
    end
    if not book_props and not no_open_document then book_props = self:_propsOfFile(file) end
    return BookInfo.extendProps(book_props, file)
end

function BookInfo:_propsOfFile(file)
    if not DocumentRegistry:hasProvider(file) then return nil end
    local document = DocumentRegistry:openDocument(file)
    if not document then return nil end
    local props, readable = nil, true
    if document.loadDocument then readable = document:loadDocument(false) end
    if readable then
        props = document:getProps()
        if document.info.has_pages then props.pages = document:getPageCount() end
    end
    document:close()
    return props
end

--- The cover of a book: of an open document, or of a file. @return a blitbuffer, or nil
function BookInfo:getCoverImage(document, file)
    if document then return document:getCoverPageImage() end
    local opened = DocumentRegistry:openDocument(file)
    if not opened then return nil end
    local cover
    if not opened.loadDocument or opened:loadDocument(false) then cover = opened:getCoverPageImage() end
    opened:close()
    return cover
end

--- Show what is known about a book.
function BookInfo:show(doc_settings_or_file, book_props)
    local file = doc_settings_or_file
    if type(file) == "table" then file = file:readSetting("doc_path") end
    local props = self:getDocProps(file, book_props)
    local lines = { _("Filename:") .. " " .. (file:match("([^/]+)$") or file) }
    for _i, key in ipairs{ "title", "authors", "series", "series_index", "language", "keywords", "pages" } do
        local value = props[key]
        lines[#lines + 1] = BookInfo.prop_text[key] .. " " .. (value == nil and _("N/A") or tostring(value))
    end
    UIManager:show(InfoMessage:new{ text = table.concat(lines, "\n"), show_icon = false })
end

function BookInfo:onShowBookInfo()
    if self.document then self:show(self.document.file) end
    return true
end

--- Change one property for the reader (nil: back to the file's own).
function BookInfo:setCustomMetadata(file, key, value)
    local custom_file = DocSettings:findCustomMetadataFile(file)
    local settings = DocSettings.openSettingsFile(custom_file)
    local original = settings:readSetting("doc_props") or self:_propsOfFile(file) or {}
    settings:saveSetting("doc_props", original)
    local custom = settings:readSetting("custom_props", {})
    local old = custom[key]
    if old == nil then old = original[key] end
    custom[key] = value
    settings:flushCustomMetadata(file)
    local props = BookInfo.extendProps(original, file)
    if self.ui and self.ui.document and self.ui.document.file == file then self.ui.doc_props = props end
    UIManager:broadcastEvent(Event:new("InvalidateMetadataCache", file))
    UIManager:broadcastEvent(Event:new("BookMetadataChanged", {
        filepath = file, doc_props = props, metadata_key_updated = key, metadata_value_old = old,
    }))
end

-- What `%T` and the like stand for.
local function expansions(self, file)
    local props = self:getDocProps(file, nil, true)
    local info = BookList.getBookInfo(file)
    local ui = self.ui
    local page = ui and ui.document and ui.document.file == file and ui:getCurrentPage()
    local percent = info.percent_finished and math.floor(info.percent_finished * 100 + 0.5)
    return {
        T = props.display_title, A = props.authors or "", S = props.series or "",
        C = page and ui.toc:getTocTitleByPage(page) or "", p = percent and tostring(percent) or "",
        c = page and tostring(page) or "", t = tostring(info.pages or ""), F = file,
        f = file:match("([^/]+)$") or file,
    }
end

--- Replace `%T` (title), `%A` (authors), `%S` (series), `%C` (chapter), `%p` (percent), `%c` (page), `%t` (pages)…
function BookInfo:expandString(pattern, file)
    file = file or self.document and self.document.file or G_reader_settings:readSetting("lastfile")
    if not file then return pattern end
    local values = expansions(self, file)
    return (pattern:gsub("%%(%a)", function(letter) return values[letter] end))
end

function BookInfo:addToMainMenu(menu_items)
    menu_items.book_info = { text = _("Book information"), callback = function() self:onShowBookInfo() end }
end

return BookInfo

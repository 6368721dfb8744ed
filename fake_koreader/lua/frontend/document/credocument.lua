--- Reflowable books (KOReader: document/credocument, over crengine). Nothing of the book is known before
--- loadDocument(), and no page before render(), as on a device. Positions are xpointers.
-- fidelity: partial: pages, positions, text, contents and searches over our own layout; images, visible characters
-- and page maps are loud
local Configurable = require("configurable")
local Document = require("document/document")
local Screen = require("device").screen
local engine = require("ffi/document_engine")

local CreDocument = Document:extend{
    provider = "crengine",
    provider_name = "Cool Reader Engine",
    is_reflowable = true,
    default_css = "./data/cr3.css",
    view_mode = "page",
    pages = 0,
}

local FONT_SIZE, LINE_SPACING = 22, 100
local MARGINS = { 10, 15, 10, 20 }

function CreDocument:init()
    self:_open()
    local suffix = (self.file:match("%.([^./]+)$") or ""):lower()
    self.is_fb2 = suffix == "fb2"
    self.is_txt = suffix == "txt"
    self.layout = { font_size = FONT_SIZE, line_spacing = LINE_SPACING, margins = { unpack(MARGINS) } }
    self.configurable = Configurable:new{ font_size = FONT_SIZE, line_spacing = LINE_SPACING, view_mode = 0 }
    self.page, self.pos = 1, 0
end

--- Makes the engine ready, once per process; here it always is.
function CreDocument:engineInit() end

--- Reads the file. `only_metadata` is accepted: nothing is laid out here in either case.
function CreDocument:loadDocument()
    if self.is_loaded then
        return true
    end
    local ok = engine.load(self.number)
    self.is_loaded = ok and true or false
    return self.is_loaded
end

function CreDocument:render()
    local layout = self.layout
    local margins = layout.margins
    local function px(value)
        return Screen:scaleBySize(value)
    end
    local at = self.is_rendered and self:getXPointer() or nil
    self.info.number_of_pages, self.info.doc_height = engine.render(self.number, Screen:getWidth(), Screen:getHeight(),
        Screen:getDPI(), px(layout.font_size), layout.line_spacing,
        px(margins[1]), px(margins[2]), px(margins[3]), px(margins[4]))
    self.is_rendered = true
    self.rendering_hash = self:getDocumentRenderingHash()
    if at then
        self:gotoXPointer(at)
    end
end

--- Differs whenever a setting that moves text differs.
function CreDocument:getDocumentRenderingHash()
    local layout = self.layout
    return table.concat({ Screen:getWidth(), Screen:getHeight(), layout.font_size, layout.line_spacing,
        unpack(layout.margins) }, "|")
end

--- How many files of the book make up its text.
function CreDocument:getFragmentCount()
    local last = engine.page_xpointer(self.number, math.max(self.info.number_of_pages, 1))
    return tonumber(last and last:match("^/body/DocFragment%[(%d+)%]")) or 1
end

--- True when text would move if it were laid out now.
function CreDocument:needsRendering()
    return self.rendering_hash ~= self:getDocumentRenderingHash()
end

function CreDocument:getPageCount()
    return self.info.number_of_pages
end

function CreDocument:setFontSize(size)
    self.layout.font_size = size
end

function CreDocument:setInterlineSpacePercent(percent)
    self.layout.line_spacing = percent
end

function CreDocument:setPageMargins(left, top, right, bottom)
    self.layout.margins = { left, top, right, bottom }
end

--- Left, top, right and bottom, in unscaled pixels.
function CreDocument:getPageMargins()
    local margins = self.layout.margins
    return { left = margins[1], top = margins[2], right = margins[3], bottom = margins[4] }
end

function CreDocument:setViewMode(mode)
    self.view_mode = mode
end

-- Where the reader is

function CreDocument:getCurrentPage()
    if self.view_mode == "scroll" then
        return engine.page_from_pos(self.number, self.pos)
    end
    return self.page
end

function CreDocument:getCurrentPos()
    return self.pos
end

function CreDocument:gotoPage(page)
    self.page = math.min(math.max(page, 1), math.max(self.info.number_of_pages, 1))
    self.pos = engine.pos_from_page(self.number, self.page) or 0
end

function CreDocument:gotoPos(pos)
    self.pos = math.min(math.max(pos, 0), math.max(self.info.doc_height - Screen:getHeight(), 0))
    self.page = engine.page_from_pos(self.number, self.pos)
end

function CreDocument:gotoXPointer(xpointer)
    local page = self:getPageFromXPointer(xpointer)
    if self.view_mode == "scroll" then
        self:gotoPos(self:getPosFromXPointer(xpointer))
    else
        self:gotoPage(page)
    end
end

function CreDocument:getXPointer()
    if self.view_mode == "scroll" then
        return engine.xpointer_from_pos(self.number, self.pos)
    end
    return engine.page_xpointer(self.number, self.page)
end

function CreDocument:getPageXPointer(page)
    return (engine.page_xpointer(self.number, page))
end

--- 1 for a place that is not in the book.
function CreDocument:getPageFromXPointer(xpointer)
    return xpointer and engine.page_from_xpointer(self.number, xpointer) or 1
end

function CreDocument:getPosFromXPointer(xpointer)
    return xpointer and engine.pos_from_xpointer(self.number, xpointer) or 0
end

function CreDocument:isXPointerInDocument(xpointer)
    return engine.is_xpointer(self.number, xpointer)
end

function CreDocument:isXPointerInCurrentPage(xpointer)
    return self:getPageFromXPointer(xpointer) == self:getCurrentPage()
end

function CreDocument:getNormalizedXPointer(xpointer)
    return engine.normalized(self.number, xpointer) or false
end

--- 1 when `second` is after `first`, -1 before, 0 the same, nil when either is not in the book.
function CreDocument:compareXPointers(first, second)
    return engine.compare(self.number, first, second)
end

-- Texts

function CreDocument:getTextFromXPointers(first, second)
    return (engine.text_between(self.number, first, second))
end

function CreDocument:getTextFromXPointer(xpointer)
    return engine.text_at(self.number, xpointer)
end

function CreDocument:getPageText(page)
    return (engine.page_text(self.number, page))
end

--- The text between two points of the current page, with the xpointers of its ends.
function CreDocument:getTextFromPositions(from, to)
    local page = self:getCurrentPage()
    local pos0 = engine.xpointer_at(self.number, page, from.x, from.y)
    local pos1 = engine.xpointer_at(self.number, page, to.x, to.y)
    if not pos0 or not pos1 then
        return nil
    end
    if self:compareXPointers(pos0, pos1) == -1 then
        pos0, pos1 = pos1, pos0
    end
    return { text = self:getTextFromXPointers(pos0, pos1), pos0 = pos0, pos1 = pos1 }
end

function CreDocument:getScreenBoxesFromPositions(first, second)
    local Geom = require("ui/geometry")
    local boxes, page = {}, self:getCurrentPage()
    for _, box in ipairs(engine.boxes(self.number, first, second) or {}) do
        if box.page == page then
            boxes[#boxes + 1] = Geom:new{ x = box.x, y = box.y, w = box.w, h = box.h }
        end
    end
    return boxes
end

function CreDocument:findText(pattern, _origin, _direction, case_insensitive, _page, regex, max_hits)
    return self:findAllText(pattern, case_insensitive, 0, max_hits, regex)
end

function CreDocument:findAllText(pattern, case_insensitive, _words, max_hits, regex)
    local found = engine.find(self.number, pattern, case_insensitive ~= false, max_hits or 1, regex and true or false)
    return found and #found > 0 and found or nil
end

function CreDocument:getPageLinks() return {} end

function CreDocument:getLinkFromPosition() return nil end

-- The engine's switches that change nothing here: no ink, no hyphenation, no styles beyond page breaks.
local WITHOUT_EFFECT = [[
    setFontFace setStyleSheet setEmbeddedStyleSheet setEmbeddedFonts setStatusLineProp setFontBaseWeight setFontHinting
    setFontKerning setGammaIndex setWordSpacing setWordExpansion setBackgroundColor setBackgroundImage setRenderDPI
    setRenderScaleFontWithDPI setImageScaling setNightmodeImages setTextMainLang setTextEmbeddedLangs setTextHyphenation
    setTrustSoftHyphens setUserHyphenationDict setVisiblePageCount setHeaderInfo setHeaderFont setCallback
    setHideNonlinearFlows setAdjustedFallbackFontSizes setMonospaceFontScaling enableInternalHistory zoomFont updatePos
]]
for name in WITHOUT_EFFECT:gmatch("%a+") do
    CreDocument[name] = function() end
end

return CreDocument

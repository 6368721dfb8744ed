--- Paged books that MuPDF reads (KOReader: document/pdfdocument): PDF, CBZ, CBR. Pages count from the opening on.
-- fidelity: partial: sizes, text and contents; drawing, reflow and writing annotations into the file are loud
local Configurable = require("configurable")
local Document = require("document/document")
local Geom = require("ui/geometry")
local engine = require("ffi/document_engine")

local PdfDocument = Document:extend{
    provider = "mupdf",
    provider_name = "MuPDF",
    is_pdf = true,
}

-- MuPDF reads these too, and lays them out by itself.
local REFLOWABLE = { epub = true, fb2 = true, htm = true, html = true, xhtml = true, txt = true }

function PdfDocument:init()
    if REFLOWABLE[require("util").getFileNameSuffix(self.file):lower()] then
        require("not_emulated")("document/pdfdocument", "a reflowable book")
    end
    self:_open()
    self.koptinterface = require("document/koptinterface")
    self.page_sizes = {}
    self.info.has_pages = true
    self.info.configurable = true
    self.info.number_of_pages = engine.page_count(self.number)
    self.configurable = Configurable:new{
        page_scroll = 1, text_wrap = 0, rotation_mode = 0, zoom_mode_genus = 4, zoom_mode_type = 1, trim_page = 1,
        font_size = 1.0, line_spacing = 1.2, contrast = 1.0,
    }
end

-- Asked several times for each page turn; the file does not change while it is open.
local function sizeOf(document, page)
    local sizes = document.page_sizes
    local size = sizes[page]
    if not size then
        local width, height = engine.page_size(document.number, page)
        size = { width or 0, height or 0 }
        sizes[page] = size
    end
    return size
end

function PdfDocument:getNativePageDimensions(page)
    local size = sizeOf(self, page)
    return Geom:new{ w = size[1], h = size[2] }
end

function PdfDocument:getPageDimensions(page, zoom)
    local native = self:getNativePageDimensions(page)
    native:scaleBy(zoom or 1)
    return native
end

PdfDocument.getUsedBBoxDimensions = PdfDocument.getPageDimensions

function PdfDocument:getPageText(page)
    return (engine.page_text(self.number, page))
end

function PdfDocument:getPageBBox(page)
    local native = self:getNativePageDimensions(page)
    return { x0 = 0, y0 = 0, x1 = native.w, y1 = native.h }
end

function PdfDocument:getTextBoxes() return nil end

function PdfDocument:getPageLinks() return {} end

function PdfDocument:getPageBoxesFromPositions(_, first, second)
    return { Geom:new{ x = first.x, y = first.y, w = math.max(second.x - first.x, 1), h = 20 } }
end

--- Positions order by page, then from top to bottom, then from left to right: 1 when `second` comes later.
function PdfDocument:comparePositions(first, second)
    for _, key in ipairs({ "page", "y", "x" }) do
        if first[key] ~= second[key] then
            return first[key] < second[key] and 1 or -1
        end
    end
    return 0
end

return PdfDocument

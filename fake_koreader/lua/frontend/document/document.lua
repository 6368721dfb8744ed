--- What all documents share (KOReader: document/document). An open document is counted by the registry:
--- the engine lets a file go when the last holder closes it. Painting is not emulated.
-- fidelity: partial: drawing is loud; no hidden flows, no page maps
local Configurable = require("configurable")
local engine = require("ffi/document_engine")
local not_emulated = require("not_emulated")

local Document = {
    file = nil,
    links = nil,
    info = nil,
    is_locked = false,
    is_edited = false,
    is_open = false,
    color_bb_type = nil,
}

function Document:extend(subclass)
    local class = subclass or {}
    setmetatable(class, self)
    self.__index = self
    return class
end

function Document:new(fields)
    local document = self:extend(fields)
    if document._init then
        document:_init()
    end
    if document.init then
        document:init()
    end
    return document
end

function Document:_init()
    self.configurable = Configurable:new()
    self.info = { has_pages = false, number_of_pages = 0, doc_height = 0, configurable = false }
end

--- Opens the engine's side of the file; raises the engine's message, as an unreadable file does on a device.
function Document:_open()
    local number, message = engine.open(self.file)
    if not number then
        error(message, 0)
    end
    self.number = number
    self.is_open = true
end

function Document:unlock()
    return true
end

function Document:getPageCount()
    return self.info.number_of_pages
end

function Document:getDocumentProps()
    return engine.props(self.number)
end

local LISTS = { authors = true, keywords = true, identifiers = true }

--- Title, authors and so on; what the file leaves empty is absent. "Name #3" is a series and a number.
function Document:getProps(cached)
    local raw = cached or self:getDocumentProps() or {}
    local function given(key)
        local value = raw[key]
        if value == nil or value == "" then
            return nil
        end
        return LISTS[key] and value:gsub("%s*\n%s*", "\n") or value
    end
    local series, index = given("series"), given("series_index")
    if series and not index then
        local name, number = series:match("^(.*) #(%d+%.?%d*)$")
        if name then
            series, index = name, number
        end
    end
    return {
        title = given("title"),
        authors = given("authors"),
        series = series,
        series_index = tonumber(index),
        language = given("language"),
        keywords = given("keywords"),
        description = given("description"),
        identifiers = given("identifiers"),
    }
end

function Document:getToc()
    return engine.toc(self.number)
end

function Document:getCoverPageImage()
    if not engine.cover(self.number) then
        return nil
    end
    local Blitbuffer = require("ffi/blitbuffer")
    return Blitbuffer.new(600, 800, Blitbuffer.TYPE_BB8)
end

--- Gives up this holder's claim; the file is let go with the last one.
function Document:close()
    local DocumentRegistry = require("document/documentregistry")
    if self.is_open and DocumentRegistry:closeDocument(self.file) == 0 then
        self.is_open = false
        engine.close(self.number)
        self.number = nil
        return true
    end
    return false
end

function Document:discardChange()
    self.is_edited = false
end

-- Without hidden flows every page is in the main one.

function Document:hasNonLinearFlows() return false end

function Document:hasHiddenFlows() return false end

function Document:getNextPage(page)
    return page < self.info.number_of_pages and page + 1 or 0
end

function Document:getPrevPage(page)
    if page == 0 then
        return self.info.number_of_pages
    end
    return page > 1 and page - 1 or 0
end

function Document:getPageFlow() return 0 end

function Document:getFirstPageInFlow() return 1 end

function Document:getTotalPagesInFlow() return self.info.number_of_pages end

function Document:getPageNumberInFlow(page) return page end

function Document:getTotalPagesLeft(page)
    return self.info.number_of_pages - page
end

function Document:getVisiblePageCount() return 1 end

function Document:getVisiblePageNumberCount() return 1 end

-- Stable page numbers come from page lists, which the books of this emulation do not have.

function Document:hasPageMap() return false end

function Document:getPageMap() return nil end

function Document:gotoPage() end

function Document:clearSelection() end

function Document:resetTileCacheValidity() end

function Document:setTileCacheValidity() end

function Document:updateColorRendering() end

for _, name in ipairs({ "drawPage", "renderPage", "hintPage", "getPageBlock", "findText", "getPageLinks" }) do
    Document[name] = function()
        not_emulated("document/document", name)
    end
end

return Document

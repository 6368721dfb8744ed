--[[ Where the reader is, in the terms of a library server: percent and page.

The live modules are asked, never the sidecar: what it holds of the position is as old as its last save. ]]

local Event = require("ui/event")

local Position = {}

local BOOK_TYPES = { pdf = "PDF", cbz = "CBX", cbr = "CBX" }

function Position.bookType(path)
    local suffix = (path:match("%.([^./]+)$") or ""):lower()
    return BOOK_TYPES[suffix] or "EPUB"
end

-- page, pages; nil while the document is not ready.
function Position.page(ui)
    local document = ui.document
    if not document then
        return nil
    end
    local page = ui:getCurrentPage()
    local pages = document:getPageCount()
    if type(page) ~= "number" or type(pages) ~= "number" or pages < 1 then
        return nil
    end
    return math.min(math.max(page, 1), pages), pages
end

-- Progress in percent (0 to 100) and the location as text; nil while the document is not ready.
function Position.read(ui)
    local page, pages = Position.page(ui)
    if not page then
        return nil
    end
    return page / pages * 100, tostring(page)
end

-- Where one comes back to: an XPointer in a text that flows, else the page number; as text.
function Position.locator(ui)
    local module = ui.rolling or ui.paging
    local place = module and module:getLastProgress()
    if place == nil then
        place = Position.page(ui)
    end
    return tostring(place)
end

local function pageOf(progress, pages)
    return math.min(math.max(math.floor(progress / 100 * pages + 0.5), 1), pages)
end

-- Goes to a place that a server told: progress in percent, and a location in whatever notation its reader uses.
-- Only what this document understands is taken; for anything else (a web reader's CFI, nothing at all) the percent do.
function Position.goTo(ui, progress, location)
    local _, pages = Position.page(ui)
    if not pages then
        return false
    elseif ui.rolling and type(location) == "string" and location:sub(1, 1) == "/" then
        ui:handleEvent(Event:new("GotoXPointer", location, location))
    elseif ui.rolling then
        ui:handleEvent(Event:new("GotoPercent", progress))
    else
        local page = type(location) == "string" and location:match("^%d+$") and tonumber(location)
        if not page or page < 1 or page > pages then
            page = pageOf(progress, pages)
        end
        ui:handleEvent(Event:new("GotoPage", page))
    end
    return true
end

return Position

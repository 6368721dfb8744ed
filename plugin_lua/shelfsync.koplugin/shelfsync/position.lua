--[[ Where the reader is, in the terms of a library server: percent and page.

The live modules are asked, never the sidecar: what it holds of the position is as old as its last save. ]]

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

return Position

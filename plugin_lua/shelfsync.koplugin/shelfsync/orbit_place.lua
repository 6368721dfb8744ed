--[[ Places in a book as BookOrbit and KOReader write them, and whether a book agrees with one. ]]

local Text = require("shelfsync/orbit_text")

local Place = {}

-- So many finds of a text are looked at.
local HITS = 20

-- A place of KOReader's as text, and its format; nil for what is none. A PDF's has one way to be written, as keys are
-- made of it.
function Place.text(place)
    if type(place) == "string" and place ~= "" then
        return place, "xpointer"
    elseif type(place) == "table" and type(place.page) == "number" and type(place.x) == "number"
        and type(place.y) == "number" then
        return ('{"page":%d,"x":%.2f,"y":%.2f}'):format(place.page, place.x, place.y), "pdf"
    end
    return nil
end

local function says(document, pos0, pos1, text)
    if not document:isXPointerInDocument(pos0) or not document:isXPointerInDocument(pos1) then
        return false
    end
    local ok, found = pcall(document.getTextFromXPointers, document, pos0, pos1)
    return ok and Text.same(found, text)
end

-- Where the book has that text, the find nearest to a page.
local function search(document, text, page)
    local ok, hits = pcall(document.findAllText, document, text, false, 0, HITS, false)
    local best, distance
    for _i, hit in ipairs(ok and type(hits) == "table" and hits or {}) do
        local away = math.abs((document:getPageFromXPointer(hit.start) or 0) - (page or 0))
        if hit.start and hit["end"] and (not distance or away < distance) then
            best, distance = hit, away
        end
    end
    if document.clearSelection then
        document:clearSelection()
    end
    return best
end

-- The place of a highlight of the server's in this book: pos0, pos1, whether the book was asked, and whether the place
-- was put right. false when the book has no such text; nil when it cannot be told now.
function Place.verified(book, found)
    if found.posFormat ~= "xpointer" or type(found.pos0) ~= "string" or type(found.pos1) ~= "string"
        or book:isReflowable() == false then
        return false
    elseif not book.ui then
        if book:isReflowable() == nil then
            return nil
        end
        return found.pos0, found.pos1, false, false
    end
    local document = book.ui.document
    if says(document, found.pos0, found.pos1, found.text) then
        return found.pos0, found.pos1, true, false
    elseif type(found.text) ~= "string" or found.text == "" then
        return false
    end
    local page = type(found.pageno) == "number" and found.pageno
        or document:isXPointerInDocument(found.pos0) and document:getPageFromXPointer(found.pos0)
    local hit = search(document, found.text, page or nil)
    if not hit or not says(document, hit.start, hit["end"], found.text) then
        return false
    end
    return hit.start, hit["end"], true, true
end

return Place

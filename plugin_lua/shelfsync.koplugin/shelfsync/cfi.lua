--[[ EPUB CFIs of KOReader's positions, and positions of CFIs.

A CFI is a path of even numbers for elements and odd ones for the texts between them, from the package's spine down to
a letter: "epubcfi(/6/18!/4/2/28/3:21)". A range has what its ends share before the first comma. ]]

local Letters = require("shelfsync/letters")
local XPointer = require("shelfsync/xpointer")

local Cfi = {}

-- Elements with nothing in them: a place "in" one is the element and a number.
local EMPTY = { br = true, hr = true, img = true, image = true }

-- The step of a node among its siblings, and how many UTF-16 units of the same text stand before it: texts that only a
-- comment parts are one text to a CFI.
local function stepOf(node)
    local elements, before = 0, 0
    for _i, sibling in ipairs(node.parent.children) do
        if sibling == node then
            break
        elseif sibling.name then
            elements, before = elements + 1, 0
        else
            local letters = Letters.split(sibling.text)
            before = before + Letters.units(letters, #letters)
        end
    end
    if node.name then
        local id = node.id and "[" .. node.id:gsub("[%^%[%]%(%),;=]", "^%0") .. "]" or ""
        return ("/%d%s"):format(2 * elements + 2, id)
    end
    return ("/%d"):format(2 * elements + 1), before
end

local function isFirstOfPre(text)
    return text.parent.name == "pre" and text.parent.children[1] == text
end

-- The steps of a place: a list of "/6", "/18!", "/4", …, and the offset as ":21" or nil. nil when there is none.
local function stepsOf(epub, xpointer)
    local place = XPointer.resolve(epub, xpointer)
    if not place then
        return nil
    end
    local node, offset = place.node, place.offset
    local mark
    if node.text then
        local letters = Letters.split(node.text)
        local raw
        if XPointer.isPre(node.parent) then
            raw = Letters.rawOffsetInPre(letters, offset or 0, isFirstOfPre(node))
        else
            raw = Letters.rawOffset(letters, offset or 0)
        end
        if not raw then
            return nil
        end
        mark = ":" .. select(2, stepOf(node)) + Letters.units(letters, raw)
    elseif offset and EMPTY[node.name] then
        mark = ":" .. offset
    elseif offset and offset > 0 then
        node = XPointer.children(node)[offset + 1] or node
        mark = node.text and ":0" or nil
    end
    local steps, body = {}, epub:body(place.document)
    while node ~= body do
        table.insert(steps, 1, (stepOf(node)))
        node = node.parent
    end
    table.insert(steps, 1, "/4")
    table.insert(steps, 1, ("/%d!"):format(2 * place.document))
    table.insert(steps, 1, "/6")
    return steps, mark
end

-- The CFI of a place; nil when the book has no such place.
function Cfi.point(epub, xpointer)
    local steps, mark = stepsOf(epub, xpointer)
    return steps and "epubcfi(" .. table.concat(steps) .. (mark or "") .. ")"
end

-- The CFI from one place to another; nil when the book has not both.
function Cfi.range(epub, first, last)
    local one, one_mark = stepsOf(epub, first)
    local other, other_mark = stepsOf(epub, last)
    if not one or not other then
        return nil
    end
    -- A text's own step stays with its offset.
    local shortest = math.min(#one - (one_mark and 1 or 0), #other - (other_mark and 1 or 0))
    local shared = 0
    while shared < shortest and one[shared + 1] == other[shared + 1] do
        shared = shared + 1
    end
    local ends = {
        table.concat(one, "", shared + 1) .. (one_mark or ""),
        table.concat(other, "", shared + 1) .. (other_mark or ""),
    }
    local path = table.concat(one, "", 1, shared)
    if ends[1] == "" and ends[2] == "" then
        return "epubcfi(" .. path .. ")"
    end
    return ("epubcfi(%s,%s,%s)"):format(path, ends[1], ends[2])
end

-- Paths without assertions, which may hold any letter behind a "^".
local function plain(path)
    return (path:gsub("%^.", ""):gsub("%[[^%]]*%]", ""))
end

-- The text of a gap between elements that holds letter number `units`, and the letter in it.
local function textAt(element, gap, units)
    local elements = 0
    for _i, child in ipairs(element.children) do
        if child.name then
            elements = elements + 1
        elseif elements == gap then
            local letters = Letters.split(child.text)
            local all = Letters.units(letters, #letters)
            if units <= all then
                return child, Letters.lettersOf(letters, units), letters
            end
            units = units - all
        end
    end
    return nil
end

local function elementAt(element, number)
    for _i, child in ipairs(element.children) do
        if child.name then
            number = number - 1
            if number == 0 then
                return child
            end
        end
    end
    return nil
end

local function placeOf(epub, path)
    local item, rest = path:match("^/6/(%d+)!/4(.*)$")
    local document = item and tonumber(item) / 2
    local node = document and document % 1 == 0 and epub:body(document)
    if not node then
        return nil
    end
    local steps, offset = rest:match("^(.-):(%d+)$")
    for step in (steps or rest):gmatch("/(%d+)") do
        local number = tonumber(step)
        if number % 2 == 1 then
            local text, raw, letters = textAt(node, (number - 1) / 2, tonumber(offset or 0))
            if not text then
                return nil
            end
            local kept
            if XPointer.isPre(node) then
                kept = Letters.keptOffsetInPre(letters, raw, isFirstOfPre(text))
            else
                kept = Letters.keptOffset(letters, raw)
            end
            return { document = document, node = text, offset = kept }
        end
        node = elementAt(node, number / 2)
        if not node then
            return nil
        end
    end
    return { document = document, node = node, offset = 0 }
end

local function xpointerOf(epub, path)
    local place = placeOf(epub, path)
    return place and XPointer.of(epub, place)
end

-- The position that a CFI names, and for a range that of its end; nil when the book has no such place.
function Cfi.xpointers(epub, cfi)
    local inside = cfi:match("^%s*epubcfi%((.+)%)%s*$")
    if not inside then
        return nil
    end
    local parts = {}
    for part in (plain(inside) .. ","):gmatch("([^,]*),") do
        parts[#parts + 1] = part
    end
    if #parts == 1 then
        return xpointerOf(epub, parts[1])
    elseif #parts ~= 3 then
        return nil
    end
    local first, last = xpointerOf(epub, parts[1] .. parts[2]), xpointerOf(epub, parts[1] .. parts[3])
    if not first or not last then
        return nil
    end
    return first, last
end

return Cfi

--[[ KOReader's positions in flowing text, walked through an EPUB's own files.

"/body/DocFragment[9]/body/div/p[14]/text()[2].21": an index counts siblings of one name and may be missing, a text is
one of its parent's texts that the engine keeps, and the number is a letter of it, or a child where it follows an
element. Which texts of nothing but white space the engine drops is a matter of blocks: those at the start of a block
and those beside one. ]]

local Letters = require("shelfsync/letters")

local XPointer = {}

local BLOCKS = {}
for name in ([[html body div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr td th caption blockquote
    pre hr form fieldset section article aside header footer nav main figure figcaption address center details
    summary]]):gmatch("%S+") do
    BLOCKS[name] = true
end

local function isBlock(node)
    if node.is_block == nil and node.name then
        node.is_block = BLOCKS[node.name] or false
        for _i, child in ipairs(node.children) do
            node.is_block = node.is_block or isBlock(child)
        end
    end
    return node.is_block or false
end

-- Whether white space is kept as it is in a node.
function XPointer.isPre(node)
    while node do
        if node.name == "pre" then
            return true
        end
        node = node.parent
    end
    return false
end

local function hasInline(element)
    for _i, child in ipairs(element.children) do
        if child.name and not isBlock(child) or child.text and not Letters.isWhite(child.text) then
            return true
        end
    end
    return false
end

local function hasBlock(element)
    for _i, child in ipairs(element.children) do
        if isBlock(child) then
            return true
        end
    end
    return false
end

local function dropWhiteEnd(kept)
    while kept[#kept] and kept[#kept].text and Letters.isWhite(kept[#kept].text) do
        table.remove(kept)
    end
end

-- The children of an element that the engine keeps.
function XPointer.children(element)
    if XPointer.isPre(element) then
        return element.children
    end
    local near_blocks = hasBlock(element) and (isBlock(element) or hasInline(element))
    local kept = {}
    for _i, child in ipairs(element.children) do
        local last = kept[#kept]
        if child.name then
            if near_blocks and isBlock(child) then
                dropWhiteEnd(kept)
            end
            kept[#kept + 1] = child
        elseif not Letters.isWhite(child.text) then
            kept[#kept + 1] = child
        elseif not (not last and isBlock(element)) and not (last and near_blocks and isBlock(last)) then
            kept[#kept + 1] = child
        end
    end
    if near_blocks and isBlock(element) then
        dropWhiteEnd(kept)
    end
    return kept
end

local function childOf(element, name, number)
    for _i, child in ipairs(XPointer.children(element)) do
        if (name == "text()" and child.text) or child.name == name then
            number = number - 1
            if number == 0 then
                return child
            end
        end
    end
    return nil
end

-- { document = number in the spine, node = of Markup, offset = number or nil }; nil when the book has no such place.
function XPointer.resolve(epub, xpointer)
    local path, offset = xpointer:match("^(.-)%.(%d+)$")
    path = path or xpointer
    local fragment, rest = path:match("^/body%[?1?%]?/DocFragment%[?(%d*)%]?/body%[?1?%]?(.*)$")
    if not fragment then
        return nil
    end
    local document = fragment == "" and 1 or tonumber(fragment)
    local node = epub:body(document)
    for part in rest:gmatch("[^/]+") do
        local name, number = part:match("^([^%[]+)%[(%d+)%]$")
        node = node and node.children and childOf(node, name or part, tonumber(number) or 1)
    end
    return node and { document = document, node = node, offset = tonumber(offset) }
end

local function stepOf(node)
    local name, number, alike = node.name or "text()", 0, 0
    for _i, child in ipairs(XPointer.children(node.parent)) do
        if (child.name or "text()") == name then
            alike = alike + 1
            number = child == node and alike or number
        end
    end
    if number == 0 then
        return nil
    end
    return alike > 1 and ("%s[%d]"):format(name, number) or name
end

-- The notation of a place; nil for a text that the engine does not keep.
function XPointer.of(epub, place)
    local steps, node = {}, place.node
    local body = epub:body(place.document)
    while node ~= body do
        local step = stepOf(node)
        if not step then
            return nil
        end
        table.insert(steps, 1, step)
        node = node.parent
    end
    local fragment = epub:count() > 1 and ("[%d]"):format(place.document) or ""
    local path = table.concat({ "/body/DocFragment" .. fragment .. "/body", unpack(steps) }, "/")
    return place.offset and ("%s.%d"):format(path, place.offset) or path
end

return XPointer

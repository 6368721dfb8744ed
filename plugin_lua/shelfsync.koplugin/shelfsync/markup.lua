--[[ The tree of an XHTML file, as an EPUB CFI counts it and as KOReader's engine counts it.

A node is { name=, id=, children= } or a text { text= }; both have `parent`. Comments and the like go; the texts on
both sides of one stay two nodes, as in the engine. Names are in lower case and without a prefix. ]]

local Markup = {}

-- Elements without an end tag.
local VOID = {}
for name in ("area base br col embed hr img input link meta param source track wbr"):gmatch("%S+") do
    VOID[name] = true
end

local ENTITIES = { amp = "&", lt = "<", gt = ">", quot = '"', apos = "'", nbsp = "\194\160" }

local function utf8Of(code)
    if code < 0x80 then
        return string.char(code)
    elseif code < 0x800 then
        return string.char(0xC0 + math.floor(code / 0x40), 0x80 + code % 0x40)
    elseif code < 0x10000 then
        return string.char(0xE0 + math.floor(code / 0x1000), 0x80 + math.floor(code / 0x40) % 0x40, 0x80 + code % 0x40)
    end
    return string.char(0xF0 + math.floor(code / 0x40000), 0x80 + math.floor(code / 0x1000) % 0x40,
        0x80 + math.floor(code / 0x40) % 0x40, 0x80 + code % 0x40)
end

-- A named entity that is not among XML's own stands for one letter, whichever: what counts here is how many there are.
local UNKNOWN_LETTER = "?"

local function decoded(text)
    return (text:gsub("&(#?[%w]+);", function(name)
        local digits, base = name:match("^#(%d+)$"), 10
        if not digits then
            digits, base = name:match("^#[xX](%x+)$"), 16
        end
        local code = digits and tonumber(digits, base)
        if code and code > 0 and code <= 0x10FFFF then
            return utf8Of(code)
        end
        return ENTITIES[name] or (not digits and UNKNOWN_LETTER) or nil
    end))
end

-- The end of a tag that begins at `from`: the first ">" outside of quotes.
local function tagEnd(source, from)
    local at = from
    while true do
        local stop = source:find("[>\"']", at)
        if not stop then
            return nil
        end
        local mark = source:sub(stop, stop)
        if mark == ">" then
            return stop
        end
        local closing = source:find(mark, stop + 1, true)
        if not closing then
            return nil
        end
        at = closing + 1
    end
end

local function localName(name)
    return name:match("([^:]+)$"):lower()
end

local function attribute(tag, wanted)
    for name, _quote, value in tag:gmatch("([%w:_%-%.]+)%s*=%s*([\"'])(.-)%2") do
        if name:lower() == wanted then
            return decoded(value)
        end
    end
    return nil
end

local function addText(parent, raw, is_literal)
    if raw ~= "" then
        table.insert(parent.children, { text = is_literal and raw or decoded(raw), parent = parent })
    end
end

-- Closes the innermost open element of that name; an end tag that closes nothing is passed over.
local function close(element, name, root)
    local open = element
    while open ~= root do
        if open.name == name then
            return open.parent
        end
        open = open.parent
    end
    return element
end

-- What begins with "<!" or "<?": where it ends, and the text in it where it is CDATA.
local function special(source, at)
    if source:sub(at, at + 3) == "<!--" then
        return (select(2, source:find("-->", at + 4, true)))
    elseif source:sub(at, at + 8) == "<![CDATA[" then
        local from, to = source:find("]]>", at + 9, true)
        return to, from and source:sub(at + 9, from - 1)
    elseif source:sub(at, at + 1) == "<?" then
        return (select(2, source:find("?>", at + 2, true)))
    end
    return tagEnd(source, at + 2)
end

local function open(element, tag)
    local name = tag:match("^<([%w:_%-%.]+)")
    if not name then
        return element
    end
    local child = { name = localName(name), id = attribute(tag, "id"), tag = tag, children = {}, parent = element }
    table.insert(element.children, child)
    if tag:sub(-2) == "/>" or VOID[child.name] then
        return element
    end
    return child
end

-- The tree of a file; its root has the document's element among its children. What is broken in it is read as far as
-- it goes.
function Markup.parse(source)
    local root = { name = "", children = {} }
    local element, at = root, 1
    while at <= #source do
        local mark = source:find("<", at, true)
        if not mark then
            addText(element, source:sub(at))
            break
        end
        addText(element, source:sub(at, mark - 1))
        local second = source:sub(mark + 1, mark + 1)
        local stop, literal
        if second == "!" or second == "?" then
            stop, literal = special(source, mark)
            addText(element, literal or "", true)
        else
            stop = tagEnd(source, mark + 1)
            local tag = stop and source:sub(mark, stop)
            if tag and second == "/" then
                element = close(element, localName(tag:match("^</%s*([^%s>]+)") or "?"), root)
            elseif tag then
                element = open(element, tag)
            end
        end
        if not stop then
            break
        end
        at = stop + 1
    end
    return root
end

-- Every element below a node whose name is that, in reading order.
function Markup.all(node, name, found)
    found = found or {}
    for _i, child in ipairs(node.children) do
        if child.name then
            if child.name == name then
                found[#found + 1] = child
            end
            Markup.all(child, name, found)
        end
    end
    return found
end

Markup.attribute = function(element, name) return attribute(element.tag, name) end

return Markup

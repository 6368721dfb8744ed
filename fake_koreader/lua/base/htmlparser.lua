--- HTML into a tree of elements that can be asked with CSS selectors: the module `htmlparser` that KOReader bundles.
-- Tags need not be closed or nested well: a closing tag ends the nearest open element of its name. After `limit`
-- elements (1000 when nothing is said, as the bundled one does) the rest of the text is not read.

local Node = require("htmlparser/node")

local VOID = {}
for name in ([[area base br col command embed hr img input keygen link meta param source track wbr]]):gmatch("%S+") do
    VOID[name] = true
end
local RAW = { script = true, style = true, textarea = true, title = true }
local DEFAULT_LIMIT = 1000

-- Where a tag's `>` is: one inside quotes does not count.
local function tag_end(text, at)
    while true do
        local place = text:find("[>\"']", at)
        if not place then return nil end
        local char = text:sub(place, place)
        if char == ">" then return place end
        at = text:find(char, place + 1, true)
        if not at then return nil end
        at = at + 1
    end
end

local function read_attributes(node, text)
    local at = 1
    while true do
        local from, to, name = text:find("([^%s=\"'<>/]+)", at)
        if not from then return end
        local _, equals = text:find("^%s*=%s*", to + 1)
        local value = ""
        at = to + 1
        if equals then
            local quote = text:match("^[\"']", equals + 1)
            if quote then
                local closing = text:find(quote, equals + 2, true) or #text + 1
                value = text:sub(equals + 2, closing - 1)
                at = closing + 1
            else
                value = text:match("^[^%s>]*", equals + 1)
                at = equals + #value + 1
            end
        end
        node:addattribute(name, value)
    end
end

-- Ends the nearest open element of that name, and all inside it; nothing when none is open.
local function close(current, name, content_end, text_end)
    local node = current
    while node.parent and node.name:lower() ~= name do node = node.parent end
    if not node.parent then return current end
    local inner = current
    while inner ~= node do
        inner:close(content_end, content_end)
        inner = inner.parent
    end
    node:close(content_end, text_end)
    return node.parent
end

-- An element that begins at `at`; returns what is current after it and where reading goes on.
local function open(state, current, at, name)
    local text = state.text
    local finish = tag_end(text, at) or #text
    state.count = state.count + 1
    local node = Node:new(state.count, name, current, at, finish)
    local inside = text:sub(at + 1 + #name, finish - 1)
    local closes_itself = inside:sub(-1) == "/"
    read_attributes(node, closes_itself and inside:sub(1, -2) or inside)
    local lower = name:lower()
    if VOID[lower] or closes_itself then
        node:close(finish, finish)
        return current, finish + 1
    elseif RAW[lower] then
        local from, to = text:lower():find("</" .. lower .. "%s*>", finish + 1)
        node:close((from or #text + 1) - 1, to or #text)
        return current, (to or #text) + 1
    end
    return node, finish + 1
end

local function build(state, limit)
    local text, current, at = state.text, state.root, 1
    while true do
        at = text:find("<", at, true)
        if not at then break end
        local name = text:match("^<([%a_][^%s/>]*)", at)
        local closing = text:match("^</%s*([%a_][^%s>]*)", at)
        if text:find("^<!%-%-", at) then
            at = (select(2, text:find("-->", at + 4, true)) or #text) + 1
        elseif name then
            if state.count >= limit then
                io.stderr:write("[HTMLParser] the limit of ", limit, " elements is reached: the rest is left out\n")
                break
            end
            current, at = open(state, current, at, name)
        elseif closing then
            local finish = text:find(">", at, true) or #text
            current = close(current, closing:lower(), at - 1, finish)
            at = finish + 1
        else
            at = at + 1
        end
    end
    while current.parent do
        current:close(#text, #text)
        current = current.parent
    end
end

--- The root of a text's elements. @tparam string text @tparam number|nil limit how many elements are read
local function parse(text, limit)
    text = tostring(text)
    local root = Node.root(text)
    build({ text = text, root = root, count = 0 }, limit or rawget(_G, "htmlparser_looplimit") or DEFAULT_LIMIT)
    return root
end

return { parse = parse }

--- CSS selectors over parsed elements: names, `*`, `#id`, `.class`, `[attribute]` with `= != |= *= ~= ^= $=`, `:not(…)`
-- descendants (space), children (`>`), and several separated by commas.

local Selector = {}

local function has_class(node, class)
    for _, own in ipairs(node.classes) do
        if own == class then return true end
    end
    return false
end

local function has_word(text, word)
    return (" " .. text:gsub("%s", " ") .. " "):find(" " .. word .. " ", 1, true) ~= nil
end

local COMPARE = {
    ["="] = function(own, value) return own == value end,
    ["!="] = function(own, value) return own ~= value end,
    ["|="] = function(own, value) return own == value or own:sub(1, #value + 1) == value .. "-" end,
    ["*="] = function(own, value) return own:find(value, 1, true) ~= nil end,
    ["~="] = has_word,
    ["^="] = function(own, value) return own:sub(1, #value) == value end,
    ["$="] = function(own, value) return value == "" or own:sub(-#value) == value end,
}

-- `[…]` as a test; an element without the attribute passes only `!=`.
local function attribute_test(inside)
    local name, operator, value = inside:match("^%s*([^=!|%*~%^%$%s]+)%s*([!|%*~%^%$]?=)%s*(.-)%s*$")
    if not name then
        name = inside:match("^%s*(.-)%s*$")
        return function(node) return node.attributes[name] ~= nil end
    end
    value = value:match("^\"(.*)\"$") or value:match("^'(.*)'$") or value
    return function(node)
        local own = node.attributes[name]
        if own == nil then return operator == "!=" end
        return COMPARE[operator](own, value)
    end
end

local compound

-- One part of a compound selector at a position: its test and the position after it.
local function simple(text, at)
    local char = text:sub(at, at)
    if char == "*" then
        return function() return true end, at + 1
    elseif char == "[" then
        local inside = text:match("^%b[]", at) or error("htmlparser: no ] in selector " .. text, 0)
        return attribute_test(inside:sub(2, -2)), at + #inside
    elseif text:find("^:not%(", at) then
        local inside = text:match("^%b()", at + 4) or error("htmlparser: no ) in selector " .. text, 0)
        local test = compound(inside:sub(2, -2))
        return function(node) return not test(node) end, at + 4 + #inside
    end
    local kind, name = text:match("^([#%.]?)([^%s#%.%[%]:>,%*]+)", at)
    if not name then error("htmlparser: cannot read selector " .. text:sub(at), 0) end
    local after = at + #kind + #name
    if kind == "#" then
        return function(node) return node.id == name end, after
    elseif kind == "." then
        return function(node) return has_class(node, name) end, after
    end
    return function(node) return node.name == name or node.name:lower() == name:lower() end, after
end

-- All tests of one element: `a.b[c]`.
function compound(text)
    local tests, at = {}, 1
    while at <= #text do
        tests[#tests + 1], at = simple(text, at)
    end
    return function(node)
        for _, test in ipairs(tests) do
            if not test(node) then return false end
        end
        return true
    end
end

-- Where the compound selector that begins at a position ends: brackets may hold anything.
local function compound_end(text, at)
    while at <= #text do
        local char = text:sub(at, at)
        if char == "[" or char == "(" then
            at = at + #(text:match(char == "[" and "^%b[]" or "^%b()", at) or text:sub(at))
        elseif char:find("[%s>,]") then
            break
        else
            at = at + 1
        end
    end
    return at
end

-- Array of chains; a chain is an array of { test =, child = whether it must be a child of the one before }.
local function read(text)
    local chains, chain, child, at = {}, {}, false, 1
    while true do
        at = text:find("%S", at)
        if not at then break end
        local char = text:sub(at, at)
        if char == ">" then
            child, at = true, at + 1
        elseif char == "," then
            chains[#chains + 1], chain, child, at = chain, {}, false, at + 1
        else
            local finish = compound_end(text, at)
            chain[#chain + 1] = { test = compound(text:sub(at, finish - 1)), child = child }
            child, at = false, finish
        end
    end
    chains[#chains + 1] = chain
    return chains
end

-- Whether the chain up to `place` fits a node, with nothing above `top` looked at.
local function fits(node, chain, place, top)
    local step = chain[place]
    if not step.test(node) then return false end
    if place == 1 then return not step.child or node.parent == top end
    local above = node.parent
    while above and above ~= top do
        if fits(above, chain, place - 1, top) then return true end
        if step.child then return false end
        above = above.parent
    end
    return false
end

local function walk(node, visit)
    for _, child in ipairs(node.nodes) do
        visit(child)
        walk(child, visit)
    end
end

--- The elements below `top` that fit, in the order of the text.
function Selector.select(top, text)
    local chains, found = read(text), {}
    walk(top, function(node)
        for _, chain in ipairs(chains) do
            if #chain > 0 and fits(node, chain, #chain, top) then
                found[#found + 1] = node
                return
            end
        end
    end)
    return found
end

return Selector

--- One element of a parsed HTML text: its name, attributes, place in the tree, and what it contains.

local Selector = require("htmlparser/selector")

local Node = {}
Node.__call = function(node, selector) return node:select(selector) end

local function set_methods(node)
    return setmetatable(node, Node)
end

--- The element that holds a whole text. Its level and index are 0.
function Node.root(text)
    local root = set_methods{
        index = 0, nameindex = 0, name = "root", level = 0, nodes = {}, attributes = {}, classes = {}, counts = {},
        _text = text, _from = 1, _inner = 1, _inner_end = #text, _to = #text,
    }
    root.root = root
    return root
end

--- An element below `parent` whose opening tag lies at `from` … `tag_end` of the text.
function Node:new(index, name, parent, from, tag_end)
    local root = parent.root
    root.counts[name] = (root.counts[name] or 0) + 1
    local node = set_methods{
        index = index, nameindex = root.counts[name], name = name, level = parent.level + 1, parent = parent,
        root = root, nodes = {}, attributes = {}, classes = {}, _text = root._text, _from = from, _inner = tag_end + 1,
        _inner_end = tag_end, _to = tag_end,
    }
    parent.nodes[#parent.nodes + 1] = node
    return node
end

--- An attribute as it is written; the first of a name counts.
function Node:addattribute(name, value)
    if self.attributes[name] ~= nil then return end
    self.attributes[name] = value
    if name:lower() == "id" then
        self.id = value
    elseif name:lower() == "class" then
        for class in value:gmatch("%S+") do self.classes[#self.classes + 1] = class end
    end
end

--- The content ends at `inner_end`, the closing tag at `to`.
function Node:close(inner_end, to)
    self._inner_end, self._to = math.max(inner_end, self._inner - 1), math.max(to, self._inner - 1)
end

--- The element as it stands in the text, with its tags.
function Node:gettext()
    return self._text:sub(self._from, self._to)
end

--- What stands between its tags.
function Node:getcontent()
    return self._text:sub(self._inner, self._inner_end)
end

--- The content without tags and comments.
function Node:textonly()
    return (self:getcontent():gsub("<!%-%-.-%-%->", ""):gsub("<[^>]*>", ""))
end

local function add(sets, key, node)
    sets[key] = sets[key] or {}
    sets[key][node] = true
end

local function gather(node, sets)
    for _, child in ipairs(node.nodes) do
        sets.deepernodes[child] = true
        add(sets.deeperelements, child.name, child)
        for name in pairs(child.attributes) do add(sets.deeperattributes, name, child) end
        if child.id then add(sets.deeperids, child.id, child) end
        for _, class in ipairs(child.classes) do add(sets.deeperclasses, class, child) end
        gather(child, sets)
    end
end

local SETS = { "deepernodes", "deeperelements", "deeperattributes", "deeperids", "deeperclasses" }
for _, name in ipairs(SETS) do SETS[name] = true end

-- The sets of what lies below, by name, attribute, id and class, are made when one is asked for.
Node.__index = function(node, key)
    if not SETS[key] then return Node[key] end
    for _, name in ipairs(SETS) do rawset(node, name, {}) end
    gather(node, node)
    return rawget(node, key)
end

--- The elements below that a CSS selector means, in the order of the text.
function Node:select(selector)
    return Selector.select(self, selector)
end

return Node

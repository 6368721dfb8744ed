--[[--
Nodes in the order they came, save that whatever a node depends on comes before it.

A node that is removed while it has dependencies is only switched off: it keeps its place and its dependencies
for the day it is added again.
]]
local DepGraph = {}
DepGraph.__index = DepGraph

function DepGraph:new(o)
    local graph = setmetatable(o or {}, self)
    graph.order = {}
    graph.byname = {}
    return graph
end

local function obtain(self, name)
    local node = self.byname[name]
    if not node then
        node = { name = name, deps = {} }
        self.byname[name] = node
        table.insert(self.order, node)
    end
    return node
end

local function position(list, wanted)
    for i = 1, #list do
        if list[i] == wanted then return i end
    end
end

--- Whether there is such a node and it is switched on.
function DepGraph:checkNode(name)
    local node = self.byname[name]
    return node ~= nil and not node.off
end

--- Add a node, or switch it on again. @tparam table|nil deps names of what it depends on, in addition
function DepGraph:addNode(name, deps)
    obtain(self, name).off = nil
    for _, dep in ipairs(deps or {}) do self:addNodeDep(name, dep) end
end

--- Take a node out; does nothing when there is none.
function DepGraph:removeNode(name)
    local node = self.byname[name]
    if not node then return end
    if #node.deps > 0 then
        node.off = true
        return
    end
    self.byname[name] = nil
    table.remove(self.order, position(self.order, node))
end

--- Make `name` depend on `dep`; either is added if it is not there yet.
function DepGraph:addNodeDep(name, dep)
    local deps = obtain(self, name).deps
    if not position(deps, dep) then table.insert(deps, dep) end
    obtain(self, dep)
end

function DepGraph:removeNodeDep(name, dep)
    local node = self.byname[name]
    local at = node and position(node.deps, dep)
    if at then table.remove(node.deps, at) end
end

--- @treturn table names in order, dependencies first
function DepGraph:serialize()
    local names, visited = {}, {}
    local function visit(node)
        if not node or node.off or visited[node] then return end
        visited[node] = true
        for _, dep in ipairs(node.deps) do visit(self.byname[dep]) end
        table.insert(names, node.name)
    end
    for _, node in ipairs(self.order) do visit(node) end
    return names
end

return DepGraph

--- Functions waiting under a name, called in the order they registered.
local HookContainer = {}
HookContainer.__index = HookContainer

function HookContainer:new(o)
    return setmetatable(o or {}, self)
end

local function checkName(name)
    assert(type(name) == "string" and name ~= "", "a hook's name is a non-empty string")
end

local function isCallable(func)
    if type(func) == "function" then return true end
    local meta = type(func) == "table" and getmetatable(func)
    return meta and meta.__call ~= nil
end

local function checkFunction(func)
    assert(isCallable(func), "a hook is a function or can be called like one")
end

-- The lists live under a private key, so that a hook may be called like a method.
local function listOf(self, name, create)
    local lists = rawget(self, "_hooks")
    if not lists then
        lists = {}
        self._hooks = lists
    end
    if create and not lists[name] then lists[name] = {} end
    return lists[name]
end

function HookContainer:register(name, func)
    checkName(name)
    checkFunction(func)
    table.insert(listOf(self, name, true), func)
end

--- @treturn bool whether it was registered; one registration goes
function HookContainer:unregister(name, func)
    checkName(name)
    checkFunction(func)
    local list = listOf(self, name) or {}
    for i = 1, #list do
        if list[i] == func then
            table.remove(list, i)
            return true
        end
    end
    return false
end

--- Call all functions of a name with `args`. @treturn number how many there were
function HookContainer:execute(name, args)
    checkName(name)
    local list = listOf(self, name)
    if not list then return 0 end
    local now = { unpack(list) }
    for i = 1, #now do now[i](args) end
    return #now
end

--- Have `widget["on"..name]` called until the widget is closed.
function HookContainer:registerWidget(name, widget)
    checkName(name)
    local method = "on" .. name
    assert(type(widget) == "table" and isCallable(widget[method]), "the widget has no " .. method)
    local function hook(args) widget[method](widget, args) end
    self:register(name, hook)
    local closed = widget.onCloseWidget
    widget.onCloseWidget = function(...)
        if closed then closed(...) end
        self:unregister(name, hook)
    end
end

return HookContainer

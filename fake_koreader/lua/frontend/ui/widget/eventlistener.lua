--[[--
The root of the class tree: something that can be extended, made and told about events.
It never looks at children; `WidgetContainer` does.
]]
local EventListener = {}

--- Make `proto` (or a fresh table) a subclass of this class; nothing of it is run.
function EventListener:extend(proto)
    self.__index = self
    return setmetatable(proto or {}, self)
end

--- Make `o` (or a fresh table) an instance, and run its `init`.
function EventListener:new(o)
    local instance = self:extend(o)
    if instance.init then instance:init() end
    return instance
end

--- Call the method that the event names, if there is one (any callable); returns all its results.
function EventListener:handleEvent(event)
    local answer = self[event.handler]
    if not answer then return end
    local args = event.args
    return answer(self, unpack(args, 1, args.n))
end

return EventListener

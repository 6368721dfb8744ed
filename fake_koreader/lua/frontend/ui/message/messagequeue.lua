--- What UIManager polls for messages: KOReader's frontend/ui/message/messagequeue.

local MessageQueue = {}

--- An object of this class; `init` is called if there is one.
function MessageQueue:new(o)
    o = o or {}
    setmetatable(o, self)
    self.__index = self
    if o.init then o:init() end
    return o
end

--- A class derived from this one.
function MessageQueue:extend(o)
    o = o or {}
    setmetatable(o, self)
    self.__index = self
    return o
end

function MessageQueue:start() end

function MessageQueue:stop() end

--- An event that has arrived, or nil.
function MessageQueue:waitEvent() end

return MessageQueue

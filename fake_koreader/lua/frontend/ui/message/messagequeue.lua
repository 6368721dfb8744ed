--- What UIManager polls for messages: KOReader's frontend/ui/message/messagequeue.
-- same: start stop waitEvent

local MessageQueue = {}

--- A class derived from this one.
function MessageQueue:extend(class)
    self.__index = self
    return setmetatable(class or {}, self)
end

--- An object of this class; `init` is called if there is one.
function MessageQueue:new(object)
    local queue = self:extend(object)
    if queue.init then queue:init() end
    return queue
end

function MessageQueue:start() end

function MessageQueue:stop() end

--- An event that has arrived, or nil.
function MessageQueue:waitEvent() end

return MessageQueue

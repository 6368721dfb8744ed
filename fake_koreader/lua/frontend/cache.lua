--- A bounded store that forgets what was used longest ago: KOReader's frontend/cache (specs/koreader-core.md §3.3).
-- Either `slots = n`, or `size = bytes` with `avg_itemsize = bytes`; neither raises.

local lru = require("ffi/lru")

local Cache = {
    size = nil, -- bytes
    avg_itemsize = nil, -- bytes
    slots = nil,
}

function Cache:extend(object)
    object = object or {}
    self.__index = self
    return setmetatable(object, self)
end

function Cache:new(object)
    object = self:extend(object)
    if object.init then
        object:init()
    end
    return object
end

function Cache:init()
    if self.slots then
        self.cache = lru.new(self.slots, nil, true)
    else
        self.slots = math.floor(self.size / self.avg_itemsize)
        self.cache = lru.new(self.slots, self.size, true)
    end
end

--- Stores an object; one bigger than the whole cache is not kept.
function Cache:insert(key, object, size)
    size = size or (type(object) == "table" and object.size) or self.avg_itemsize
    if self.size and size and size > self.size then
        return
    end
    self.cache:set(key, object, size)
end

function Cache:check(key)
    return self.cache:get(key)
end
Cache.get = Cache.check

--- Whether an object of `size` bytes may be worth keeping.
function Cache:willAccept(size)
    -- One object may take three quarters of the cache at most.
    return not self.size or size * 4 < self.size * 3
end

function Cache:clear()
    self.cache:clear()
end

return Cache

--- What can be put into a cache: it knows its size, and is told when the cache lets it go.
-- same: onFree
local CacheItem = {
    -- Bytes that the table itself takes.
    size = 128,
}

function CacheItem:extend(o)
    self.__index = self
    return setmetatable(o or {}, self)
end

CacheItem.new = CacheItem.extend

--- For subclasses: the cache no longer holds it.
function CacheItem:onFree() end

return CacheItem

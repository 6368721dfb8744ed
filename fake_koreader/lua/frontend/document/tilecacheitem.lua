--- A drawn piece of a page (`bb`, `pageno`, `excerpt`) for the cache of documents.
local CacheItem = require("cacheitem")
local Persist = require("persist")
local logger = require("logger")

local TileCacheItem = CacheItem:extend{
    bb = nil,
    -- Whether it could be made again.
    persistent = nil,
}

--- Its pixels go with it.
function TileCacheItem:onFree()
    if not self.bb then return end
    logger.dbg("a tile goes:", self.pageno)
    self.bb:free()
    self.bb = nil
end

--- Everything but methods, for writing it out.
function TileCacheItem:totable()
    local bb = self.bb
    return {
        size = self.size, pageno = self.pageno, excerpt = self.excerpt, created_ts = self.created_ts,
        persistent = self.persistent, doc_path = self.doc_path,
        bb = bb and {
            w = bb:getWidth(), h = bb:getHeight(), stride = tonumber(bb.stride), fmt = bb:getType(),
            data = require("ffi/blitbuffer").tostring(bb),
        },
    }
end

--- The other way round.
function TileCacheItem:fromtable(t)
    for key, value in pairs(t) do self[key] = value end
    if type(t.bb) == "table" then
        self.bb = require("ffi/blitbuffer").fromstring(t.bb.w, t.bb.h, t.bb.fmt, t.bb.data, t.bb.stride)
    end
end

local function store(path) return Persist:new{ path = path, codec = "zstd" } end

--- Write it into a file. @treturn number|nil the file's size
function TileCacheItem:dump(path)
    local file = store(path)
    return file:save(self:totable()) and file:size() or nil
end

--- Read it from a file. @treturn bool|nil true when there was one
function TileCacheItem:load(path)
    local t = store(path):load()
    if not t then return nil end
    self:fromtable(t)
    return true
end

return TileCacheItem

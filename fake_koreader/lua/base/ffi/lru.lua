--- A map that forgets what was used longest ago (the module KOReader's base calls ffi/lru).
-- Bounded in entries and, when asked, in bytes. Order is kept as a ring of entries around a head.

local lru = {}

local Map = {}
Map.__index = Map

local function unlink(entry)
    entry.older.newer, entry.newer.older = entry.newer, entry.older
end

local function link_newest(head, entry)
    entry.newer, entry.older = head, head.older
    head.older.newer, head.older = entry, entry
end

--- A map of at most `max_slots` entries and `max_bytes` bytes. With `eviction_callback`, a dropped value's
-- `onFree` is called.
function lru.new(max_slots, max_bytes, eviction_callback)
    assert(max_slots and max_slots >= 1, "max_slots must be at least 1")
    local map = { max_slots = max_slots, max_bytes = max_bytes, notify = eviction_callback }
    return setmetatable(map, Map):clear()
end

function Map:drop(entry)
    unlink(entry)
    self.entries[entry.key] = nil
    self.slots, self.bytes = self.slots - 1, self.bytes - entry.bytes
    local value = entry.value
    if self.notify and type(value) == "table" and value.onFree then
        value:onFree()
    end
end

function Map:get(key)
    local entry = self.entries[key]
    if not entry then
        return nil
    end
    unlink(entry)
    link_newest(self.head, entry)
    return entry.value
end

function Map:set(key, value, bytes)
    self:delete(key)
    if value == nil then
        return
    end
    bytes = bytes or 0
    assert(not self.max_bytes or bytes <= self.max_bytes, "the entry is bigger than the whole map")
    while self.slots >= self.max_slots or (self.max_bytes and self.bytes + bytes > self.max_bytes) do
        self:drop(self.head.newer)
    end
    local entry = { key = key, value = value, bytes = bytes }
    link_newest(self.head, entry)
    self.entries[key] = entry
    self.slots, self.bytes = self.slots + 1, self.bytes + bytes
end

function Map:delete(key)
    local entry = self.entries[key]
    if entry then
        self:drop(entry)
        return true
    end
    return false
end

--- From the newest entry to the oldest.
function Map:pairs()
    local entry = self.head
    return function()
        entry = entry.older
        if entry ~= self.head then
            return entry.key, entry.value
        end
    end
end

--- Forgets everything; returns the map.
function Map:clear()
    local head = self.head
    while head and head.newer ~= head do
        self:drop(head.newer)
    end
    head = {}
    head.newer, head.older = head, head
    self.head, self.entries, self.slots, self.bytes = head, {}, 0, 0
    return self
end

function Map:total_slots()
    return self.max_slots
end

function Map:used_slots()
    return self.slots
end

function Map:total_size()
    return self.max_bytes or 0
end

function Map:used_size()
    return self.bytes
end

return lru

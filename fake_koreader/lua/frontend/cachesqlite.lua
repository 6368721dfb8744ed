--- A cache in an SQLite file, bounded in bytes: KOReader's frontend/cachesqlite (specs/koreader-core.md §3.3).
-- The flag that says "connected" is shared by all instances, as there.

local Persist = require("persist")
local SQ3 = require("lua-ljsqlite3/init")
local ffi = require("ffi")
local logger = require("logger")

local SCHEMA = [[
    PRAGMA user_version = 1;
    CREATE TABLE IF NOT EXISTS cache (key TEXT PRIMARY KEY, value BLOB, size INTEGER, last_access INTEGER);
]]

local connected = false

local CacheSQLite = {
    size = nil, -- bytes of all values together
    db_path = nil,
    codec = "zstd",
    auto_close = true,
}

function CacheSQLite:extend(object)
    object = object or {}
    self.__index = self
    return setmetatable(object, self)
end

function CacheSQLite:new(object)
    object = self:extend(object)
    if object.init then
        object:init()
    end
    return object
end

function CacheSQLite:init()
    assert(self.db_path, "a cache needs a db_path")
    assert(self.size, "a cache needs a size")
    self:openDB()
    self.current_size = tonumber((self.db:rowexec("SELECT total(size) FROM cache;")))
    self:closeDB()
end

function CacheSQLite:openDB()
    if not connected then
        self.db = SQ3.open(self.db_path)
        self.db:exec(SCHEMA)
        connected = true
    end
end

--- Closes the connection when it is closed after each use, or when asked explicitly.
function CacheSQLite:closeDB(explicit)
    if connected and (self.auto_close or explicit) then
        self.db:close()
        connected = false
    end
end

function CacheSQLite:_query(sql, ...)
    local statement = self.db:prepare(sql)
    statement:bind(...)
    local row = statement:step()
    for i, value in pairs(row or {}) do
        if type(value) == "table" then
            -- A blob is only there until its statement is closed.
            row[i] = ffi.string(value[1], value[2])
        end
    end
    statement:close()
    return row
end

function CacheSQLite:_makeRoom(size)
    while self.current_size + size > self.size do
        local row = self:_query("SELECT key, size FROM cache ORDER BY last_access ASC LIMIT ?;", 1)
        if not row then
            self.current_size = 0
            return
        end
        self:_query("DELETE FROM cache WHERE key = ?;", row[1])
        self.current_size = self.current_size - tonumber(row[2])
    end
end

--- Stores an object: true and its size in bytes, or false and the size when it is too big.
function CacheSQLite:insert(key, object)
    local value = Persist.getCodec(self.codec).serialize(object)
    local size = #value
    if not self:willAccept(size) then
        logger.dbg("CacheSQLite: too big to keep", key, size)
        return false, size
    end
    self:openDB()
    local present = self:_query("SELECT size FROM cache WHERE key = ?;", key)
    if present then
        self.current_size = self.current_size - tonumber(present[1])
        self:_query("DELETE FROM cache WHERE key = ?;", key)
    end
    self:_makeRoom(size)
    local memory = ffi.new("char[?]", size)
    ffi.copy(memory, value, size)
    self:_query("INSERT INTO cache VALUES (?, ?, ?, ?);", key, SQ3.blob(memory, size), size, os.time())
    self.current_size = self.current_size + size
    self:closeDB()
    return true, size
end

--- The object under `key`, whose access time becomes now, or nil.
function CacheSQLite:check(key)
    self:openDB()
    if self:_query("SELECT 1 FROM cache WHERE key = ?;", key) then
        self:_query("UPDATE cache SET last_access = ? WHERE key = ?;", os.time(), key)
    end
    return self:get(key)
end

function CacheSQLite:get(key)
    self:openDB()
    local row = self:_query("SELECT value FROM cache WHERE key = ?;", key)
    self:closeDB()
    return row and Persist.getCodec(self.codec).deserialize(row[1]) or nil
end

function CacheSQLite:remove(key)
    self:openDB()
    local row = self:_query("SELECT size FROM cache WHERE key = ?;", key)
    if row then
        self.current_size = self.current_size - tonumber(row[1])
        self:_query("DELETE FROM cache WHERE key = ?;", key)
    end
    self:closeDB()
end

--- One object may take three quarters of the cache at most.
function CacheSQLite:willAccept(size)
    return size * 4 < self.size * 3
end

function CacheSQLite:clear()
    self:openDB()
    self.db:exec("DELETE FROM cache;")
    self.current_size = 0
    self:closeDB()
end

return CacheSQLite

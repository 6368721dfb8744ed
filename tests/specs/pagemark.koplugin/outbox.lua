--- What is still to be sent: one entry for each book, the newest; kept on disk.
local DataStorage = require("datastorage")
local LuaSettings = require("luasettings")

local FIRST_PAUSE, LONGEST_PAUSE = 30, 3600

local Outbox = {}
Outbox.__index = Outbox

function Outbox.path()
    return DataStorage:getSettingsDir() .. "/pagemark_outbox.lua"
end

function Outbox.open(limit)
    local store = LuaSettings:open(Outbox.path())
    return setmetatable({ store = store, entries = store:readSetting("entries") or {}, limit = limit or 200 }, Outbox)
end

function Outbox:save()
    self.store:saveSetting("entries", self.entries)
    self.store:flush()
end

local function position(self, hash)
    for i, entry in ipairs(self.entries) do
        if entry.hash == hash then return i end
    end
end

--- False when a newer entry of the same book waits already.
function Outbox:add(entry)
    if type(entry.hash) ~= "string" or entry.hash == "" then return nil, "an entry needs a hash" end
    if type(entry.percent) ~= "number" or entry.percent < 0 or entry.percent > 1 then
        return nil, "percent must be between 0 and 1"
    end
    local at = position(self, entry.hash)
    if at and self.entries[at].at > entry.at then return false end
    if at then table.remove(self.entries, at) end
    table.insert(self.entries, {
        hash = entry.hash, percent = entry.percent, at = entry.at, page = entry.page, attempts = 0, due = 0,
    })
    while #self.entries > self.limit do table.remove(self.entries, 1) end
    self:save()
    return true
end

function Outbox:count() return #self.entries end

function Outbox:get(hash)
    local at = position(self, hash)
    return at and self.entries[at]
end

function Outbox:remove(hash)
    local at = position(self, hash)
    if not at then return false end
    table.remove(self.entries, at)
    self:save()
    return true
end

--- What may be sent now, oldest first.
function Outbox:due(now)
    local list = {}
    for _, entry in ipairs(self.entries) do
        if entry.due <= now then list[#list + 1] = entry end
    end
    table.sort(list, function(a, b) return a.at < b.at end)
    return list
end

--- The entry waits: `pause` seconds as the server asked, or longer with each attempt.
function Outbox:later(hash, now, pause)
    local entry = self:get(hash)
    if not entry then return nil end
    entry.attempts = entry.attempts + 1
    pause = pause or math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ^ (entry.attempts - 1))
    entry.due = now + pause
    self:save()
    return pause
end

return Outbox

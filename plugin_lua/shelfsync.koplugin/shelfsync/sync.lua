--[[ All accounts' engines: what is wished of one is wished of all, and their reports become one. ]]

local Engine = require("shelfsync/engine")
local Outbox = require("shelfsync/outbox")
local Queue = require("shelfsync/queue")
local T = require("ffi/util").template

-- engines: by account id, for the whole run of KOReader.
local Sync = { engines = {}, order = {} }

-- settings: Settings; reading: Reading or nil. Engines of accounts that are gone stop.
function Sync:configure(settings, reading)
    local engines, order = {}, {}
    for i, account in ipairs(settings:accounts()) do
        local engine = self.engines[account.id] or Engine:new()
        engine:configure(account, reading)
        engines[account.id], order[i] = engine, engine
    end
    for _i, engine in ipairs(self.order) do
        if not engines[engine.account.id] then
            engine:stop()
            Queue.caps[engine.account.id] = nil
        end
    end
    self.engines, self.order = engines, order
end

-- The engine of an account; without an id, of the first.
function Sync:engine(id)
    return self.engines[id or "1"]
end

-- Whether any server takes changes of this kind.
function Sync:takes(kind)
    for _i, engine in ipairs(self.order) do
        if engine.account:takes()[kind] then
            return true
        end
    end
    return false
end

local SUMS = { "sent", "unknown", "places_sent", "places_left", "changes_sent", "changes_left" }

-- One report of several: what was sent is summed up, what waits is counted once, and the first trouble is told with the
-- name of its server.
local function merged(reports)
    if #reports == 1 then
        return reports[1].report
    end
    local sum = {}
    for _i, entry in ipairs(reports) do
        for _j, key in ipairs(SUMS) do
            if entry.report[key] then
                sum[key] = (sum[key] or 0) + entry.report[key]
            end
        end
        if entry.report.kind and not sum.kind then
            sum.kind = entry.report.kind
            sum.reason = entry.report.reason and T("%1: %2", entry.name, entry.report.reason)
        end
    end
    sum.left, sum.refused = Queue.count()
    return sum
end

-- The engines that a wish is for: accounts that still lack an address or a key have no say, unless all do.
local function ready(order)
    local engines = {}
    for _i, engine in ipairs(order) do
        if engine.account:isConfigured() then
            engines[#engines + 1] = engine
        end
    end
    return #engines > 0 and engines or { order[1] }
end

-- Starts a pass of each account, or joins those that run; options as Engine:start. done(report) is called once, when
-- the last has ended.
function Sync:start(options)
    options = options or {}
    local engines, reports = ready(self.order), {}
    local open = #engines
    for i, engine in ipairs(engines) do
        engine:start({
            by_hand = options.by_hand,
            hash = options.hash,
            done = function(report)
                reports[i] = { name = engine.account:name(), report = report }
                open = open - 1
                if open == 0 and options.done then
                    options.done(merged(reports))
                end
            end,
        })
    end
end

-- Before the device sleeps, where readers of that kind of server are promised it.
function Sync:sendAtOnce(hash)
    for _i, engine in ipairs(self.order) do
        if engine.protocol.at_suspend then
            engine:sendAtOnce(hash)
        end
    end
end

function Sync:couldFind(hash)
    for _i, engine in ipairs(self.order) do
        if engine.account:takes().place and engine:couldFind(hash) then
            return true
        end
    end
    return false
end

function Sync:forgive()
    for _i, engine in ipairs(self.order) do
        engine:forgive()
    end
end

function Sync:stop()
    for _i, engine in ipairs(self.order) do
        engine:stop()
    end
end

function Sync:setAsleep(is_asleep)
    Engine.asleep = is_asleep
end

-- Seconds until the first of the servers is asked again.
function Sync:remaining()
    local least
    for _i, engine in ipairs(ready(self.order)) do
        least = math.min(least or math.huge, engine.backoff:remaining())
    end
    return least or 0
end

-- An account is given up, and what waits for its server with it.
function Sync:forget(account)
    local engine = self.engines[account.id]
    if engine then
        engine:startAnew()
        engine:stop()
    end
    return Outbox.clear({ account = account.id })
end

return Sync

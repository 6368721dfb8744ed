--[[ A turn of the sync pass that is about a place: the server's is looked at first, then ours is sent.

Looking first is what keeps an older place from replacing a newer one: a device that comes home after two weeks
must not undo what another one has read since. ]]

local Books = require("shelfsync/books")
local Follow = require("shelfsync/follow")
local Log = require("shelfsync/log")
local Places = require("shelfsync/places")

local Placing = {}

-- Nothing more about the place of this book in this pass; its sessions are next.
local function leave(engine, hash)
    engine.pass.placed[hash] = true
    engine:continue()
end

local function failed(engine, hash, outcome, place)
    local pass = engine.pass
    if outcome.kind == "again" then
        return engine:continue()
    end
    Log.info("no place exchanged:", outcome.reason)
    if place and not Places.failed(place, outcome.reason, outcome.kind == "refused") then
        return engine:giveUpOnStorage()
    elseif outcome.kind == "refused" or outcome.kind == "unsupported" then
        return leave(engine, hash)
    elseif outcome.kind ~= "unknown" then
        return engine:giveUp(outcome)
    end
    Books.forget(hash)
    if pass.asked[hash] then
        return engine:bookIsUnknown()
    end
    engine:continue()
end

local function pull(engine, hash, id, waiting)
    local outcome = engine.protocol:getPlace(id, engine:limits())
    if outcome.kind ~= "done" then
        -- The server refused a question; what waits has not been shown to it.
        local note = outcome.kind ~= "refused" and waiting or nil
        return failed(engine, hash, outcome, note)
    end
    engine.pass.pulled[hash] = true
    engine.backoff:clear()
    local found = outcome.place
    if found and Places.isNews(hash, found) then
        local verdict = Follow.meet(engine, hash, found, waiting)
        if verdict == "hold" then
            return leave(engine, hash)
        elseif not Places.see(hash, found, verdict == "theirs") then
            return engine:giveUpOnStorage()
        end
    end
    engine:continue()
end

local function push(engine, hash, id, place)
    local outcome = engine.protocol:sendPlace(id, place, engine:limits())
    if outcome.kind ~= "done" then
        return failed(engine, hash, outcome, place)
    elseif not Places.acknowledge(place) then
        return engine:giveUpOnStorage()
    end
    engine.pass.places_sent = engine.pass.places_sent + 1
    engine.backoff:clear()
    leave(engine, hash)
end

-- One turn: at most one request. `id` is the book's on the server.
function Placing.turn(engine, hash, id)
    local waiting = Places.waiting(hash)
    local is_open = engine.reading ~= nil and engine.reading:book() == hash
    if not engine.pass.pulled[hash] and (waiting or is_open) then
        return pull(engine, hash, id, waiting)
    elseif waiting then
        return push(engine, hash, id, waiting)
    end
    engine.pass.placed[hash] = true
    engine:step()
end

return Placing

--[[ A turn of the sync pass that is about a place: the server's is looked at first, then ours is sent.

Looking first is what keeps an older place from replacing a newer one: a device that comes home after two weeks
must not undo what another one has read since. ]]

local Follow = require("shelfsync/follow")
local Places = require("shelfsync/places")

local Placing = { kind = "place" }

function Placing.books(engine)
    return Places.books(engine.account.id)
end

local function pull(engine, hash, id, waiting)
    local outcome = engine.protocol:getPlace(id, engine:limits())
    if outcome.kind ~= "done" then
        -- The server refused a question; what waits has not been shown to it.
        local is_noted = waiting and outcome.kind ~= "refused"
        return engine:failed(hash, outcome, is_noted and { waiting } or nil)
    end
    engine.pass.pulled[hash] = true
    engine.backoff:clear()
    local found, account = outcome.place, engine.account.id
    if found and Places.isNews(hash, found, account) then
        local verdict = Follow.meet(engine, hash, found, waiting)
        if verdict == "hold" then
            return engine:leave(hash)
        elseif not Places.see(hash, found, verdict == "theirs", account) then
            return engine:giveUpOnStorage()
        end
    end
    engine:continue()
end

local function push(engine, hash, id, place)
    local outcome = engine.protocol:sendPlace(id, place, engine:limits())
    if outcome.kind ~= "done" then
        return engine:failed(hash, outcome, { place })
    elseif not Places.acknowledge(place, outcome.stamp) then
        return engine:giveUpOnStorage()
    end
    engine.pass.places_sent = engine.pass.places_sent + 1
    engine.backoff:clear()
    engine:leave(hash)
end

function Placing.turn(engine, hash, id)
    local waiting = Places.waiting(hash, engine.account.id)
    local is_open = engine.reading ~= nil and engine.reading:book() == hash
    if not engine.pass.pulled[hash] and (waiting or is_open) then
        return pull(engine, hash, id, waiting)
    elseif waiting then
        return push(engine, hash, id, waiting)
    end
    return "next"
end

return Placing

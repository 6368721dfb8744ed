--[[ A turn of the sync pass that is about highlights, notes and bookmarks on servers that keep each by a number.

What the reader has is compared with what the server has of it (`remote`, in the protocol's own terms), and the protocol
names the next request that brings the two together, or says that they are. Every answer is noted before the next
request, so a pass that is cut off goes on where it was. ]]

local Annotations = require("shelfsync/annotations")
local Outbox = require("shelfsync/outbox")

local Marking = { kind = "annotation" }

local function finish(engine, hash, entry, remote)
    local account = engine.account.id
    local done = Outbox.acknowledge({ entry }, function(conn)
        if entry.data.gone then
            Annotations.forget(conn, account, hash, entry.data.key)
        else
            Annotations.note(conn, account, hash, entry.data.key, entry.data.item.digest, remote)
        end
    end)
    if not done then
        return engine:giveUpOnStorage()
    end
    engine.pass.changes_sent = engine.pass.changes_sent + 1
    engine:continue()
end

-- One that the server does not take stands aside; many in a row are likely the server's fault.
local function refused(engine, entry, outcome)
    if not Outbox.failed({ entry }, outcome.reason, true) then
        return engine:giveUpOnStorage()
    end
    return engine:refusedOnce(outcome)
end

-- One request at most. protocol:nextMark(id, entry, remote, limits) returns nil when the server has all of it, else an
-- outcome; "done" comes with the `remote` that is true now.
function Marking.turn(engine, hash, id)
    local account = engine.account.id
    local entry = Outbox.ofBook(account, Marking.kind, hash, 1)[1]
    if not entry then
        return "next"
    end
    local known = Annotations.known(account, hash)
    local remote = known and known[entry.data.key] and known[entry.data.key].remote or {}
    local outcome = engine.protocol:nextMark(id, entry, remote, engine:limits())
    if not outcome then
        return finish(engine, hash, entry, remote)
    elseif outcome.kind == "refused" then
        return refused(engine, entry, outcome)
    elseif outcome.kind ~= "done" then
        return engine:failed(hash, outcome, { entry })
    end
    engine.pass.refusals = 0
    engine.backoff:clear()
    local noted = Outbox.acknowledge({}, function(conn)
        Annotations.note(conn, account, hash, entry.data.key, nil, outcome.remote)
    end)
    if not noted then
        return engine:giveUpOnStorage()
    end
    engine:continue()
end

return Marking

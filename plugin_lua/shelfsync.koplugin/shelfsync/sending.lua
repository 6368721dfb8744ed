--[[ A turn of the sync pass that is about reading sessions: as many as one request carries. ]]

local Log = require("shelfsync/log")
local Queue = require("shelfsync/queue")

local Sending = { kind = "session" }

local function accepted(engine, sessions)
    local pass = engine.pass
    if not Queue.acknowledge(sessions) then
        return engine:giveUpOnStorage()
    end
    pass.sent = pass.sent + #sessions
    pass.alone = math.max(0, pass.alone - #sessions)
    pass.refusals = 0
    engine.backoff:clear()
    engine:continue()
end

local function refused(engine, outcome)
    local pass = engine.pass
    pass.alone = math.max(0, pass.alone - 1)
    engine:refusedOnce(outcome)
end

function Sending.turn(engine, hash, id)
    local pass = engine.pass
    local most = pass.alone > 0 and 1 or engine.protocol:batchSize()
    local sessions = Queue.ofBook(hash, most, engine.account.id)
    if #sessions == 0 then
        return "next"
    end
    local outcome = engine.protocol:sendSessions(id, sessions, engine:limits())
    if outcome.kind == "done" then
        return accepted(engine, sessions)
    elseif #sessions > 1 and (outcome.kind == "refused" or outcome.kind == "unsupported") then
        -- One of them may be to blame; alone, each gets its own answer.
        Log.info(#sessions, "sessions not sent:", outcome.reason)
        pass.alone = #sessions
        return engine:continue()
    elseif outcome.kind == "refused" then
        Log.info("session not sent:", outcome.reason)
        if not Queue.failed(sessions, outcome.reason, true) then
            return engine:giveUpOnStorage()
        end
        return refused(engine, outcome)
    elseif outcome.kind == "unsupported" then
        -- There is no other way left to try.
        Queue.failed(sessions, outcome.reason, false)
        return engine:giveUp(outcome)
    end
    engine:failed(hash, outcome, sessions)
end

return Sending

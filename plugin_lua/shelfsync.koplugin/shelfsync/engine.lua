--[[ The sync pass: takes what waits in the queue to the server, one request per turn of the main loop.

There is one engine per process; it outlives the reader and the file manager, as the queue does. Between
two requests the reader can turn pages. After a failure the rest of the pass is skipped, and everything
waits (see backoff.lua). States: idle (`pass` is nil); running (`pass` holds where it is). While `asleep`,
nothing starts by itself.

A pass ends with a report: { sent=, left=, refused=, unknown=, places_sent=, places_left=, kind=, reason= }. `left`
counts all sessions that are still here, `refused` those of them that the server will not take; both are nil when
the queue cannot be read. The places are nil for a server that takes none. kind is nil when nothing went wrong, else
"unconfigured", "manual", "asleep", "waiting", "stopped", or the kind of an outcome. ]]

local UIManager = require("ui/uimanager")
local time = require("ui/time")
local Backoff = require("shelfsync/backoff")
local Books = require("shelfsync/books")
local Log = require("shelfsync/log")
local Pass = require("shelfsync/pass")
local Places = require("shelfsync/places")
local Placing = require("shelfsync/placing")
local Queue = require("shelfsync/queue")
local Transport = require("shelfsync/transport")
local _ = require("gettext")

local Engine = { backoff = Backoff:new(), asleep = false, ask_again = false }

-- Seconds between two requests, for the reader's own taps.
local PAUSE = 0.1
-- So many refusals in a row, and it is likely the server that is at fault and not the sessions.
local REFUSALS = 5
-- Servers lock an account after a few failed logins within a quarter of an hour.
local ACCOUNT_WAIT = 900

-- Before the device sleeps: so many turns, and so many seconds.
local LAST_TURNS, LAST_SECONDS = 12, 5

-- Each instance of the plugin brings its own settings object and its own reading; what the protocol has learnt
-- stays, unless it is another protocol now.
function Engine:configure(settings, Protocol, reading)
    self.settings = settings
    self.reading = reading
    if not self.protocol or getmetatable(self.protocol) ~= Protocol then
        self.protocol = Protocol:new(settings)
    end
    self.protocol.settings = settings
    self.backoff.patience = Protocol.patience
    Queue.cap = settings:get("queue_cap")
end

-- Why no request may be made now; nil when one may.
function Engine:obstacle(by_hand)
    if not self.settings:isConfigured() then
        return "unconfigured"
    elseif not by_hand and not self.settings:isAutomatic() then
        return "manual"
    elseif not by_hand and self.asleep then
        return "asleep"
    elseif not Transport.isConnected() then
        return "offline"
    elseif not by_hand and not self.backoff:isReady() then
        return "waiting"
    end
    return nil
end

-- Starts a pass, or joins the one that runs. by_hand: the reader asked, so a back-off is no obstacle and more
-- patience is allowed. hash: a book that is being read. done(report) is called once, at the end.
function Engine:start(options)
    options = options or {}
    local done = options.done or function() end
    Queue.rescue()
    local obstacle = not self.pass and self:obstacle(options.by_hand)
    if obstacle then
        done(Pass:new(self.settings:takes()):report(obstacle))
        return
    end
    local pass = self.pass or Pass:new(self.settings:takes())
    if options.by_hand then
        pass.by_hand = true
        Queue.reconsider()
        Places.reconsider()
    end
    pass:enlist(options.hash)
    table.insert(pass.listeners, done)
    if not self.pass then
        self.pass = pass
        self:continue()
    end
end

local function step()
    Engine:step()
end

function Engine:continue()
    if not self.pass.at_once then
        UIManager:scheduleIn(PAUSE, step)
    end
end

-- What waits of one book is sent now, turn after turn: the device is about to sleep. One failure ends it.
function Engine:sendAtOnce(hash)
    self:stop()
    if self:obstacle() then
        return
    end
    self.pass = Pass:new(self.settings:takes())
    self.pass.at_once = true
    self.pass:onlyBook(hash)
    local began = time.monotonic()
    for _i = 1, LAST_TURNS do
        if not self.pass or time.to_s(time.monotonic() - began) >= LAST_SECONDS then
            break
        end
        self:step()
    end
    self:stop()
end

function Engine:limits()
    return self.protocol.limits or self.pass.by_hand and Transport.PATIENT or Transport.BRIEF
end

-- One turn: at most one request.
function Engine:step()
    local pass = self.pass
    if not pass then
        return
    end
    local hash = pass:book()
    if not hash then
        self.backoff:clear()
        self.ask_again = false
        return self:finish()
    end
    local id, asked_at = Books.serverId(hash)
    if not id then
        return self:find(hash, asked_at)
    end
    local takes = self.settings:takes()
    if takes.places and not pass.placed[hash] then
        return Placing.turn(self, hash, id)
    elseif not takes.sessions then
        return self:nextBook()
    end
    local sessions = Queue.ofBook(hash, pass.alone > 0 and 1 or self.protocol:batchSize())
    if #sessions == 0 then
        return self:nextBook()
    end
    self:send(hash, id, sessions)
end

function Engine:nextBook()
    self.pass:nextBook()
    self:continue()
end

function Engine:bookIsUnknown()
    self.pass.unknown = self.pass.unknown + 1
    self:nextBook()
end

function Engine:find(hash, asked_at)
    if not self.pass:mayAsk(hash, not self.ask_again and asked_at or nil) then
        return self:bookIsUnknown()
    end
    local outcome = self.protocol:findBook(hash, self:limits(), Books.fileName(hash))
    if outcome.kind == "again" then
        return self:continue()
    elseif outcome.kind ~= "done" and outcome.kind ~= "unknown" then
        return self:giveUp(outcome)
    end
    self.pass.asked[hash] = true
    if not Books.setServerId(hash, outcome.id) then
        return self:giveUpOnStorage()
    elseif outcome.id then
        return self:continue()
    end
    self:bookIsUnknown()
end

function Engine:send(hash, id, sessions)
    local pass = self.pass
    local outcome = self.protocol:sendSessions(id, sessions, self:limits())
    if outcome.kind == "again" then
        return self:continue()
    elseif outcome.kind == "done" then
        return self:accepted(sessions)
    end
    Log.info(#sessions, "sessions not sent:", outcome.reason)
    if #sessions > 1 and (outcome.kind == "refused" or outcome.kind == "unsupported") then
        -- One of them may be to blame; alone, each gets its own answer.
        pass.alone = #sessions
        return self:continue()
    end
    if not Queue.failed(sessions, outcome.reason, outcome.kind == "refused") then
        return self:giveUpOnStorage()
    elseif outcome.kind == "refused" then
        return self:refused(outcome)
    elseif outcome.kind ~= "unknown" then
        return self:giveUp(outcome)
    end
    Books.forget(hash)
    if pass.asked[hash] then
        return self:bookIsUnknown()
    end
    self:continue()
end

function Engine:accepted(sessions)
    local pass = self.pass
    if not Queue.acknowledge(sessions) then
        return self:giveUpOnStorage()
    end
    pass.sent = pass.sent + #sessions
    pass.alone = math.max(0, pass.alone - #sessions)
    pass.refusals = 0
    self.backoff:clear()
    self:continue()
end

function Engine:refused(outcome)
    local pass = self.pass
    pass.alone = math.max(0, pass.alone - 1)
    pass.refusals = pass.refusals + 1
    if pass.refusals >= REFUSALS then
        return self:giveUp(outcome)
    end
    self:continue()
end

-- Without the note of what the server has, the same sessions would be sent again and again.
function Engine:giveUpOnStorage()
    self:giveUp({ kind = "storage", reason = _("the device's storage could not be written") })
end

local function retry()
    Engine:start()
end

-- The rest of the pass is skipped: a server in trouble, or none, costs the reader one wait and not twenty.
function Engine:giveUp(outcome)
    if outcome.kind ~= "offline" then
        local least = outcome.kind == "account" and ACCOUNT_WAIT or nil
        local wait = self.backoff:failed(outcome.retry_after or least)
        Log.info("next try in", wait, "s:", outcome.reason)
        UIManager:unschedule(retry)
        if self.settings:isAutomatic() then
            UIManager:scheduleIn(wait + 1, retry)
        end
    end
    self:finish(outcome.kind, outcome.reason)
end

function Engine:finish(kind, reason)
    local pass = self.pass
    self.pass = nil
    local result = pass:report(kind, reason)
    for _i, done in ipairs(pass.listeners) do
        done(result)
    end
end

-- Whether turning a page is a reason to ask for a book: nobody has answered yet, and now somebody may.
function Engine:couldFind(hash)
    if self.pass or self:obstacle() then
        return false
    end
    local id, asked_at = Books.serverId(hash)
    return not id and not asked_at
end

-- The network is back, or the reader asks: what was learnt about the server may be stale.
function Engine:forgive()
    self.backoff:clear()
    self.ask_again = true
    UIManager:unschedule(retry)
end

-- Another server, or another account there.
function Engine:startAnew()
    self.protocol:reset()
    Books.forgetAll()
    Queue.reconsider()
    Places.reconsider(true)
    self:forgive()
end

-- Nothing may happen by itself any more: manual mode, or sleep. What was asked for ends with that.
function Engine:stop()
    UIManager:unschedule(retry)
    UIManager:unschedule(step)
    if self.pass then
        self:finish("stopped")
    end
end

return Engine

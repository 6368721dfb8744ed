--[[ The sync pass of one account: takes what waits in the outbox to its server, one request per turn of the main loop.

An engine outlives the reader and the file manager, as the outbox does; sync.lua keeps one per account. Between two
requests the reader can turn pages. After a failure the rest of the pass is skipped, and everything waits (see
backoff.lua). States: idle (`pass` is nil); running (`pass` holds where it is). While `Engine.asleep`, nothing starts
by itself.

A pass goes through books, and with each book through the protocol's handlers, one per kind of change
(protocols/README.md says what a handler is). It ends with a report: { sent=, left=, refused=, unknown=, places_sent=,
places_left=, changes_sent=, changes_left=, kind=, reason= }. `left` counts all sessions that are still here, `refused`
those of them that the server will not take; both are nil when the queue cannot be read. The places are nil for a
server that takes none, and so are the changes of every other kind. kind is nil when nothing went wrong, else
"unconfigured", "manual", "asleep", "waiting", "stopped", or the kind of an outcome. ]]

local UIManager = require("ui/uimanager")
local time = require("ui/time")
local Backoff = require("shelfsync/backoff")
local Books = require("shelfsync/books")
local Log = require("shelfsync/log")
local Outbox = require("shelfsync/outbox")
local Pass = require("shelfsync/pass")
local Places = require("shelfsync/places")
local Queue = require("shelfsync/queue")
local Servers = require("shelfsync/servers")
local Transport = require("shelfsync/transport")
local _ = require("gettext")

local Engine = { asleep = false }
Engine.__index = Engine

-- Seconds between two requests, for the reader's own taps.
local PAUSE = 0.1
-- Servers lock an account after a few failed logins within a quarter of an hour.
local ACCOUNT_WAIT = 900

-- So many refusals in a row, and it is likely the server that is at fault and not what is sent.
local REFUSALS = 5

-- Before the device sleeps: so many turns, and so many seconds.
local LAST_TURNS, LAST_SECONDS = 12, 5

function Engine:new()
    local engine = setmetatable({ backoff = Backoff:new(), ask_again = false }, self)
    engine.task = function() engine:step() end
    engine.retry = function() engine:start() end
    return engine
end

-- Each instance of the plugin brings its own account object and its own reading; what the protocol has learnt
-- stays, unless it is another protocol now.
function Engine:configure(account, reading)
    local Protocol = Servers.protocol(account:kind())
    self.account = account
    self.reading = reading
    if not self.protocol or getmetatable(self.protocol) ~= Protocol then
        self.protocol = Protocol:new(account)
    end
    self.protocol.settings = account
    self.backoff.patience = Protocol.patience
    Queue.caps[account.id] = account:get("queue_cap")
end

-- The protocol's handlers of what goes to this server, in their order.
function Engine:handlers()
    local handlers, takes = {}, self.account:takes()
    for _i, handler in ipairs(self.protocol.handlers) do
        if takes[handler.kind] then
            handlers[#handlers + 1] = handler
        end
    end
    return handlers
end

-- Why no request may be made now; nil when one may.
function Engine:obstacle(by_hand)
    if not self.account:isConfigured() then
        return "unconfigured"
    elseif not by_hand and not self.account:isAutomatic() then
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
        done(Pass:new(self):report(obstacle))
        return
    end
    local pass = self.pass or Pass:new(self)
    if options.by_hand then
        pass.by_hand = true
        Outbox.reconsider(self.account.id)
    end
    pass:enlist(options.hash)
    table.insert(pass.listeners, done)
    if not self.pass then
        self.pass = pass
        self:continue()
    end
end

function Engine:continue()
    if not self.pass.at_once then
        UIManager:scheduleIn(PAUSE, self.task)
    end
end

-- What waits of one book is sent now, turn after turn: the device is about to sleep. One failure ends it.
function Engine:sendAtOnce(hash)
    self:stop()
    if self:obstacle() then
        return
    end
    self.pass = Pass:new(self)
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
    local id, asked_at = Books.serverId(hash, self.account.id)
    if not id then
        return self:find(hash, asked_at)
    end
    local handler = pass:handler(hash)
    while handler and handler.turn(self, hash, id) == "next" do
        pass:nextHandler(hash)
        handler = pass:handler(hash)
    end
    if not handler then
        self:nextBook()
    end
end

function Engine:nextBook()
    self.pass:nextBook()
    self:continue()
end

-- Nothing more of this kind for this book in this pass: the next handler's turn.
function Engine:leave(hash)
    self.pass:nextHandler(hash)
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
    if not Books.setServerId(hash, outcome.id, self.account.id) then
        return self:giveUpOnStorage()
    elseif outcome.id then
        return self:continue()
    end
    self:bookIsUnknown()
end

-- What an outcome that is not "done" means for the pass; `entries` are noted as tried.
function Engine:failed(hash, outcome, entries)
    if outcome.kind == "again" then
        return self:continue()
    end
    Log.info("not exchanged:", outcome.reason)
    if entries and not Outbox.failed(entries, outcome.reason, outcome.kind == "refused") then
        return self:giveUpOnStorage()
    elseif outcome.kind == "refused" or outcome.kind == "unsupported" then
        return self:leave(hash)
    elseif outcome.kind ~= "unknown" then
        return self:giveUp(outcome)
    end
    Books.forget(hash, self.account.id)
    if self.pass.asked[hash] then
        return self:bookIsUnknown()
    end
    self:continue()
end

-- The server refused one change, which stands aside; the next has its turn.
function Engine:refusedOnce(outcome)
    self.pass.refusals = self.pass.refusals + 1
    if self.pass.refusals >= REFUSALS then
        return self:giveUp(outcome)
    end
    self:continue()
end

-- Without the note of what the server has, the same would be sent again and again.
function Engine:giveUpOnStorage()
    self:giveUp({ kind = "storage", reason = _("the device's storage could not be written") })
end

-- The rest of the pass is skipped: a server in trouble, or none, costs the reader one wait and not twenty.
function Engine:giveUp(outcome)
    if outcome.kind ~= "offline" then
        local least = outcome.kind == "account" and ACCOUNT_WAIT or nil
        local wait = self.backoff:failed(outcome.retry_after or least)
        Log.info("next try in", wait, "s:", outcome.reason)
        UIManager:unschedule(self.retry)
        if self.account:isAutomatic() then
            UIManager:scheduleIn(wait + 1, self.retry)
        end
    end
    self:finish(outcome.kind, outcome.reason)
end

function Engine:finish(kind, reason)
    local pass = self.pass
    self.pass, self.last_pass = nil, pass
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
    local id, asked_at = Books.serverId(hash, self.account.id)
    return not id and not asked_at
end

-- The network is back, or the reader asks: what was learnt about the server may be stale.
function Engine:forgive()
    self.backoff:clear()
    self.ask_again = true
    UIManager:unschedule(self.retry)
end

-- Another server, or another account there.
function Engine:startAnew()
    self.protocol:reset()
    Books.forgetAll(self.account.id)
    Outbox.reconsider(self.account.id)
    Places.startAnew(self.account.id)
    self:forgive()
end

-- Nothing may happen by itself any more: manual mode, or sleep. What was asked for ends with that.
function Engine:stop()
    UIManager:unschedule(self.retry)
    UIManager:unschedule(self.task)
    if self.pass then
        self:finish("stopped")
    end
end

return Engine

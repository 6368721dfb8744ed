--[[ The sync pass: takes what waits in the queue to the server, one request per turn of the main loop.

There is one engine per process; it outlives the reader and the file manager, as the queue does. Between
two requests the reader can turn pages. After a failure the rest of the pass is skipped, and everything
waits (see backoff.lua). States: idle (`pass` is nil); running (`pass` holds where it is).

A pass ends with a report: { sent=, left=, refused=, unknown=, kind=, reason= }, where kind is nil when
nothing went wrong, else one of "offline", "waiting", "unconfigured", or an outcome's kind. ]]

local UIManager = require("ui/uimanager")
local Backoff = require("shelfsync/backoff")
local Books = require("shelfsync/books")
local Log = require("shelfsync/log")
local Queue = require("shelfsync/queue")
local Transport = require("shelfsync/transport")

local Engine = { backoff = Backoff:new() }

-- Seconds between two requests, for the reader's own taps.
local PAUSE = 0.1
-- A book that the server did not know is asked for again after this many seconds, or when the reader asks.
local ASK_AGAIN = 6 * 3600

-- Each instance of the plugin brings its own settings object; what the protocol has learnt stays.
function Engine:configure(settings, Protocol)
    self.settings = settings
    self.protocol = self.protocol or Protocol:new(settings)
    self.protocol.settings = settings
end

function Engine:isRunning()
    return self.pass ~= nil
end

-- Why no request may be made now; nil when one may.
function Engine:obstacle(by_hand)
    if not self.settings:isConfigured() then
        return "unconfigured"
    elseif not Transport.isConnected() then
        return "offline"
    elseif not by_hand and not self.backoff:isReady() then
        return "waiting"
    end
    return nil
end

-- Starts a pass. by_hand: the reader asked, so a back-off is no obstacle and more patience is allowed.
-- hash: a book to look up although nothing of it waits yet. done(report) is called once, at the end.
function Engine:start(options)
    options = options or {}
    local done = options.done or function() end
    if self.pass then
        if options.by_hand then
            self.pass.by_hand = true
        end
        table.insert(self.pass.listeners, done)
        return
    end
    local obstacle = self:obstacle(options.by_hand)
    if obstacle then
        local left, refused = Queue.count()
        done({ sent = 0, left = left, refused = refused, unknown = 0, kind = obstacle })
        return
    end
    if options.by_hand then
        Queue.reconsider()
    end
    local hashes = Queue.books()
    if options.hash and not self:contains(hashes, options.hash) then
        table.insert(hashes, options.hash)
    end
    self.pass = { hashes = hashes, at = 1, sent = 0, unknown = 0, by_hand = options.by_hand, listeners = { done } }
    self:continue()
end

function Engine:contains(list, value)
    for _, item in ipairs(list) do
        if item == value then
            return true
        end
    end
    return false
end

local function step()
    Engine:step()
end

function Engine:continue()
    UIManager:scheduleIn(PAUSE, step)
end

function Engine:limits()
    return self.pass.by_hand and Transport.PATIENT or Transport.BRIEF
end

-- One turn: at most one request.
function Engine:step()
    local pass = self.pass
    if not pass then
        return
    end
    local hash = pass.hashes[pass.at]
    if not hash then
        self.backoff:succeeded()
        return self:finish()
    end
    local id, asked_at = Books.serverId(hash)
    if not id then
        return self:find(hash, asked_at)
    end
    local size = pass.one_by_one and 1 or self.protocol:batchSize()
    local sessions = Queue.ofBook(hash, size)
    if #sessions == 0 then
        return self:nextBook()
    end
    self:send(hash, id, sessions)
end

function Engine:nextBook()
    self.pass.at = self.pass.at + 1
    self.pass.one_by_one = nil
    self:continue()
end

function Engine:find(hash, asked_at)
    local pass = self.pass
    local recently = asked_at and math.abs(os.time() - asked_at) < ASK_AGAIN
    if recently and not pass.by_hand then
        pass.unknown = pass.unknown + 1
        return self:nextBook()
    end
    local outcome = self.protocol:findBook(hash, self:limits())
    if outcome.kind == "done" then
        Books.setServerId(hash, outcome.id)
        return self:continue()
    elseif outcome.kind == "unknown" then
        Books.setServerId(hash, nil)
        pass.unknown = pass.unknown + 1
        return self:nextBook()
    end
    self:giveUp(outcome)
end

function Engine:send(hash, id, sessions)
    local outcome = self.protocol:sendSessions(id, sessions, self:limits())
    if outcome.kind == "done" then
        Queue.acknowledge(sessions)
        self.pass.sent = self.pass.sent + #sessions
        self.backoff:succeeded()
        return self:continue()
    end
    Log.info(#sessions, "sessions not sent:", outcome.reason)
    if outcome.kind == "unsupported" and #sessions > 1 then
        return self:continue()
    elseif outcome.kind == "refused" and #sessions > 1 then
        -- One of them is to blame; alone, each gets its own answer.
        self.pass.one_by_one = true
        return self:continue()
    end
    local refused = outcome.kind == "refused"
    Queue.failed(sessions, outcome.reason, refused)
    if refused then
        return self:continue()
    elseif outcome.kind == "unknown" then
        Books.setServerId(hash, nil)
        self.pass.unknown = self.pass.unknown + 1
        return self:nextBook()
    end
    self:giveUp(outcome)
end

local function retry()
    Engine:start()
end

-- The rest of the pass is skipped: a server in trouble, or none, costs the reader one wait and not twenty.
function Engine:giveUp(outcome)
    if outcome.reason == "no network" then
        return self:finish("offline", outcome.reason)
    end
    local wait = self.backoff:failed(outcome.retry_after)
    Log.info("next try in", wait, "s:", outcome.reason)
    UIManager:unschedule(retry)
    UIManager:scheduleIn(wait + 1, retry)
    self:finish(outcome.kind, outcome.reason)
end

function Engine:finish(kind, reason)
    local pass = self.pass
    self.pass = nil
    local left, refused = Queue.count()
    local report = {
        sent = pass.sent, left = left, refused = refused, unknown = pass.unknown, kind = kind, reason = reason,
    }
    for _, done in ipairs(pass.listeners) do
        done(report)
    end
end

-- The network is back, or the reader changed the account: what was learnt about the server is stale.
function Engine:forgive()
    self.backoff:clear()
    UIManager:unschedule(retry)
end

-- Manual mode: nothing may happen by itself any more.
function Engine:stop()
    UIManager:unschedule(retry)
    UIManager:unschedule(step)
    self.pass = nil
end

return Engine

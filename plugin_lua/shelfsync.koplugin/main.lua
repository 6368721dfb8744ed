--[[ Shelf Sync: records reading sessions and takes them to the reader's own library server.

This file only listens to KOReader and passes on: sessions are measured in shelfsync/session.lua, kept in
shelfsync/queue.lua and sent by shelfsync/engine.lua. No handler returns true: other plugins, and KOReader's
own saving, come after us. ]]

local Dispatcher = require("dispatcher")
local NetworkMgr = require("ui/network/manager")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local BookLore = require("shelfsync/protocols/booklore")
local Books = require("shelfsync/books")
local Dialogs = require("shelfsync/dialogs")
local Engine = require("shelfsync/engine")
local Log = require("shelfsync/log")
local Menu = require("shelfsync/menu")
local Messages = require("shelfsync/messages")
local Queue = require("shelfsync/queue")
local Session = require("shelfsync/session")
local Settings = require("shelfsync/settings")
local Transport = require("shelfsync/transport")
local T = require("ffi/util").template
local _ = require("gettext")

local ShelfSync = WidgetContainer:extend{
    name = "shelfsync",
    is_doc_only = false,
}

-- Seconds: after the network's return, and after the start, other things come first.
local SETTLE = 2
local AFTER_START = 5

local started = false

function ShelfSync:init()
    self.settings = Settings:open()
    Log.setSecrets(self.settings:secrets())
    Engine:configure(self.settings, BookLore)
    self:onDispatcherRegisterActions()
    self.ui.menu:registerToMainMenu(self)
    if not started then
        started = true
        self:afterStart()
    end
end

-- Once per run of KOReader: what the last run left behind.
function ShelfSync:afterStart()
    local recovered = Queue.recover(function(session)
        return Session.fault(session, self.settings) == nil
    end)
    if recovered > 0 then
        Log.info(recovered, "sessions recovered after a crash")
    end
    self:syncSoon(AFTER_START)
end

function ShelfSync:onDispatcherRegisterActions()
    Dispatcher:registerAction("shelfsync_sync_now", {
        category = "none", event = "ShelfSyncNow", title = _("Shelf Sync: sync pending now"), general = true,
    })
    Dispatcher:registerAction("shelfsync_details", {
        category = "none", event = "ShelfSyncDetails", title = _("Shelf Sync: waiting sessions"), general = true,
    })
end

function ShelfSync:addToMainMenu(menu_items)
    menu_items.shelfsync = Menu.build(self)
end

-- Reading

function ShelfSync:beginSession()
    local document = self.ui.document
    if not document or not self.settings:get("enabled") then
        return
    end
    local hash = Books.fingerprint(document.file)
    if not hash then
        Log.warn("no fingerprint for", document.file)
        return
    end
    local title = self.ui.doc_props and self.ui.doc_props.display_title or document.file:match("[^/]*$")
    self.session = Session:begin(self.ui, hash, title)
    self:syncSoon(SETTLE, hash)
end

-- Ends the session, if there is one. Returns true when it is in the queue, or nil and why not.
function ShelfSync:endSession()
    local session = self.session
    self.session = nil
    if not session then
        return nil, "none"
    end
    return session:finish(self.settings)
end

function ShelfSync:onReaderReady()
    self:beginSession()
end

function ShelfSync:onPageUpdate(page)
    if self.session then
        self.session:turnedTo(page)
    end
end

function ShelfSync:onPosUpdate(_pos, page)
    if self.session and page then
        self.session:turnedTo(page)
    end
end

function ShelfSync:onFlushSettings()
    if self.session and self.ui.document then
        self.session:keep()
    end
end

function ShelfSync:onCloseDocument()
    local kept, fault = self:endSession()
    if fault == "none" then
        return
    elseif not kept then
        self:tell(Messages.notKept(fault, self.settings))
    elseif self.settings:get("manual_only") then
        self:tell(T(_("Session saved (%1 waiting, manual sync)"), (Queue.count())))
    else
        self:sendAfterSession()
    end
end

-- Closing a book must not wait for a server: the request is made once the next screen is there.
function ShelfSync:sendAfterSession()
    UIManager:scheduleIn(0.5, function()
        Engine:start({ done = function(report) self:tell(Messages.afterSession(report)) end })
    end)
end

-- Told once whatever closes has closed; with nothing else on the screen KOReader is about to exit.
function ShelfSync:tell(text)
    if self.settings:get("silent") then
        return
    end
    UIManager:scheduleIn(0.1, function() Messages.toast(text) end)
end

-- Sleep and network

function ShelfSync:onSuspend()
    self:endSession()
end

function ShelfSync:onResume()
    self:beginSession()
    self:syncSoon(SETTLE)
end

function ShelfSync:onNetworkConnected()
    Engine:forgive()
    self:syncSoon(SETTLE, self.session and self.session.hash)
end

-- Sending

local function syncQuietly()
    Engine:start({ hash = ShelfSync.wanted_hash })
end

-- A pass by itself, soon; several wishes in a row make one pass.
function ShelfSync:syncSoon(seconds, hash)
    if self.settings:get("manual_only") or not self.settings:get("enabled") then
        return
    end
    ShelfSync.wanted_hash = hash or ShelfSync.wanted_hash
    UIManager:unschedule(syncQuietly)
    UIManager:scheduleIn(seconds, syncQuietly)
end

function ShelfSync:syncNow()
    if not self.settings:isConfigured() then
        Messages.answer(_("Set the server's address and an account first."))
        return
    end
    if NetworkMgr:willRerunWhenConnected(function() self:syncNow() end) then
        return
    end
    Engine:forgive()
    Engine:start({
        by_hand = true,
        done = function(report) Messages.answer(Messages.afterSync(report)) end,
    })
end

function ShelfSync:onShelfSyncNow()
    self:syncNow()
end

function ShelfSync:testConnection()
    if NetworkMgr:willRerunWhenConnected(function() self:testConnection() end) then
        return
    end
    local lines = {}
    for _i, line in ipairs(Engine.protocol:test(Transport.PATIENT)) do
        lines[#lines + 1] = (line.ok and "✓ " or "✗ ") .. line.name .. (line.text and ": " .. line.text or "")
    end
    Messages.answer(table.concat(lines, "\n"))
end

function ShelfSync:showDetails()
    Dialogs.details({ server = self.settings:server(), wait = Engine.backoff:remaining() })
end

function ShelfSync:onShelfSyncDetails()
    self:showDetails()
end

-- Settings

function ShelfSync:accountChanged()
    Log.setSecrets(self.settings:secrets())
    Engine.protocol:reset()
    Engine:forgive()
    self:syncSoon(SETTLE)
end

function ShelfSync:modeChanged()
    if self.settings:get("manual_only") or not self.settings:get("enabled") then
        UIManager:unschedule(syncQuietly)
        Engine:stop()
    end
    if not self.settings:get("enabled") then
        self:endSession()
    end
end

return ShelfSync

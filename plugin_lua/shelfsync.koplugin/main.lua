--[[ Shelf Sync: records reading sessions and takes them to the reader's own library server.

This file only listens to KOReader and passes on: sessions are measured in shelfsync/session.lua, kept in
shelfsync/queue.lua and sent by shelfsync/engine.lua. No handler returns true: other plugins, and KOReader's
own saving, come after us. ]]

local Dispatcher = require("dispatcher")
local NetworkMgr = require("ui/network/manager")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local Check = require("shelfsync/check")
local Dialogs = require("shelfsync/dialogs")
local Engine = require("shelfsync/engine")
local Log = require("shelfsync/log")
local Menu = require("shelfsync/menu")
local Messages = require("shelfsync/messages")
local Queue = require("shelfsync/queue")
local Reading = require("shelfsync/reading")
local Servers = require("shelfsync/servers")
local Session = require("shelfsync/session")
local Settings = require("shelfsync/settings")
local _ = require("gettext")

local ShelfSync = WidgetContainer:extend{
    name = "shelfsync",
    is_doc_only = false,
}

-- Seconds: after the network's return, and after the start, other things come first.
local SETTLE = 2
local AFTER_START = 5
local AFTER_CLOSE = 0.5
-- Pages turned between two notes to a server that wants to know the place.
local HEARTBEAT = 50

local UNCONFIGURED = _("Set the server's address and an account first.")

local started = false

local function syncQuietly()
    local hash = ShelfSync.wanted_hash
    ShelfSync.wanted_hash = nil
    Engine:start({ hash = hash })
end

function ShelfSync:init()
    self.settings = Settings:open()
    Log.setSecrets(self.settings:secrets())
    self.reading = Reading:new(self.ui, self.settings)
    self:configure()
    if not self.ui.document then
        self.reading:forgetInterrupted()
    end
    self:onDispatcherRegisterActions()
    self.ui.menu:registerToMainMenu(self)
    if not started then
        started = true
        self:afterStart()
    end
end

function ShelfSync:configure()
    Engine:configure(self.settings, Servers.protocol(self.settings:kind()), self.reading)
end

-- Once per run of KOReader: what the last run left behind.
function ShelfSync:afterStart()
    local recovered = Queue.recover(function(session)
        return self.settings:takes().sessions and Session.fault(session, self.settings) == nil
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
    if self.reading:begin() then
        self:syncSoon(SETTLE, self.reading:book())
    end
end

function ShelfSync:onReaderReady()
    Engine.asleep = false
    self:beginSession()
end

function ShelfSync:onPageUpdate(page)
    local turns = self.reading:turnedTo(page)
    if turns and self.settings:takes().places then
        self:afterTurn(turns)
    end
end

function ShelfSync:onPosUpdate(_pos, page)
    self:onPageUpdate(page)
end

-- The place is sent now and again. A book that could not be asked for, because the Wi-Fi was late, is asked for as
-- soon as it can be.
function ShelfSync:afterTurn(turns)
    local hash = self.reading:book()
    if turns % HEARTBEAT == 0 then
        self.reading:keepPlace()
        self:syncSoon(SETTLE, hash)
    elseif Engine:couldFind(hash) then
        self:syncSoon(AFTER_CLOSE, hash)
    end
end

function ShelfSync:onFlushSettings()
    self.reading:keep()
end

function ShelfSync:onPreserveCurrentSession()
    self.reading:interrupt()
end

function ShelfSync:onCloseDocument()
    local hash = self.reading:book()
    local kept, fault = self.reading:finish()
    if fault == "none" then
        return
    elseif not kept then
        self:tell(Messages.notKept(fault, self.settings))
        if self.settings:takes().places then
            self:syncSoon(SETTLE, hash)
        end
    elseif not self.settings:isAutomatic() then
        self:tell(Messages.savedForLater(self.settings:takes()))
    else
        self:sendAfterSession(hash)
    end
end

-- Closing a book must not wait for a server: the request is made once the next screen is there.
function ShelfSync:sendAfterSession(hash)
    UIManager:scheduleIn(AFTER_CLOSE, function()
        Engine:start({
            hash = hash,
            done = function(report) self:tell(Messages.afterSession(report, self.settings:takes())) end,
        })
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

-- Whatever is sent now may be cut off half-way by sleep; it can wait until the device wakes, unless the server's
-- readers are promised otherwise.
function ShelfSync:onSuspend()
    local hash = self.reading:book()
    self.reading:finish()
    if hash and Engine.protocol.at_suspend then
        Engine:sendAtOnce(hash)
    end
    Engine.asleep = true
    UIManager:unschedule(syncQuietly)
    Engine:stop()
end

function ShelfSync:onResume()
    Engine.asleep = false
    self:beginSession()
    self:syncSoon(SETTLE)
end

function ShelfSync:onNetworkConnected()
    Engine:forgive()
    self:syncSoon(SETTLE, self.reading:book())
end

-- Sending

-- A pass by itself, soon; several wishes in a row make one pass.
function ShelfSync:syncSoon(seconds, hash)
    if not self.settings:isAutomatic() then
        return
    end
    ShelfSync.wanted_hash = hash or ShelfSync.wanted_hash
    UIManager:unschedule(syncQuietly)
    UIManager:scheduleIn(seconds, syncQuietly)
end

function ShelfSync:syncNow()
    if not self.settings:isConfigured() then
        Messages.answer(UNCONFIGURED)
        return
    end
    if NetworkMgr:willRerunWhenConnected(function() self:syncNow() end) then
        return
    end
    Engine:forgive()
    self.reading:keepPlace()
    Engine:start({
        by_hand = true,
        hash = self.settings:takes().places and self.reading:book() or nil,
        done = function(report) Messages.answer(Messages.afterSync(report)) end,
    })
end

function ShelfSync:onShelfSyncNow()
    self:syncNow()
end

function ShelfSync:testConnection()
    if not self.settings:isConfigured() then
        Messages.answer(UNCONFIGURED)
        return
    end
    if NetworkMgr:willRerunWhenConnected(function() self:testConnection() end) then
        return
    end
    Engine:forgive()
    Check.run(Engine.protocol)
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
    Engine:stop()
    self:configure()
    self.reading:serverChanged()
    Engine:startAnew()
    self:syncSoon(SETTLE)
end

function ShelfSync:modeChanged()
    if not self.settings:isAutomatic() then
        UIManager:unschedule(syncQuietly)
        Engine:stop()
    else
        self:syncSoon(SETTLE)
    end
    if self.settings:get("enabled") then
        self:beginSession()
    else
        self.reading:finish()
    end
end

return ShelfSync

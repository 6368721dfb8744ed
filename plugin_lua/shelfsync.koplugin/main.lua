--[[ Shelf Sync: records reading sessions and takes them to the reader's own library server.

This file only listens to KOReader and passes on: sessions are measured in shelfsync/session.lua, kept in
shelfsync/queue.lua and sent by shelfsync/engine.lua; all else is a feature (shelfsync/features.lua). No handler
returns true: other plugins, and KOReader's own saving, come after us. ]]

-- After an update that was cut off, the plugin may be there twice for one start; then the older one keeps out.
if require("shelfsync/package").isLeftover(debug.getinfo(1, "S").source) then
    return { disabled = true }
end

local Dispatcher = require("dispatcher")
local NetworkMgr = require("ui/network/manager")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local Check = require("shelfsync/check")
local Dialogs = require("shelfsync/dialogs")
local Features = require("shelfsync/features")
local Log = require("shelfsync/log")
local Menu = require("shelfsync/menu")
local Messages = require("shelfsync/messages")
local Provision = require("shelfsync/provision")
local Queue = require("shelfsync/queue")
local Reading = require("shelfsync/reading")
local Session = require("shelfsync/session")
local Settings = require("shelfsync/settings")
local Sync = require("shelfsync/sync")
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
    Sync:start({ hash = hash })
end

function ShelfSync:init()
    self.settings = Settings:open()
    local provisioned = not started and Provision.take(self.path, self.settings)
    Log.setSecrets(self.settings:secrets())
    self.reading = Reading:new(self.ui, self.settings)
    self:configure()
    if not self.ui.document then
        self.reading:forgetInterrupted()
    end
    self:onDispatcherRegisterActions()
    Menu.claimPlace()
    self.ui.menu:registerToMainMenu(self)
    if not started then
        started = true
        self:afterStart()
        if provisioned then
            self:tell(Provision.told(provisioned))
        end
    end
    Features.each("begun", self)
end

function ShelfSync:configure()
    Sync:configure(self.settings, self.reading)
end

-- Once per run of KOReader: what the last run left behind.
function ShelfSync:afterStart()
    local takers = self.settings:takers()
    local recovered = Queue.recover(function(session)
        return takers.session and Session.fault(session, self.settings) == nil
    end, takers)
    if recovered > 0 then
        Log.info(recovered, "sessions recovered after a crash")
    end
    Features.each("started", self)
    self:syncSoon(AFTER_START)
end

function ShelfSync:onDispatcherRegisterActions()
    Dispatcher:registerAction("shelfsync_sync_now", {
        category = "none", event = "ShelfSyncNow", title = _("Shelf Sync: sync pending now"), general = true,
    })
    Dispatcher:registerAction("shelfsync_details", {
        category = "none", event = "ShelfSyncDetails", title = _("Shelf Sync: waiting sessions"), general = true,
    })
    for _i, action in ipairs(Features.actions()) do
        Dispatcher:registerAction(action.id, {
            category = action.category or "none", event = action.event, title = action.title,
            general = action.general, reader = action.reader, arg = action.arg,
        })
        self["on" .. action.event] = function(plugin, ...) action.handle(plugin, ...) end
    end
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
    Sync:setAsleep(false)
    self:beginSession()
    Features.each("opened", self)
end

function ShelfSync:onPageUpdate(page)
    local turns = self.reading:turnedTo(page)
    if turns and Sync:takes("place") then
        self:afterTurn(turns)
    end
    if turns then
        Features.each("turned", self, turns)
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
    elseif Sync:couldFind(hash) then
        self:syncSoon(AFTER_CLOSE, hash)
    end
end

function ShelfSync:onFlushSettings()
    self.reading:keep()
    Features.each("saving", self)
end

function ShelfSync:onAnnotationsModified(items)
    Features.each("annotated", self, items)
end

function ShelfSync:onPreserveCurrentSession()
    self.reading:interrupt()
end

function ShelfSync:onCloseDocument()
    local hash = self.reading:book()
    Features.each("closing", self)
    local kept, fault = self.reading:finish()
    if fault ~= "none" then
        self:afterReading(hash, kept, fault)
    end
    Features.each("closed", self)
end

function ShelfSync:afterReading(hash, kept, fault)
    if not kept then
        self:tell(Messages.notKept(fault, self.settings))
        if Sync:takes("place") then
            self:syncSoon(SETTLE, hash)
        end
    elseif not self.settings:isAutomatic() then
        self:tell(Messages.savedForLater(self.settings:takers()))
    else
        self:sendAfterSession(hash)
    end
end

-- Closing a book must not wait for a server: the request is made once the next screen is there.
function ShelfSync:sendAfterSession(hash)
    UIManager:scheduleIn(AFTER_CLOSE, function()
        Sync:start({
            hash = hash,
            done = function(report) self:tell(Messages.afterSession(report, self.settings:takers())) end,
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
    Features.each("suspending", self)
    self.reading:finish()
    if hash then
        Sync:sendAtOnce(hash)
    end
    Sync:setAsleep(true)
    UIManager:unschedule(syncQuietly)
    Sync:stop()
end

function ShelfSync:onResume()
    Sync:setAsleep(false)
    self:beginSession()
    Features.each("resumed", self)
    self:syncSoon(SETTLE)
end

function ShelfSync:onNetworkConnected()
    Sync:forgive()
    Features.each("connected", self)
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

-- Whether there is any server to speak with.
function ShelfSync:isConfigured()
    for _i, account in ipairs(self.settings:accounts()) do
        if account:isConfigured() then
            return true
        end
    end
    return false
end

-- What the reader asks for by a tap waits for a server's address, and for the network. again() is called when that is
-- there. True when it is there now.
function ShelfSync:canAsk(again)
    if not self:isConfigured() then
        Messages.answer(UNCONFIGURED)
        return false
    end
    return not NetworkMgr:willRerunWhenConnected(again)
end

function ShelfSync:syncNow()
    if not self:canAsk(function() self:syncNow() end) then
        return
    end
    Sync:forgive()
    self.reading:keepPlace()
    Sync:start({
        by_hand = true,
        hash = Sync:takes("place") and self.reading:book() or nil,
        done = function(report) Messages.answer(Messages.afterSync(report)) end,
    })
end

function ShelfSync:onShelfSyncNow()
    self:syncNow()
end

function ShelfSync:testConnection()
    if not self:canAsk(function() self:testConnection() end) then
        return
    end
    Sync:forgive()
    Check.run(Sync.order, function() self:syncSoon(SETTLE) end)
end

function ShelfSync:showDetails()
    local addresses = {}
    for _i, account in ipairs(self.settings:accounts()) do
        if account:server() ~= "" then
            addresses[#addresses + 1] = account:server()
        end
    end
    Dialogs.details({ servers = table.concat(addresses, ", "), wait = Sync:remaining() })
end

function ShelfSync:onShelfSyncDetails()
    self:showDetails()
end

-- Settings

-- Another server, or another account there. account: which; the first when it is left out.
function ShelfSync:accountChanged(account)
    account = account or self.settings
    Log.setSecrets(self.settings:secrets())
    Sync:stop()
    self:configure()
    self.reading:serversChanged()
    Sync:engine(account.id):startAnew()
    Features.each("accountChanged", self, account)
    self:syncSoon(SETTLE)
end

-- Other things go to the servers now, or there is one more or less of them.
function ShelfSync:takersChanged()
    Sync:stop()
    self:configure()
    self.reading:serversChanged()
    self:syncSoon(SETTLE)
end

-- An account is about to be removed.
function ShelfSync:forgetAccount(account)
    Sync:forget(account)
end

function ShelfSync:modeChanged()
    if not self.settings:isAutomatic() then
        UIManager:unschedule(syncQuietly)
        Sync:stop()
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

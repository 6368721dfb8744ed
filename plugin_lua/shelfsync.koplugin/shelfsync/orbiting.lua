--[[ The feature for BookOrbit servers: what is read and marked is noted in the outbox, the place is pushed every few
pages once the reader rests, and a book or all books are synced when the reader asks. ]]

local UIManager = require("ui/uimanager")
local Account = require("shelfsync/account")
local Annotations = require("shelfsync/annotations")
local Bookmarks = require("shelfsync/orbit_bookmarks")
local Events = require("shelfsync/orbit_events")
local Exchange = require("shelfsync/orbit_exchange")
local Highlights = require("shelfsync/orbit_highlights")
local Messages = require("shelfsync/messages")
local State = require("shelfsync/orbit_state")
local States = require("shelfsync/orbit_states")
local Sweep = require("shelfsync/orbit_sweep")
local Sync = require("shelfsync/sync")
local _ = require("gettext")

Account.define("pages_before_push", 10)

local Orbiting = {}

-- Seconds without a page turned, before the place is pushed.
local REST = 10

local KIND = "bookorbit"
local SORTS = { Highlights, Bookmarks }

local function accounts(plugin)
    local found = {}
    for _i, account in ipairs(plugin.settings:accounts()) do
        if account:kind() == KIND then
            found[#found + 1] = account
        end
    end
    return found
end

-- The book whose place is due, and the instance of the plugin that has it open.
local due

local function push()
    local plugin = due
    due = nil
    if plugin and plugin.reading:book() then
        plugin.pages_since_push = 0
        plugin.reading:keepPlace()
        plugin:syncSoon(0.1, plugin.reading:book())
    end
end

function Orbiting.opened(plugin)
    local hash = plugin.reading:book()
    local mine = hash and accounts(plugin) or {}
    if #mine > 0 then
        State.keepPaths({ [hash] = plugin.ui.document.file })
    end
    for _i, account in ipairs(mine) do
        if account:get("two_way") then
            Exchange.wish(account.id, hash)
        end
    end
end

-- What is new about the open book waits from now on.
local function note(plugin)
    local hash = plugin.reading:book()
    for _i, account in ipairs(hash and accounts(plugin) or {}) do
        local title, takes = plugin.reading.session.title, account:takes()
        if takes.page_events and plugin.reading:turned() > 0 then
            Events.note(account.id, hash, title, true)
        end
        local items = plugin.ui.annotation and plugin.ui.annotation.annotations
        for _j, sort in ipairs(takes.annotation and items and SORTS or {}) do
            if Exchange.isNews(sort, account.id, hash, items) then
                Exchange.note(sort, account.id, hash, title)
            end
        end
        if takes.status and plugin.ui.doc_settings then
            States.note(account.id, hash, title, plugin.ui.doc_settings:readSetting("summary"))
        end
    end
    UIManager:unschedule(push)
    due = nil
end

Orbiting.closing = note
Orbiting.suspending = note

-- A deletion is only one that was seen.
function Orbiting.annotated(plugin, items)
    local hash = plugin.reading:book()
    local item = type(items) == "table" and items[1]
    if not hash or Highlights.is_applying or not Annotations.item(item) or #accounts(plugin) == 0 then
        return
    end
    local index = items.index_modified or 0
    for _i, sort in ipairs(index ~= 0 and SORTS or {}) do
        local normal = sort.normal(item)
        if normal then
            State.markGone(hash, sort.name, { normal.key }, index < 0)
        end
    end
end

function Orbiting.turned(plugin)
    local least
    for _i, account in ipairs(accounts(plugin)) do
        local pages = account:get("pages_before_push")
        least = pages > 0 and math.min(least or pages, pages) or least
    end
    if not least then
        return
    end
    plugin.pages_since_push = (plugin.pages_since_push or 0) + 1
    if plugin.pages_since_push >= least then
        due = plugin
        UIManager:unschedule(push)
        UIManager:scheduleIn(REST, push)
    end
end

function Orbiting.closed()
    UIManager:unschedule(push)
    due = nil
end

function Orbiting.accountChanged(_plugin, account)
    State.forgetAll(account.id)
end

local function engineOf(plugin)
    for _i, account in ipairs(accounts(plugin)) do
        if account:isConfigured() then
            return Sync:engine(account.id)
        end
    end
    return nil
end

local function syncBook(plugin)
    local engine = engineOf(plugin)
    local hash = plugin.reading:book()
    if not engine or not hash or not plugin:canAsk(function() syncBook(plugin) end) then
        return
    end
    note(plugin)
    plugin.ui:saveSettings()
    plugin.reading:keepPlace()
    engine:forgive()
    engine:start({ by_hand = true, hash = hash, done = function(report)
        Messages.answer(Messages.afterSync(report))
    end })
end

local function syncAll(plugin)
    local engine = engineOf(plugin)
    if engine and plugin:canAsk(function() syncAll(plugin) end) then
        engine:forgive()
        Sweep.start(plugin, engine)
    end
end

function Orbiting.menu(plugin)
    if #accounts(plugin) == 0 then
        return {}
    end
    local items = {}
    if plugin.ui.document then
        items[1] = { text = _("Sync this book now"), callback = function() syncBook(plugin) end }
    end
    items[#items + 1] = { text = _("Sync all books now"), callback = function() syncAll(plugin) end }
    return { top = items }
end

Orbiting.actions = {
    { id = "shelfsync_sync_book", event = "ShelfSyncBook", title = _("Shelf Sync: sync this book"), reader = true,
        handle = syncBook },
    { id = "shelfsync_sync_all", event = "ShelfSyncAll", title = _("Shelf Sync: sync all books"), general = true,
        handle = syncAll },
}

return Orbiting

--[[ The feature that brings newer versions of this plugin to the device: looked for once a day, or when the reader
asks; installed only with the reader's consent, whole or not at all (package.lua). ]]

local ConfirmBox = require("ui/widget/confirmbox")
local InfoMessage = require("ui/widget/infomessage")
local NetworkMgr = require("ui/network/manager")
local ReaderUI = require("apps/reader/readerui")
local Trapper = require("ui/trapper")
local UIManager = require("ui/uimanager")
local Dialogs = require("shelfsync/dialogs")
local Feeds = require("shelfsync/feeds")
local FileFetch = require("shelfsync/filefetch")
local Log = require("shelfsync/log")
local Messages = require("shelfsync/messages")
local Outcome = require("shelfsync/outcome")
local Package = require("shelfsync/package")
local Servers = require("shelfsync/servers")
local Settings = require("shelfsync/settings")
local Transport = require("shelfsync/transport")
local Version = require("shelfsync/version")
local T = require("ffi/util").template
local _ = require("gettext")

local Updates = {}

Settings.define("update_daily", true)
-- Where releases are told of; empty: nowhere, and then nothing is looked for.
Settings.define("update_feed", "")
Settings.define("update_checked", 0)

-- Seconds: between two looks by itself, between two that found nobody there, and after what else happens then.
local DAY, RETRY, SETTLE = 24 * 3600, 3600, 20
-- The hops that a file host may send a download along.
local HOPS = 5
-- Signs of a release's notes that are shown.
local MOST_NOTES = 600

local last_try
local is_busy = false
-- The version that was installed in this run, if one was.
local installed

-- KOReader hands on what _meta.lua says.
local function present(plugin)
    return installed or plugin.version
end

local function ask(settings, limits)
    local address = settings:get("update_feed")
    local status, data, extra = Transport.send({
        method = "GET", url = address, headers = { ["User-Agent"] = "ShelfSync-KOReader-Plugin" },
    }, limits)
    if status ~= 200 then
        local outcome = Outcome.of(status, status == nil and data or Transport.message(data), extra)
        return nil, outcome.reason or "?"
    end
    local release = Feeds.read(data, address)
    if not release then
        return nil, _("this is not a list of releases")
    end
    return release
end

-- Away from a screen that may be busy: fetched and unpacked by a process of its own.
local function prepare(root, release, present_version)
    local path = root .. "/" .. Package.FILE
    local ok, message = FileFetch.get({ url = release.url, path = path, hops = HOPS })
    if ok then
        ok, message = Package.matches(path, release)
    end
    local files
    if ok then
        files, message = Package.read(path)
    end
    if files and not Version.isNewer(Package.versionOf(files), present_version) then
        files, message = nil, _("the package is of no newer version")
    end
    if files then
        ok, message = Package.unpack(root, files)
    else
        ok = nil
    end
    os.remove(path)
    return ok, message
end

local function failed(root, message)
    Package.settle(root)
    -- It stays until it is seen: who waits for a download looks away.
    UIManager:show(InfoMessage:new{ text = T(_("The update was not installed: %1"), Log.clean(message)) })
end

-- What is loaded only when it is needed would come from the new version afterwards.
local function loadAll()
    for _i, kind in ipairs(Servers.KINDS) do
        kind.load()
    end
end

local function exchange(root, release, version)
    loadAll()
    local ok, message = Package.swap(root)
    if not ok then
        failed(root, message)
        return
    end
    Log.info("updated from", version, "to", release.version)
    installed = release.version
    UIManager:askForRestart(T(_("Shelf Sync %1 is installed. It is used after a restart of KOReader."), installed))
end

local function install(plugin, release)
    if is_busy then
        return
    end
    is_busy = true
    local root, version = Package.root(plugin.path), present(plugin)
    Trapper:wrap(function()
        local notice = InfoMessage:new{ text = T(_("Fetching Shelf Sync %1…"), release.version) }
        UIManager:show(notice)
        UIManager:forceRePaint()
        local completed, ok, message = Trapper:dismissableRunInSubprocess(function()
            return prepare(root, release, version)
        end, notice)
        UIManager:close(notice)
        is_busy = false
        if not completed then
            Package.settle(root)
        elseif not ok then
            failed(root, message or "?")
        else
            exchange(root, release, version)
        end
    end)
end

local function offer(plugin, release)
    local notes = (release.notes or ""):gsub("\r", "")
    if #notes > MOST_NOTES then
        notes = notes:sub(1, MOST_NOTES):gsub("[\128-\255]*$", "") .. "…"
    end
    UIManager:show(ConfirmBox:new{
        text = T(_("Shelf Sync %1 is there; you have %2."), release.version, present(plugin))
            .. (notes ~= "" and "\n\n" .. notes or ""),
        ok_text = _("Install"),
        ok_callback = function()
            if not NetworkMgr:willRerunWhenConnected(function() install(plugin, release) end) then
                install(plugin, release)
            end
        end,
    })
end

-- by_hand: the reader asked, and is told whatever comes of it.
local function check(plugin, by_hand)
    local release, message = ask(plugin.settings, by_hand and Transport.PATIENT or Transport.BRIEF)
    if not release then
        Log.info("no answer about updates:", message)
        if by_hand then
            Messages.answer(T(_("Updates could not be looked for: %1"), Log.clean(message)))
        end
        return
    end
    -- Only an answer counts as a look: who starts without a network is not made to wait for a day.
    plugin.settings:set("update_checked", os.time())
    if Version.isNewer(release.version, present(plugin)) then
        if release.url then
            offer(plugin, release)
        elseif by_hand then
            Messages.answer(T(_("Shelf Sync %1 is there, but without a package to install."), release.version))
        end
    elseif by_hand then
        Messages.answer(T(_("Shelf Sync %1 is the newest version."), present(plugin)))
    end
end

function Updates.checkByHand(plugin)
    if plugin.settings:get("update_feed") == "" then
        Messages.answer(_("Set the address of the release feed first."))
    elseif not NetworkMgr:willRerunWhenConnected(function() Updates.checkByHand(plugin) end) then
        check(plugin, true)
    end
end

-- Whether it is time; a clock that was set back makes no one wait longer than a day.
local function isDue(settings, now)
    local age = now - settings:get("update_checked")
    local pause = last_try and math.abs(now - last_try) or RETRY
    return settings:get("update_daily") and settings:get("update_feed") ~= "" and (age < 0 or age >= DAY)
        and pause >= RETRY
end

local waiting

-- Nobody is asked while they read.
local function checkWhenDue()
    local plugin = waiting
    local now = os.time()
    if ReaderUI.instance or not isDue(plugin.settings, now) or not Transport.isConnected() then
        return
    end
    last_try = now
    check(plugin, false)
end

local function soon(plugin)
    waiting = plugin
    UIManager:unschedule(checkWhenDue)
    if not plugin.ui.document and isDue(plugin.settings, os.time()) then
        UIManager:scheduleIn(SETTLE, checkWhenDue)
    end
end

function Updates.started(plugin)
    if Package.settle(Package.root(plugin.path)) then
        plugin.path = plugin.path:gsub("[^/]*$", "shelfsync.koplugin")
        Log.warn("an update was cut off; the version before it is in its place again")
    end
end

Updates.begun = soon
Updates.connected = soon
Updates.resumed = soon

function Updates.opened()
    UIManager:unschedule(checkWhenDue)
end

function Updates.menu(plugin)
    local settings = plugin.settings
    return { top = { {
        text_func = function() return T(_("Version %1"), present(plugin)) end,
        sub_item_table = {
            {
                text = _("Check for updates"),
                keep_menu_open = true,
                callback = function() Updates.checkByHand(plugin) end,
            },
            {
                text = _("Check once a day"),
                help_text = _("Nothing is installed without being asked for."),
                checked_func = function() return settings:get("update_daily") end,
                callback = function() settings:toggle("update_daily") end,
            },
            {
                text_func = function()
                    local feed = Log.clean(settings:get("update_feed"))
                    return T(_("Release feed: %1"), feed ~= "" and feed or _("not set"))
                end,
                keep_menu_open = true,
                callback = function(touchmenu)
                    Dialogs.text(_("Release feed"), "https://…", settings, "update_feed", false, function()
                        if touchmenu then
                            touchmenu:updateItems()
                        end
                    end)
                end,
            },
        },
    } } }
end

Updates.actions = { {
    id = "shelfsync_check_updates", event = "ShelfSyncCheckUpdates", title = _("Shelf Sync: check for updates"),
    general = true, handle = Updates.checkByHand,
} }

return Updates

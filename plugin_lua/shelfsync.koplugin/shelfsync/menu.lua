--[[ The plugin's entry in the main menu, under Tools. ]]

local Dialogs = require("shelfsync/dialogs")
local Log = require("shelfsync/log")
local Places = require("shelfsync/places")
local Queue = require("shelfsync/queue")
local Servers = require("shelfsync/servers")
local T = require("ffi/util").template
local _ = require("gettext")

local Menu = {}

local function checkbox(text, help, settings, key, changed)
    return {
        text = text,
        help_text = help,
        checked_func = function() return settings:get(key) end,
        callback = function()
            settings:toggle(key)
            changed()
        end,
    }
end

-- The kinds of servers, one of them chosen.
local function kindItems(settings, changed)
    local items = {}
    for i, kind in ipairs(Servers.KINDS) do
        items[i] = {
            text = kind.name,
            radio = true,
            checked_func = function() return settings:kind() == kind.key end,
            callback = function()
                if settings:kind() ~= kind.key then
                    settings:set("server_kind", kind.key)
                    changed()
                end
            end,
        }
    end
    return items
end

local MODES = {
    { key = "silent", name = _("Go there") },
    { key = "prompt", name = _("Ask before going there") },
    { key = "never", name = _("Stay") },
}

-- What happens when the server knows a newer place.
local function pullItems(settings, key)
    local items = {}
    for i, mode in ipairs(MODES) do
        items[i] = {
            text = mode.name,
            radio = true,
            checked_func = function() return settings:get(key) == mode.key end,
            callback = function() settings:set(key, mode.key) end,
        }
    end
    return items
end

local function koreaderAccount(settings, changed)
    return {
        text = _("KOReader account"),
        help_text = _("The account that the server made for KOReader. Most readers need only this one."),
        keep_menu_open = true,
        callback = function()
            Dialogs.account(_("KOReader account"), settings, { name = "username", password = "password" }, changed)
        end,
    }
end

local function bookLoreAccount(settings, changed)
    return {
        text = _("BookLore account"),
        help_text = _("For servers that take sessions only after a login."),
        keep_menu_open = true,
        callback = function()
            Dialogs.account(_("BookLore account"), settings,
                { name = "booklore_username", password = "booklore_password" }, changed)
        end,
    }
end

local function apiKey(settings, changed)
    return {
        text_func = function()
            return T(_("API key: %1"), settings:get("tome_key") ~= "" and _("set") or _("not set"))
        end,
        keep_menu_open = true,
        callback = function() Dialogs.text(_("API key"), "tk_…", settings, "tome_key", true, changed) end,
    }
end

local function deviceName(settings)
    return {
        text_func = function() return T(_("Device name: %1"), settings:deviceName()) end,
        keep_menu_open = true,
        callback = function(touchmenu)
            Dialogs.text(_("Device name"), settings:deviceName(), settings, "device_name", false, function()
                if touchmenu then
                    touchmenu:updateItems()
                end
            end)
        end,
    }
end

-- What is to be filled in depends on the kind of server.
local function serverItems(plugin, settings)
    local changed = function() plugin:accountChanged() end
    local kind, takes = settings:kind(), settings:takes()
    local items = {
        {
            text_func = function() return T(_("Kind of server: %1"), Servers.name(settings:kind())) end,
            sub_item_table = kindItems(settings, changed),
        },
        {
            text_func = function()
                local address = Log.clean(settings:server())
                return T(_("Server address: %1"), address ~= "" and address or _("not set"))
            end,
            keep_menu_open = true,
            callback = function() Dialogs.address(settings, changed) end,
        },
    }
    if kind == "tome" then
        table.insert(items, apiKey(settings, changed))
    else
        table.insert(items, koreaderAccount(settings, changed))
    end
    if kind == "booklore" then
        table.insert(items, bookLoreAccount(settings, changed))
    end
    if takes.places then
        table.insert(items, deviceName(settings))
        table.insert(items, { text = _("Further on elsewhere"), sub_item_table = pullItems(settings, "pull_forward") })
        table.insert(items, { text = _("Further back elsewhere"),
            sub_item_table = pullItems(settings, "pull_backward") })
    end
    table.insert(items, {
        text = _("Test connection"),
        enabled_func = function() return settings:isConfigured() end,
        keep_menu_open = true,
        callback = function() plugin:testConnection() end,
    })
    return items
end

-- What shows a new text in the menu below a dialog; menus without touch give no menu to callbacks.
local function updater(touchmenu)
    return function()
        if touchmenu then
            touchmenu:updateItems()
        end
    end
end

local function sessionItems(plugin, settings)
    local nothing = function() end
    return {
        {
            text_func = function() return T(_("Minimum duration: %1 s"), settings:get("min_duration")) end,
            keep_menu_open = true,
            callback = function(touchmenu) Dialogs.minimumDuration(settings, updater(touchmenu)) end,
        },
        {
            text_func = function() return T(_("Idle limit: %1 min"), settings:get("idle_minutes")) end,
            keep_menu_open = true,
            callback = function(touchmenu) Dialogs.idleLimit(settings, updater(touchmenu)) end,
        },
        {
            text_func = function()
                local cap = settings:get("queue_cap")
                return T(_("Sessions kept: %1"), cap > 0 and cap or _("all"))
            end,
            keep_menu_open = true,
            callback = function(touchmenu)
                Dialogs.queueCap(settings, function()
                    Queue.cap = settings:get("queue_cap")
                    updater(touchmenu)()
                end)
            end,
        },
        checkbox(_("Manual sync only"), _("Nothing is sent by itself; use Sync pending now."), settings, "manual_only",
            function() plugin:modeChanged() end),
        checkbox(_("Silent mode"), _("No notifications at the end of a session."), settings, "silent", nothing),
    }
end

local function queueItems(plugin)
    return {
        {
            text = _("View details"),
            keep_menu_open = true,
            callback = function() plugin:showDetails() end,
        },
        {
            text = _("Clear pending…"),
            enabled_func = function() return (Queue.count() or 0) > 0 end,
            keep_menu_open = true,
            callback = function(touchmenu) Dialogs.clear(updater(touchmenu)) end,
        },
    }
end

local function waiting(settings)
    local takes = settings:takes()
    return (takes.sessions and Queue.count() or 0) + (takes.places and #Places.all() or 0)
end

function Menu.build(plugin)
    local settings = plugin.settings
    return {
        text = _("Shelf Sync"),
        sorting_hint = "tools",
        sub_item_table = {
            checkbox(_("Record reading sessions"), nil, settings, "enabled", function() plugin:modeChanged() end),
            { text = _("Server"), sub_item_table_func = function() return serverItems(plugin, settings) end },
            { text = _("Sync settings"), sub_item_table = sessionItems(plugin, settings), separator = true },
            {
                text_func = function() return T(_("Sync pending now (%1)"), waiting(settings)) end,
                enabled_func = function() return settings:isConfigured() end,
                callback = function() plugin:syncNow() end,
            },
            { text = _("Manage sessions"), sub_item_table = queueItems(plugin) },
        },
    }
end

return Menu

--[[ The plugin's entry in the main menu, under Tools. ]]

local Dialogs = require("shelfsync/dialogs")
local Log = require("shelfsync/log")
local Queue = require("shelfsync/queue")
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

local function serverItems(plugin, settings)
    local changed = function() plugin:accountChanged() end
    return {
        {
            text_func = function()
                local address = Log.clean(settings:server())
                return T(_("Server address: %1"), address ~= "" and address or _("not set"))
            end,
            keep_menu_open = true,
            callback = function() Dialogs.address(settings, changed) end,
        },
        {
            text = _("KOReader account"),
            help_text = _("The account that the server made for KOReader. Most readers need only this one."),
            keep_menu_open = true,
            callback = function()
                Dialogs.account(_("KOReader account"), settings, { name = "username", password = "password" }, changed)
            end,
        },
        {
            text = _("BookLore account"),
            help_text = _("For servers that take sessions only after a login."),
            keep_menu_open = true,
            callback = function()
                Dialogs.account(_("BookLore account"), settings,
                    { name = "booklore_username", password = "booklore_password" }, changed)
            end,
        },
        {
            text = _("Test connection"),
            enabled_func = function() return settings:isConfigured() end,
            keep_menu_open = true,
            callback = function() plugin:testConnection() end,
        },
    }
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

function Menu.build(plugin)
    local settings = plugin.settings
    return {
        text = _("Shelf Sync"),
        sorting_hint = "tools",
        sub_item_table = {
            checkbox(_("Record reading sessions"), nil, settings, "enabled", function() plugin:modeChanged() end),
            { text = _("Server"), sub_item_table = serverItems(plugin, settings) },
            { text = _("Sync settings"), sub_item_table = sessionItems(plugin, settings), separator = true },
            {
                text_func = function() return T(_("Sync pending now (%1)"), Queue.count() or 0) end,
                enabled_func = function() return settings:isConfigured() end,
                callback = function() plugin:syncNow() end,
            },
            { text = _("Manage sessions"), sub_item_table = queueItems(plugin) },
        },
    }
end

return Menu

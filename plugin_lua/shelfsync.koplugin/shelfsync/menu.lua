--[[ The plugin's entry in the main menu, under Tools. ]]

local Dialogs = require("shelfsync/dialogs")
local Features = require("shelfsync/features")
local Outbox = require("shelfsync/outbox")
local Queue = require("shelfsync/queue")
local ServerMenu = require("shelfsync/servermenu")
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
    local items = {
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
                    for _i, account in ipairs(settings:accounts()) do
                        Queue.caps[account.id] = account:get("queue_cap")
                    end
                    updater(touchmenu)()
                end)
            end,
        },
        checkbox(_("Manual sync only"), _("Nothing is sent by itself; use Sync pending now."), settings, "manual_only",
            function() plugin:modeChanged() end),
        checkbox(_("Silent mode"), _("No notifications at the end of a session."), settings, "silent", nothing),
    }
    Features.addTo(items, "sync", plugin)
    return items
end

local function queueItems(plugin)
    local items = {
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
    Features.addTo(items, "queue", plugin)
    return items
end

-- All changes that wait, for whichever server.
local function waiting()
    return Outbox.count({}) or 0
end

-- In the list of tools, after Calibre: both menus are built from orders that plugins may add to. A reader's own order
-- comes on top of it.
function Menu.claimPlace()
    for _i, name in ipairs({ "ui/elements/reader_menu_order", "ui/elements/filemanager_menu_order" }) do
        local tools = require(name).tools
        local place
        for i, id in ipairs(tools) do
            if id == "shelfsync" then
                return
            elseif id == "calibre" then
                place = i + 1
            end
        end
        table.insert(tools, place or #tools + 1, "shelfsync")
    end
end

function Menu.build(plugin)
    local settings = plugin.settings
    local items = {
        checkbox(_("Record reading sessions"), nil, settings, "enabled", function() plugin:modeChanged() end),
        { text = _("Server"), sub_item_table_func = function() return ServerMenu.items(plugin, settings) end },
        {
            text = _("Sync settings"),
            sub_item_table_func = function() return sessionItems(plugin, settings) end,
            separator = true,
        },
        {
            text_func = function() return T(_("Sync pending now (%1)"), waiting()) end,
            enabled_func = function() return plugin:isConfigured() end,
            callback = function() plugin:syncNow() end,
        },
        { text = _("Manage sessions"), sub_item_table_func = function() return queueItems(plugin) end },
    }
    Features.addTo(items, "top", plugin)
    return { text = _("Shelf Sync"), sorting_hint = "tools", sub_item_table = items }
end

return Menu

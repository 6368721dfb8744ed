--[[ The part of the menu that is about servers: what each is told, what goes to it, and further ones. ]]

local Choices = require("shelfsync/choices")
local Dialogs = require("shelfsync/dialogs")
local Features = require("shelfsync/features")
local Log = require("shelfsync/log")
local Outbox = require("shelfsync/outbox")
local Servers = require("shelfsync/servers")
local T = require("ffi/util").template
local _ = require("gettext")

local ServerMenu = {}

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
    return Choices.items(settings, key, MODES)
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

local DESTINATIONS = {
    { key = "in_book", name = _("In the book") },
    { key = "page", name = _("On the book's page") },
    { key = "both", name = _("Both") },
}

local function notesDestination(settings)
    return { text = _("Notes go"), sub_item_table = Choices.items(settings, "notes_destination", DESTINATIONS) }
end

local function twoWay(settings)
    return {
        text = _("Two-way highlight sync"),
        help_text = _("Highlights, notes and deletions made elsewhere also change this device."),
        checked_func = function() return settings:get("two_way") end,
        callback = function() settings:toggle("two_way") end,
    }
end

local function pagesBeforePush(settings)
    return {
        text_func = function()
            local pages = settings:get("pages_before_push")
            return T(_("Push position every # pages: %1"), pages > 0 and pages or _("never"))
        end,
        keep_menu_open = true,
        callback = function(touchmenu)
            Dialogs.pagesBeforePush(settings, function()
                if touchmenu then
                    touchmenu:updateItems()
                end
            end)
        end,
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

-- Each kind of change that the server takes, to be sent there or not.
local function changeItems(settings, changed)
    local items = {}
    for _i, change in ipairs(Servers.CHANGES) do
        if settings:canTake(change.kind) then
            items[#items + 1] = {
                text = change.name,
                checked_func = function() return settings:takes()[change.kind] == true end,
                callback = function()
                    settings:setWithheld(change.kind, settings:takes()[change.kind] == true)
                    changed()
                end,
            }
        end
    end
    return items
end

local function chosenKind(settings, changed)
    return {
        text_func = function() return T(_("Kind of server: %1"), Servers.name(settings:kind())) end,
        sub_item_table = kindItems(settings, changed),
    }
end

local function address(settings, changed)
    return {
        text_func = function()
            local shown = Log.clean(settings:server())
            return T(_("Server address: %1"), shown ~= "" and shown or _("not set"))
        end,
        keep_menu_open = true,
        callback = function() Dialogs.address(settings, changed) end,
    }
end

-- What is to be filled in depends on the kind of server.
local function accountItems(plugin, settings)
    local changed = function() plugin:accountChanged(settings) end
    local kind, takes = Servers.find(settings:kind()), settings:takes()
    local items = { chosenKind(settings, changed), address(settings, changed) }
    if kind.key == "tome" then
        table.insert(items, apiKey(settings, changed))
    else
        table.insert(items, koreaderAccount(settings, changed))
    end
    if kind.key == "booklore" then
        table.insert(items, bookLoreAccount(settings, changed))
        if takes.annotation then
            table.insert(items, notesDestination(settings))
        end
    end
    if kind.key == "bookorbit" then
        table.insert(items, twoWay(settings))
        table.insert(items, pagesBeforePush(settings))
    end
    if takes.place then
        table.insert(items, deviceName(settings))
        table.insert(items, { text = _("Further on elsewhere"), sub_item_table = pullItems(settings, "pull_forward") })
        table.insert(items, { text = _("Further back elsewhere"),
            sub_item_table = pullItems(settings, "pull_backward") })
    end
    local changes = changeItems(settings, function() plugin:takersChanged() end)
    if #changes > 1 then
        table.insert(items, { text = _("What is sent there"), sub_item_table = changes })
    end
    return items
end

local function remove(plugin, settings, account)
    Dialogs.removeServer(account:name(), Outbox.count({ account = account.id }) or 0, function()
        plugin:forgetAccount(account)
        settings:removeAccount(account)
        plugin:takersChanged()
    end)
end

-- A further server's own menu.
local function furtherItem(plugin, settings, account)
    return {
        text_func = function()
            local shown = Log.clean(account:server())
            return T("%1: %2", account:name(), shown ~= "" and shown or _("not set"))
        end,
        sub_item_table_func = function()
            local items = accountItems(plugin, account)
            table.insert(items, {
                text = _("Remove this server…"),
                keep_menu_open = true,
                callback = function() remove(plugin, settings, account) end,
            })
            return items
        end,
    }
end

local function addItems(plugin, settings)
    local items = {}
    for i, kind in ipairs(Servers.KINDS) do
        items[i] = {
            text = kind.name,
            callback = function()
                settings:addAccount(kind.key)
                plugin:takersChanged()
            end,
        }
    end
    return items
end

-- settings: Settings.
function ServerMenu.items(plugin, settings)
    local items = accountItems(plugin, settings)
    table.insert(items, {
        text = _("Test connection"),
        enabled_func = function() return plugin:isConfigured() end,
        keep_menu_open = true,
        callback = function() plugin:testConnection() end,
    })
    Features.addTo(items, "server", plugin)
    local accounts = settings:accounts()
    for i = 2, #accounts do
        table.insert(items, furtherItem(plugin, settings, accounts[i]))
    end
    table.insert(items, { text = _("Add another server"), sub_item_table = addItems(plugin, settings) })
    return items
end

return ServerMenu

--[[--
Entries that the menus of the file manager and of the reader have in common. What is not emulated is either left out
or refuses loudly when it is tapped.
]]
local Device = require("device")
local Event = require("ui/event")
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local T = require("ffi/util").template
local _ = require("gettext")

-- Submenus that order tables and plugins' hints name; empty ones are simply not worth entering.
local SUBMENUS = {
    network = "Network", screen = "Screen", document = "Document", device = "Device", navigation = "Navigation",
    taps_and_gestures = "Taps and gestures", more_tools = "More tools", search_settings = "Settings", help = "Help",
    exit_menu = "Exit",
}
local OWN_SUBMENUS = {
    filemanager = { filebrowser_settings = "Settings" },
    reader = { navi_settings = "Settings" },
}

local AUTO_SAVE_DEFAULT = 15

local function broadcast(name)
    return function() UIManager:broadcastEvent(Event:new(name)) end
end

local function addPower(items)
    items.exit = { text = _("Exit"), callback = broadcast("Exit") }
    if Device:canRestart() then
        items.restart_koreader = { text = _("Restart KOReader"), callback = broadcast("Restart") }
    end
    if Device:canSuspend() then
        items.sleep = { text = _("Sleep"), callback = function() UIManager:suspend() end }
    end
    if Device:canReboot() then
        items.reboot = {
            text = _("Reboot the device"), keep_menu_open = true, callback = function() UIManager:askForReboot() end,
        }
    end
    if Device:canPowerOff() then
        items.poweroff = {
            text = _("Power off"), keep_menu_open = true, callback = function() UIManager:askForPowerOff() end,
        }
    end
end

local function autoSaveEntry()
    local key = "auto_save_settings_interval_minutes"
    if G_reader_settings:hasNot(key) then G_reader_settings:saveSetting(key, AUTO_SAVE_DEFAULT) end
    local function choice(text, minutes)
        return {
            text = text,
            checked_func = function() return G_reader_settings:readSetting(key) == minutes end,
            callback = function() G_reader_settings:saveSetting(key, minutes) end,
        }
    end
    local choices = { choice(_("Only on close, suspend and exit"), false) }
    for _i, minutes in ipairs{ 5, 15, 30, 60 } do
        choices[#choices + 1] = choice(T(_("Every %1 m"), minutes), minutes)
    end
    return {
        text_func = function()
            local minutes = G_reader_settings:readSetting(key)
            local when = minutes and T(_("every %1 m"), minutes) or _("only on close, suspend and exit")
            return T(_("Save book metadata: %1"), when)
        end,
        sub_item_table = choices,
    }
end

local function endActionEntry()
    local function choice(text, action)
        return {
            text = _(text),
            checked_func = function()
                return (G_reader_settings:readSetting("end_document_action") or "pop-up") == action
            end,
            radio = true,
            callback = function() G_reader_settings:saveSetting("end_document_action", action) end,
        }
    end
    return {
        text = _("End of document action"),
        sub_item_table = {
            {
                text = _("Always mark as finished"),
                checked_func = function() return G_reader_settings:isTrue("end_document_auto_mark") end,
                callback = function() G_reader_settings:flipNilOrFalse("end_document_auto_mark") end,
                separator = true,
            },
            choice("Ask with popup dialog", "pop-up"), choice("Do nothing", "nothing"),
            choice("Book status", "book_status"), choice("Delete file", "delete_file"),
            choice("Open next file", "next_file"), choice("Go to beginning", "goto_beginning"),
            choice("Return to file browser", "file_browser"), choice("Mark book as finished", "mark_read"),
            choice("Book status and return to file browser", "book_status_file_browser"),
        },
    }
end

local function addAbout(items)
    local version = require("version")
    items.version = {
        text = T(_("Version: %1"), version:getShortVersion()), keep_menu_open = true,
        callback = function() UIManager:show(InfoMessage:new{ text = version:getCurrentRevision() }) end,
    }
    items.about = {
        text = _("About"), keep_menu_open = true,
        callback = function()
            UIManager:show(InfoMessage:new{
                text = T(_("KOReader %1\n\nAn emulation for testing plugins."), version:getCurrentRevision()),
            })
        end,
    }
end

--- Add the entries. @tparam string prefix "filemanager" or "reader"
return function(items, ui, prefix)
    for _i, group in ipairs{ SUBMENUS, OWN_SUBMENUS[prefix] } do
        for id, text in pairs(group) do
            if not items[id] then items[id] = { text = _(text) } end
        end
    end
    addPower(items)
    addAbout(items)
    items.night_mode = {
        text = _("Night mode"),
        checked_func = function() return Device.screen.night_mode end,
        callback = function() ui:handleEvent(Event:new("ToggleNightMode")) end,
    }
    items.document_auto_save = autoSaveEntry()
    items.document_end_action = endActionEntry()
    items.plugin_management = {
        text = _("Plugin management"),
        sub_item_table_func = function() return require("pluginloader"):genPluginManagerSubItem() end,
    }
    if Device:hasWifiToggle() then require("ui/network/manager"):getMenuTable(items) end
end

--- Where fonts besides KOReader's own are looked for: KOReader's frontend/ui/elements/font_settings.
-- fidelity: partial: the folders of a Linux desktop; other systems have none

local Device = require("device")
local util = require("util")
local _ = require("gettext")

local FontSettings = {}

local SYSTEM = "/usr/share/fonts"

local function userFolder()
    local home = Device.home_dir
    return Device:isDesktop() and home and home .. "/.local/share/fonts" or nil
end

local function askForRestart()
    require("ui/uimanager"):askForRestart()
end

--- The folders, joined by `;`, or nil when there are none.
function FontSettings:getPath()
    if not Device:hasSystemFonts() then return nil end
    local paths = {}
    if G_reader_settings:isTrue("system_fonts") then paths[#paths + 1] = SYSTEM end
    paths[#paths + 1] = userFolder()
    return paths[1] and table.concat(paths, ";") or nil
end

--- The menu items about fonts outside KOReader.
function FontSettings:getSystemFontMenuItems()
    local items = { {
        text = _("Enable system fonts"),
        checked_func = function() return G_reader_settings:isTrue("system_fonts") end,
        callback = function()
            G_reader_settings:flipNilOrFalse("system_fonts")
            askForRestart()
        end,
    } }
    local folder = userFolder()
    if folder then
        table.insert(items, 1, {
            text = _("Open fonts folder"),
            callback = function()
                util.makePath(folder)
                Device:openLink(folder)
            end,
        })
    end
    return items
end

--- The menu item that holds them.
function FontSettings:getSystemFontMenuTable()
    return { text = _("Fonts"), sub_item_table = self:getSystemFontMenuItems() }
end

return FontSettings

--- Chooses a folder or a file: a tap enters a folder, a long press asks whether to choose what is under the finger.
-- Fields: `path`, `select_directory`, `select_file`, `show_files`, `file_filter(name)`, `title`, `detailed_file_info`,
-- `onConfirm(path)` (gets the real path; dialog and chooser are closed after it).

local BD = require("ui/bidi")
local ButtonDialog = require("ui/widget/buttondialog")
local FileChooser = require("ui/widget/filechooser")
local UIManager = require("ui/uimanager")
local ffiUtil = require("ffi/util")
local lfs = require("libs/libkoreader-lfs")
local util = require("util")
local T = ffiUtil.template
local _ = require("gettext")

local PathChooser = FileChooser:extend{
    covers_fullscreen = true,
    detailed_file_info = false,
    is_popout = false,
    no_title = false,
    select_directory = true,
    select_file = true,
    show_files = true,
    title = true,
}

function PathChooser:init()
    if not self.show_files then self.select_file = false end
    if self.title == true then self.title = self:_usualTitle() end
    self.show_current_dir_for_hold = self.select_directory
    self.path = self.path and ffiUtil.realpath(self.path) or lfs.currentdir()
    FileChooser.init(self)
end

function PathChooser:_usualTitle()
    if self.select_directory and self.select_file then
        return _("Long-press item's name to choose it")
    elseif self.select_file then
        return _("Long-press file's name to choose it")
    elseif self.select_directory then
        return _("Long-press folder's name to choose it")
    end
    return ""
end

--- A tap on a file chooses nothing.
function PathChooser:onFileSelect()
    return true
end

function PathChooser:_question(path, is_file)
    if not is_file then return T(_("Choose this folder?\n\n%1\n"), BD.dirpath(path)) end
    if not self.detailed_file_info then return T(_("Choose this file?\n\n%1\n"), BD.filepath(path)) end
    local attr = lfs.attributes(path) or {}
    return T(_("Choose this file?\n\n%1\n\nFile size: %2\n"), BD.filepath(path), util.getFormattedSize(attr.size or 0))
end

--- A long press: asks, if what is under the finger may be chosen.
function PathChooser:onMenuHold(item)
    local path = ffiUtil.realpath(item.path)
    if not path then return true end
    local allowed = self.select_directory
    if item.is_file then allowed = self.select_file end
    if not allowed then return true end
    local dialog
    dialog = ButtonDialog:new{
        title = self:_question(path, item.is_file),
        buttons = { {
            { text = _("Cancel"), callback = function() UIManager:close(dialog) end },
            { text = _("Choose"), callback = function()
                if self.onConfirm then self.onConfirm(path) end
                UIManager:close(dialog)
                UIManager:close(self)
            end },
        } },
    }
    UIManager:show(dialog)
    return true
end

return PathChooser

--- Folders that the reader wants to get to quickly (setting `folder_shortcuts`).
-- fidelity: partial: choosing one; they are made and removed by calls, not in the list
local InfoMessage = require("ui/widget/infomessage")
local Menu = require("ui/widget/menu")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local _ = require("gettext")

local FileManagerShortcuts = WidgetContainer:extend{
    folder_shortcuts = nil,
}

function FileManagerShortcuts:init()
    self.folder_shortcuts = G_reader_settings:readSetting("folder_shortcuts") or {}
end

function FileManagerShortcuts:hasFolderShortcut(folder)
    return self.folder_shortcuts[folder] ~= nil
end

function FileManagerShortcuts:addShortcut(folder, text)
    self.folder_shortcuts[folder] = { text = text or folder:match("([^/]+)/*$") or folder, time = os.time() }
    G_reader_settings:saveSetting("folder_shortcuts", self.folder_shortcuts)
end

function FileManagerShortcuts:removeShortcut(folder)
    self.folder_shortcuts[folder] = nil
    G_reader_settings:saveSetting("folder_shortcuts", self.folder_shortcuts)
end

function FileManagerShortcuts:onShowFolderShortcutsDialog(select_callback)
    local rows, list = {}, nil
    for folder, shortcut in pairs(self.folder_shortcuts) do
        rows[#rows + 1] = {
            text = shortcut.text,
            callback = function()
                UIManager:close(list)
                if select_callback then
                    select_callback(folder)
                elseif self.ui.file_chooser then
                    self.ui.file_chooser:changeToPath(folder)
                else
                    self.ui:onClose()
                    self.ui:showFileManager(folder .. "/")
                end
            end,
        }
    end
    if #rows == 0 then
        UIManager:show(InfoMessage:new{ text = _("No folder shortcuts.") })
        return true
    end
    list = Menu:new{
        title = _("Folder shortcuts"), item_table = rows, covers_fullscreen = true, is_borderless = true,
        close_callback = function() UIManager:close(list) end,
    }
    self.shortcuts_menu = list
    UIManager:show(list)
    return true
end

return FileManagerShortcuts

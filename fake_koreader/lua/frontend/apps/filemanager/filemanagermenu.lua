--- The main menu of the file manager (specs/koreader-ui.md §6.1). What both menus share is in `apps/mainmenu`.
local InputContainer = require("ui/widget/container/inputcontainer")
local UIManager = require("ui/uimanager")
local T = require("ffi/util").template
local _ = require("gettext")

local FileManagerMenu = InputContainer:extend{}

require("apps/mainmenu")(FileManagerMenu, "filemanager")

function FileManagerMenu:init()
    self:_prepare{ "filemanager_settings=filebrowser", "main=menu", "search", "setting=settings", "tools" }
    self.menu_items.start_with = self:getStartWithMenuTable()
    self.ui:registerPostInitCallback(function() self:initGesListener() end)
end

--- What is shown first when the application starts.
function FileManagerMenu:getStartWithMenuTable()
    local names = { filemanager = _("file browser"), history = _("history"), favorites = _("favorites"),
        folder_shortcuts = _("folder shortcuts"), last = _("last file") }
    local function chosen() return G_reader_settings:readSetting("start_with") or "filemanager" end
    local choices = {}
    for _i, value in ipairs{ "filemanager", "history", "favorites", "folder_shortcuts", "last" } do
        choices[#choices + 1] = {
            text = names[value], radio = true,
            checked_func = function() return chosen() == value end,
            callback = function() G_reader_settings:saveSetting("start_with", value) end,
        }
    end
    return {
        text_func = function() return T(_("Start with: %1"), names[chosen()] or chosen()) end,
        sub_item_table = choices,
    }
end

--- Close the menu, if it is open.
function FileManagerMenu:onCloseFileManagerMenu()
    if self.menu_container then
        self.last_tab_index = self.menu_container[1].last_index
        UIManager:close(self.menu_container)
    end
    return true
end

FileManagerMenu.onTapCloseMenu = FileManagerMenu.onCloseFileManagerMenu
FileManagerMenu._closeWindow = FileManagerMenu.onCloseFileManagerMenu

--- Leave the application: the window is closed, then `callback` is called.
function FileManagerMenu:exitOrRestart(callback)
    self:onCloseFileManagerMenu()
    self.ui:onClose()
    if callback then callback() end
end

return FileManagerMenu

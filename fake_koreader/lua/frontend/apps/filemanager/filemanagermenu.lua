--- The main menu of the file manager (specs/koreader-ui.md §6.1). What both menus share is in `apps/mainmenu`.
local InputContainer = require("ui/widget/container/inputcontainer")
local UIManager = require("ui/uimanager")

local FileManagerMenu = InputContainer:extend{}

require("apps/mainmenu")(FileManagerMenu, "filemanager")

function FileManagerMenu:init()
    self:_prepare{ "filemanager_settings=filebrowser", "main=menu", "search", "setting=settings", "tools" }
    self.ui:registerPostInitCallback(function() self:_registerTouchZones() end)
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

--- The main menu of the reader (specs/koreader-ui.md §6.1). What both menus share is in `apps/mainmenu`.
local Event = require("ui/event")
local InputContainer = require("ui/widget/container/inputcontainer")
local UIManager = require("ui/uimanager")

local ReaderMenu = InputContainer:extend{}

require("apps/mainmenu")(ReaderMenu, "reader")

function ReaderMenu:init()
    self:_prepare{ "main=menu", "navi=navigation", "search", "setting=settings", "tools", "typeset" }
    self.menu_items.filemanager = {
        icon = "appbar.filebrowser", remember = false, callback = function() self:_toFileBrowser() end,
    }
    self.ui:registerPostInitCallback(function() self:initGesListener() end)
end

--- There to be wrapped: touches are listened to once the modules are there.
function ReaderMenu:onReaderReady() end

function ReaderMenu:_toFileBrowser()
    self:onTapCloseMenu()
    self.ui:closeToFileManager()
end

function ReaderMenu:onReadSettings(config)
    self.last_tab_index = config:readSetting("readermenu_tab_index")
        or G_reader_settings:readSetting("readermenu_tab_index") or 1
end

function ReaderMenu:onSaveSettings()
    self.ui.doc_settings:saveSetting("readermenu_tab_index", self.last_tab_index)
end

--- Close the menu, if it is open.
function ReaderMenu:onCloseReaderMenu()
    if self.menu_container then
        self.last_tab_index = self.menu_container[1].last_index
        UIManager:close(self.menu_container)
    end
    return true
end

--- Close the menu and the options.
function ReaderMenu:onTapCloseMenu()
    self:onCloseReaderMenu()
    self.ui:handleEvent(Event:new("CloseConfigMenu"))
end

ReaderMenu._closeWindow = ReaderMenu.onTapCloseMenu

--- Leave the application: the book is closed on the next tick, then `callback` is called.
function ReaderMenu:exitOrRestart(callback)
    self:onTapCloseMenu()
    UIManager:nextTick(function()
        self.ui:onClose()
        if callback then callback() end
    end)
end

return ReaderMenu

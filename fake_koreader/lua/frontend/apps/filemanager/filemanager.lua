--[[--
The file manager: a window with the list of a folder, and the modules and plugins that live while no book is open
(specs/koreader-ui.md §4.1, §4.4b, §5.10).
]]
local Device = require("device")
local Event = require("ui/event")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local InputContainer = require("ui/widget/container/inputcontainer")
local PluginLoader = require("pluginloader")
local UIManager = require("ui/uimanager")
local ffiutil = require("ffi/util")
local filemanagerutil = require("apps/filemanager/filemanagerutil")
local lfs = require("libs/libkoreader-lfs")
local util = require("util")

local FileManager = InputContainer:extend{
    title = "KOReader",
    active_widgets = nil,
    root_path = nil,
    tearing_down = false,
}

require("apps/modulehost")(FileManager, "filemanager")
require("apps/filemanager/filemanagerfiles")(FileManager)

local MODULES = {
    { "menu", "apps/filemanager/filemanagermenu" },
    { "history", "apps/filemanager/filemanagerhistory" },
    { "bookinfo", "apps/filemanager/filemanagerbookinfo" },
    { "collections", "apps/filemanager/filemanagercollection" },
    { "filesearcher", "apps/filemanager/filemanagerfilesearcher" },
    { "folder_shortcuts", "apps/filemanager/filemanagershortcuts" },
    { "languagesupport", "languagesupport" },
    { "dictionary", "apps/reader/modules/readerdictionary" },
    { "wikipedia", "apps/reader/modules/readerwikipedia" },
    { "devicestatus", "apps/reader/modules/readerdevicestatus" },
    { "devicelistener", "device/devicelistener" },
}

function FileManager:init()
    self.active_widgets = {}
    self.postInitCallback = {}
    self.dimen = self.dimen or Geom:new(Device.screen:getSize())
    self:registerModule("screenshot", require("ui/widget/screenshoter"):new{ prefix = "FileManager", ui = self }, true)
    for _, entry in ipairs(MODULES) do
        self:registerModule(entry[1], require(entry[2]):new{ ui = self })
    end
    if Device:hasWifiToggle() then
        self:registerModule("networklistener", require("ui/network/networklistener"):new{ ui = self })
    end
    self:_registerPlugins(function() return { ui = self } end, function(plugin) return not plugin.is_doc_only end)
    self:setupLayout()
    self:handleEvent(Event:new("SetDimensions", self.dimen))
    self:handleEvent(Event:new("PathChanged", self.file_chooser.path))
    self:initGesListener()
    self:_runPostInit()
    FileManager.instance = self
end

local function makeChooser(ui)
    local FileChooser = require("ui/widget/filechooser")
    local Chooser = FileChooser:extend{}

    function Chooser:changeToPath(...)
        FileChooser.changeToPath(self, ...)
        -- While it is being made the file manager itself tells everybody.
        if ui.file_chooser == self then ui:_pathChanged(self.path) end
    end

    function Chooser:onFileSelect(item)
        if ui.selected_files then
            ui.selected_files[item.path] = not ui.selected_files[item.path] or nil
            self:updateItems()
        else
            ui:openFile(item.path)
        end
        return true
    end

    function Chooser:onFileHold(item)
        ui:showFileDialog(item)
        return true
    end

    return Chooser:new{
        path = ui.root_path,
        focused_path = ui.focused_file,
        show_parent = ui,
        ui = ui,
        is_borderless = true,
        no_title = false,
        is_popout = false,
        covers_fullscreen = true,
        title = ui.title,
        subtitle = filemanagerutil.abbreviate(ui.root_path),
        close_callback = function() return ui:onClose() end,
    }
end

--- Build what is seen; again after a rotation. Plugins are not made anew.
function FileManager:setupLayout()
    self.show_parent = self.show_parent or self
    self.file_chooser = makeChooser(self)
    self.title_bar = self.file_chooser.title_bar
    self.layout = FrameContainer:new{ padding = 0, bordersize = 0, self.file_chooser }
    self[1] = self.layout
end

--- Swipes turn the pages of the list; a method of this name so that plugins can wrap it.
function FileManager:initGesListener()
    if not Device:isTouchDevice() then return end
    self:registerTouchZones({ {
        id = "filemanager_swipe", ges = "swipe",
        screen_zone = { ratio_x = 0, ratio_y = 0, ratio_w = 1, ratio_h = 1 },
        handler = function(gesture) return self.file_chooser:onSwipe(nil, gesture) end,
    } })
end

function FileManager:_pathChanged(path)
    G_reader_settings:saveSetting("lastdir", path)
    self:handleEvent(Event:new("PathChanged", path))
end

function FileManager:onPathChanged(path)
    self:updateTitleBarPath(path)
end

--- The folder under the title.
function FileManager:updateTitleBarPath(path)
    if self.title_bar and self.title_bar.setSubTitle then
        self.title_bar:setSubTitle(filemanagerutil.abbreviate(path or self.file_chooser.path))
    end
end

--- Show a folder, closing the file manager that is there.
function FileManager:showFiles(path, focused_file, selected_files)
    if FileManager.instance then FileManager.instance:onClose() end
    path = ffiutil.realpath(path or filemanagerutil.getDefaultDir()) or filemanagerutil.getDefaultDir()
    if lfs.attributes(path, "mode") ~= "directory" then path = util.splitFilePathName(path) end
    G_reader_settings:saveSetting("lastdir", path)
    UIManager:show(FileManager:new{
        root_path = path, focused_file = focused_file, selected_files = selected_files,
        covers_fullscreen = true, dimen = Geom:new(Device.screen:getSize()),
    })
end

--- Enter a folder, with everything laid out anew.
function FileManager:reinit(path, focused_file)
    UIManager:flushSettings()
    self.dimen = Geom:new(Device.screen:getSize())
    self.root_path = path or self.file_chooser.path
    self.focused_file = focused_file
    self:setupLayout()
    self:handleEvent(Event:new("SetDimensions", self.dimen))
    UIManager:setDirty(self, "ui")
end

function FileManager:onSetRotationMode(mode)
    if mode ~= nil and mode ~= Device.screen:getRotationMode() then
        Device.screen:setRotationMode(mode)
        UIManager:onRotation()
        self:reinit(self.file_chooser.path)
    end
    return true
end

function FileManager:onSetDimensions(dimen)
    self.dimen = dimen
end

function FileManager:onRefresh()
    self.file_chooser:refreshPath()
    return true
end

FileManager.onRefreshContent = FileManager.onRefresh

function FileManager:onFolderUp()
    self.file_chooser:onFolderUp()
    return true
end

--- To the home folder.
function FileManager:onHome()
    return self.file_chooser:goHome()
end

function FileManager:onToggleSelectMode()
    self.selected_files = not self.selected_files and {} or nil
    self.file_chooser:refreshPath()
    return true
end

-- Leaving -----------------------------------------------------------------------------------------------------------

function FileManager:onShowingReader()
    self.tearing_down = true
    self:onClose()
end

FileManager.onSetupShowReader = function() end

function FileManager:onClose()
    PluginLoader:finalize()
    self:_save()
    UIManager:close(self)
    return true
end

function FileManager:_save()
    self:handleEvent(Event:new("SaveSettings"))
    G_reader_settings:flush()
end

function FileManager:onFlushSettings()
    self:_save()
end

function FileManager:onCloseWidget()
    if FileManager.instance == self then FileManager.instance = nil end
end

return FileManager

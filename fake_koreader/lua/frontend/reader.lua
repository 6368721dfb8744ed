--[[--
What KOReader's entry script does before its main loop: patches, settings, language, device, and the first window
(specs/koreader-core.md §7.1). Returns a function; the loop is run by whoever calls it.
]]
local function openSettings()
    require("ffi/loadlib")
    G_defaults = require("luadefaults"):open()
    local path = require("datastorage"):getDataDir() .. "/settings.reader.lua"
    G_reader_settings = require("luasettings"):open(path)
    if G_reader_settings:hasNot("device_id") then
        -- In memory only: a kill before the first flush makes another one.
        G_reader_settings:saveSetting("device_id", require("random").uuid())
    end
    local language = G_reader_settings:readSetting("language")
    if language then require("gettext").changeLang(language) end
end

local function startDevice()
    local Device = require("device")
    require("document/canvascontext"):init(Device)
    local Bidi = require("ui/bidi")
    if Bidi.setup then Bidi.setup(G_reader_settings:readSetting("language")) end
    require("ui/uimanager")
end

-- Patches of the reader's own, looked for only where there are any.
local function patch(moment)
    local folder = require("datastorage"):getPatchesDir()
    if require("libs/libkoreader-lfs").attributes(folder, "mode") == "directory" then
        local userpatch = require("userpatch")
        userpatch.applyPatches(userpatch[moment])
    end
end

local function existing(path)
    local mode = path and require("libs/libkoreader-lfs").attributes(path, "mode")
    return mode and path, mode
end

-- What the file manager shows on top of itself, by the setting `start_with`.
local FIRST_LIST = {
    history = function(ui) ui.history:onShowHist() end,
    favorites = function(ui) ui.collections:onShowColl() end,
    folder_shortcuts = function(ui) ui.folder_shortcuts:onShowFolderShortcutsDialog() end,
}

local function startFileManager(folder, start_with)
    local FileManager = require("apps/filemanager/filemanager")
    folder = folder or existing(G_reader_settings:readSetting("home_dir"))
        or existing(G_reader_settings:readSetting("lastdir"))
        or require("apps/filemanager/filemanagerutil").getDefaultDir()
    FileManager:showFiles(folder)
    if FIRST_LIST[start_with] then FIRST_LIST[start_with](FileManager.instance) end
end

--- Start KOReader.
-- @tparam string|nil path a book to open or a folder to show, as on the command line
return function(path)
    patch("early")
    openSettings()
    startDevice()
    patch("late")
    local start_with = G_reader_settings:readSetting("start_with")
    local book, mode = existing(path)
    if not book and start_with == "last" then
        book, mode = existing(G_reader_settings:readSetting("lastfile"))
    end
    if mode == "file" then
        require("apps/reader/readerui"):showReader(book)
    else
        startFileManager(mode == "directory" and book or nil, start_with)
    end
end

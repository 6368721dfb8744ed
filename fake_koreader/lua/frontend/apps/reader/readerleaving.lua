--- How ReaderUI leaves a book: back to the files, to another book, or for good (specs/koreader-ui.md §4.4).
local BookList = require("ui/widget/booklist")
local Device = require("device")
local Event = require("ui/event")
local PluginLoader = require("pluginloader")
local ReadCollection = require("readcollection")
local ReadHistory = require("readhistory")
local UIManager = require("ui/uimanager")
local util = require("util")

return function(ReaderUI)
    --- Close the book and this window; nothing happens when that was done before.
    function ReaderUI:onClose(full_refresh)
        if not self.document then return end
        PluginLoader:finalize()
        Device:notifyBookState(nil, nil)
        local file = self.document.file
        if ReadHistory.hist and ReadHistory.hist[1] then ReadHistory:updateLastBookTime(self.tearing_down) end
        ReadCollection:updateLastBookTime(file)
        self:handleEvent(Event:new("CloseDocument"))
        local percent = self.view.footer.percent_finished
        self.document:close()
        self.document = nil
        UIManager:close(self.dialog, full_refresh ~= false and "full" or nil)
        if percent then BookList.setBookInfoCacheProperty(file, "percent_finished", percent) end
    end

    function ReaderUI:onCloseWidget()
        if ReaderUI.instance == self then ReaderUI.instance = nil end
    end

    function ReaderUI:onShowingReader()
        self.tearing_down = true
        self:onClose(false)
    end

    --- The file manager, at the folder of a file.
    function ReaderUI:showFileManager(file, selected_files)
        local FileManager = require("apps/filemanager/filemanager")
        local folder, last
        if file then
            folder, last = util.splitFilePathName(file), file
        else
            folder, last = self:getLastDirFile(true)
        end
        FileManager:showFiles(folder, last, selected_files)
    end

    --- Folder and file of what was read last.
    function ReaderUI:getLastDirFile(to_file_browser)
        local home = G_reader_settings:readSetting("home_dir")
            or require("apps/filemanager/filemanagerutil").getDefaultDir()
        local last = G_reader_settings:readSetting("lastfile")
        local folder = last and util.splitFilePathName(last) or home
        if to_file_browser and self.last_dir_for_file_browser then folder = self.last_dir_for_file_browser end
        return folder, last
    end

    --- Where the file manager opens next, instead of at the book.
    function ReaderUI:setLastDirForFileBrowser(folder)
        ReaderUI.last_dir_for_file_browser = folder
    end

    --- Back to the files, at the book's own place among them.
    function ReaderUI:closeToFileManager()
        local was_open = self.document.file
        self:onClose()
        self:showFileManager(was_open)
    end

    function ReaderUI:onHome()
        self:closeToFileManager()
        return true
    end

    function ReaderUI:_leaveFor(open, before_opening)
        self.tearing_down = true
        self:handleEvent(Event:new("CloseReaderMenu"))
        self:handleEvent(Event:new("CloseConfigMenu"))
        self.highlight:onClose()
        if before_opening then before_opening() end
        self:onClose(false)
        open()
    end

    --- From this book straight to another.
    function ReaderUI:switchDocument(new_file, seamless, after_open_callback, provider, is_provider_forced)
        if not new_file then return end
        self:_leaveFor(function()
            self:showReader(new_file, provider, seamless, is_provider_forced, after_open_callback)
        end)
    end

    --- Close and open the same book.
    -- @tparam function after_close_callback called with the file and its provider while nothing is open
    function ReaderUI:reloadDocument(after_close_callback, seamless, after_open_callback)
        local file = self.document.file
        local provider, forced = getmetatable(self.document).__index, self.document.is_provider_forced
        self:_leaveFor(function()
            if after_close_callback then after_close_callback(file, provider) end
            ReaderUI.reloading_next = true
            self:showReader(file, provider, seamless, forced, after_open_callback)
        end, function()
            self:handleEvent(Event:new("PreserveCurrentSession"))
        end)
    end

    function ReaderUI:onReload()
        self:reloadDocument()
    end
end

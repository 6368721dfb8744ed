--- What the file manager does with files: open, copy, move, delete, and the dialog for one of them.
local ButtonDialog = require("ui/widget/buttondialog")
local ConfirmBox = require("ui/widget/confirmbox")
local DocSettings = require("docsettings")
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local ffiutil = require("ffi/util")
local lfs = require("libs/libkoreader-lfs")
local _ = require("gettext")
local T = ffiutil.template

-- Rows that plugins add to the dialog of a file, in the order of their ids: those that last as long as the process,
-- and those that last as long as a file manager.
local function rowsFor(self, file, is_file, book_props)
    local shared, own = getmetatable(self).file_dialog_added_buttons, rawget(self, "file_dialog_added_buttons")
    local rows = {}
    for _i, list in ipairs{ shared or {}, own or {} } do
        for _j, entry in ipairs(list) do
            local row = entry.make(file, is_file, book_props)
            if row then rows[#rows + 1] = row end
        end
    end
    return rows
end

local function remember(list, row_id, make)
    for _i, entry in ipairs(list) do
        if entry.id == row_id then return end
    end
    list[#list + 1] = { id = row_id, make = make }
    table.sort(list, function(a, b) return tostring(a.id) < tostring(b.id) end)
end

local function forget(list, row_id)
    for i, entry in ipairs(list) do
        if entry.id == row_id then
            table.remove(list, i)
            return
        end
    end
end

local function complain(text, path)
    UIManager:show(InfoMessage:new{ text = T(_(text), path), icon = "notice-warning" })
end

return function(FileManager)
    local function listOf(owner)
        local list = rawget(owner, "file_dialog_added_buttons") or {}
        owner.file_dialog_added_buttons = list
        return list
    end

    --- `make(file, is_file, book_props)` gives a row of buttons for the dialog of a file, or nil.
    function FileManager:addFileDialogButtons(row_id, make)
        remember(listOf(self), row_id, make)
    end

    function FileManager:removeFileDialogButtons(row_id)
        forget(listOf(self), row_id)
    end

    --- Open a book in the reader.
    function FileManager:openFile(file, provider, doc_caller_callback, aux_caller_callback, after_open_callback)
        if lfs.attributes(file, "mode") ~= "file" then
            complain("File not found: %1", file)
            return
        end
        if provider and provider.order then
            if aux_caller_callback then aux_caller_callback() end
            provider.callback(file)
            return
        end
        if doc_caller_callback then doc_caller_callback() end
        require("apps/reader/readerui"):showReader(file, provider, nil, nil, after_open_callback)
    end

    --- The dialog for a file or folder pressed long.
    function FileManager:showFileDialog(item)
        local file, is_file = item.path, item.is_file ~= false
        local function close()
            UIManager:close(self.file_dialog)
        end
        local buttons = {
            { {
                text = _("Delete"),
                callback = function()
                    close()
                    self:showDeleteFileDialog(file, function() self:onRefresh() end)
                end,
            }, {
                text = _("Open"),
                enabled = is_file,
                callback = function()
                    close()
                    self:openFile(file)
                end,
            } },
        }
        for _i, row in ipairs(rowsFor(self, file, is_file, nil)) do buttons[#buttons + 1] = row end
        self.file_dialog = ButtonDialog:new{
            title = file:match("([^/]+)$") or file, title_align = "center", buttons = buttons,
        }
        UIManager:show(self.file_dialog)
        return true
    end

    --- Ask, then delete.
    function FileManager:showDeleteFileDialog(path, post_delete_callback, pre_delete_callback)
        local file = ffiutil.realpath(path)
        if not file then
            complain("File not found:\n%1", path)
            return
        end
        local is_file = lfs.attributes(file, "mode") == "file"
        UIManager:show(ConfirmBox:new{
            text = T(is_file and _("Delete file permanently?\n\n%1") or _("Delete folder permanently?\n\n%1"), file),
            ok_text = _("Delete"),
            ok_callback = function()
                if pre_delete_callback then pre_delete_callback() end
                if self:deleteFile(file, is_file) and post_delete_callback then post_delete_callback() end
            end,
        })
    end

    --- Delete a file with its sidecar and its place in history and collections, or an empty folder.
    -- @treturn bool success
    function FileManager:deleteFile(file, is_file)
        if is_file then
            if not os.remove(file) then
                complain("Failed to delete:\n%1", file)
                return false
            end
            DocSettings.updateLocation(file)
            require("readhistory"):fileDeleted(file)
            require("readcollection"):removeItem(file)
            return true
        end
        ffiutil.purgeDir(file)
        require("readhistory"):folderDeleted(file)
        return true
    end

    --- Delete what is selected, and end the selection.
    function FileManager:deleteSelectedFiles()
        for path in pairs(self.selected_files or {}) do
            self:deleteFile(path, lfs.attributes(path, "mode") == "file")
        end
        self.selected_files = nil
        self:onRefresh()
    end

    --- @treturn bool success
    function FileManager:moveFile(from, to)
        if lfs.attributes(to, "mode") == "directory" then to = to .. "/" .. from:match("([^/]+)$") end
        return os.rename(from, to) and true or false
    end

    --- @treturn bool success
    function FileManager:copyFileFromTo(from, to)
        return ffiutil.copyFile(from, to) == nil
    end

    --- Copy a file, or a folder with everything in it. @treturn bool success
    function FileManager:copyRecursive(from, to)
        if lfs.attributes(from, "mode") ~= "directory" then return self:copyFileFromTo(from, to) end
        local target = to .. "/" .. from:match("([^/]+)/*$")
        lfs.mkdir(target)
        for entry in lfs.dir(from) do
            if entry ~= "." and entry ~= ".." and not self:copyRecursive(from .. "/" .. entry,
                lfs.attributes(from .. "/" .. entry, "mode") == "directory" and target or target .. "/" .. entry) then
                return false
            end
        end
        return true
    end

    --- Buttons of the plus menu.
    function FileManager:getPlusDialogButtons()
        local function closing(callback)
            return function()
                UIManager:close(self.plus_dialog)
                callback()
            end
        end
        return {
            { { text = _("Go to HOME folder"), callback = closing(function() self:onHome() end) } },
            { { text = _("Refresh"), callback = closing(function() self:onRefresh() end) } },
        }
    end

    function FileManager:onShowPlusMenu()
        self.plus_dialog = ButtonDialog:new{ buttons = self:getPlusDialogButtons() }
        UIManager:show(self.plus_dialog)
        return true
    end
end

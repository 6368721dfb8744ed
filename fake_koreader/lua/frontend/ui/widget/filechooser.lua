--- A Menu of the folders and files below a path.
-- Fields: `path`, `show_files`, `show_hidden`, `show_unsupported`, `file_filter(name)`, `show_current_dir_for_hold`
-- (first row stands for the folder itself). Items: { text, path, is_file, attr, mandatory, is_go_up }.
-- To be overridden: `onFileSelect(item)`, `onFileHold(item)`, `onPathChanged(path)`.
-- fidelity: partial: sorted by name; other orders and filters are not there
-- same: onFileSelect onFileHold

local BookList = require("ui/widget/booklist")
local Device = require("device")
local UIManager = require("ui/uimanager")
local ffiUtil = require("ffi/util")
local lfs = require("libs/libkoreader-lfs")
local util = require("util")
local _ = require("gettext")

local FileChooser = BookList:extend{
    exclude_dirs = { "^%.Trash$", "%.sdr$" },
    exclude_files = { "^%.DS_Store$", "^Thumbs%.db$" },
    file_filter = nil,
    is_borderless = true,
    no_title = true,
    path = nil,
    show_current_dir_for_hold = false,
    show_files = true,
    show_hidden = nil,
    show_unsupported = nil,
}

local function setting(chooser, name)
    local own = chooser[name]
    if own ~= nil then return own end
    return G_reader_settings:isTrue(name)
end

local function matchesAny(name, patterns)
    for _i, pattern in ipairs(patterns) do
        if name:match(pattern) then return true end
    end
    return false
end

function FileChooser:init()
    self.path = self.path or lfs.currentdir()
    self.item_table = self:genItemTableFromPath(self.path)
    BookList.init(self)
end

--- Whether a folder is listed.
function FileChooser:show_dir(name)
    if name:sub(1, 1) == "." and not setting(self, "show_hidden") then return false end
    return not matchesAny(name, self.exclude_dirs)
end

--- Whether a file is listed.
function FileChooser:show_file(name, path)
    if name:sub(1, 1) == "." and not setting(self, "show_hidden") then return false end
    if matchesAny(name, self.exclude_files) then return false end
    if self.file_filter then return self.file_filter(name) and true or false end
    if setting(self, "show_unsupported") then return true end
    return require("document/documentregistry"):hasProvider(path or name)
end

--- Folders and files of a path. Returns two arrays of items, or nil when it can not be read.
function FileChooser:getList(path)
    local ok, iter, dir = pcall(lfs.dir, path)
    if not ok then return nil end
    local dirs, files = {}, {}
    for name in iter, dir do
        if name ~= "." and name ~= ".." then
            local full = (path == "/" and "" or path) .. "/" .. name
            local attr = lfs.attributes(full) or {}
            if attr.mode == "directory" then
                if self:show_dir(name) then table.insert(dirs, self:getListItem(path, name, full, attr)) end
            elseif attr.mode == "file" and self.show_files and self:show_file(name, full) then
                table.insert(files, self:getListItem(path, name, full, attr))
            end
        end
    end
    return dirs, files
end

--- The item of one folder or file.
function FileChooser:getListItem(_dirpath, name, fullpath, attr)
    local is_file = attr.mode == "file"
    return {
        text = is_file and name or name .. "/",
        path = fullpath,
        attr = attr,
        is_file = is_file or nil,
        mandatory = is_file and self:getMenuItemMandatory{ attr = attr, is_file = true } or nil,
    }
end

--- What stands at the right of a file's row: its size.
function FileChooser:getMenuItemMandatory(item)
    if item.is_file and item.attr and item.attr.size then return util.getFriendlySize(item.attr.size) end
    return ""
end

local function byName(one, other)
    return ffiUtil.strcoll(one.text, other.text)
end

--- Puts folders before files, each by name, after the rows for the folder itself and the one above.
function FileChooser:genItemTable(dirs, files, path)
    table.sort(dirs, byName)
    table.sort(files, byName)
    local items = {}
    if path then
        if self.show_current_dir_for_hold then
            table.insert(items, {
                text = _("Long-press here to choose current folder"), bold = true, path = path, is_current = true,
            })
        end
        if path ~= "/" and not (G_reader_settings:isTrue("lock_home_folder") and path == self:_home()) then
            table.insert(items, { text = "⬆ ../", path = ffiUtil.dirname(path), is_go_up = true })
        end
    end
    for _i, list in ipairs{ dirs, files } do
        for _j, item in ipairs(list) do table.insert(items, item) end
    end
    return items
end

--- The items of a folder.
function FileChooser:genItemTableFromPath(path)
    local dirs, files = self:getList(path)
    return self:genItemTable(dirs or {}, files or {}, path)
end

function FileChooser:_home()
    return G_reader_settings:readSetting("home_dir") or Device.home_dir or lfs.currentdir()
end

--- Shows a folder; `focused_path` is the item whose page is shown.
function FileChooser:changeToPath(path, focused_path)
    path = ffiUtil.realpath(path)
    if not path or lfs.attributes(path, "mode") ~= "directory" then return end
    local unchanged = path == self.path
    self.path = path
    local match = focused_path and { path = focused_path } or nil
    self:switchItemTable(nil, self:genItemTableFromPath(path), unchanged and -1 or nil, match)
    if not unchanged and self.onPathChanged then self:onPathChanged(path) end
end

--- Reads the folder again.
function FileChooser:refreshPath()
    self:switchItemTable(nil, self:genItemTableFromPath(self.path), -1)
end

--- Shows the home folder. Returns whether there is one.
function FileChooser:goHome()
    local home = self:_home()
    if not home or lfs.attributes(home, "mode") ~= "directory" then return false end
    self:changeToPath(home)
    return true
end

--- Shows the folder above.
function FileChooser:onFolderUp()
    if self.path ~= "/" then self:changeToPath(ffiUtil.dirname(self.path), self.path) end
end

--- A tap enters a folder, or selects a file.
function FileChooser:onMenuSelect(item)
    if item.is_file then
        self:onFileSelect(item)
    elseif not item.is_current then
        self:changeToPath(item.path, item.is_go_up and self.path or nil)
    end
    return true
end

function FileChooser:onMenuHold(item)
    self:onFileHold(item)
    return true
end

--- A file was tapped: by default the list is closed.
function FileChooser:onFileSelect()
    UIManager:close(self)
    return true
end

--- A row was pressed long: by default nothing.
function FileChooser:onFileHold()
    return true
end

return FileChooser

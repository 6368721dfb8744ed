--- Collections of books, favorites first among them.
-- fidelity: partial: lists, favorites and the dialog of a book; sorting, filters and searches are not there
local BookList = require("ui/widget/booklist")
local ReadCollection = require("readcollection")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local filemanagerutil = require("apps/filemanager/filemanagerutil")
local T = require("ffi/util").template
local _ = require("gettext")

local FileManagerCollection = WidgetContainer:extend{}

function FileManagerCollection:init()
    self.ui.menu:registerToMainMenu(self)
end

--- The name as a reader knows it.
function FileManagerCollection:getCollectionTitle(name)
    return name == ReadCollection.default_collection_name and _("Favorites") or name
end

local function show(self, title, rows, fields)
    local list
    for _i, row in ipairs(rows) do
        local act = row.callback
        row.callback = function()
            UIManager:close(list)
            act()
        end
    end
    fields.name, fields.title, fields.item_table, fields.ui = "collections", title, rows, self.ui
    fields._manager = self
    fields.close_callback = function() UIManager:close(list) end
    list = BookList:new(fields)
    UIManager:show(list)
    return list
end

local function rowsOf(self, name)
    local rows = {}
    for i, item in ipairs(ReadCollection:getOrderedCollection(name)) do
        rows[i] = {
            text = item.text, file = item.file,
            callback = function() filemanagerutil.openFile(self.ui, item.file) end,
        }
    end
    return rows, T(_("%1 (%2)"), self:getCollectionTitle(name), #rows)
end

function FileManagerCollection:onShowColl(name)
    name = name or ReadCollection.default_collection_name
    local rows, title = rowsOf(self, name)
    self.booklist_menu = show(self, title, rows, { path = name, onMenuHold = self.onMenuHold })
    return true
end

--- Fills the list of a collection's books again.
function FileManagerCollection:updateItemTable()
    local list = self.booklist_menu
    local rows, title = rowsOf(self, list.path)
    for _i, row in ipairs(rows) do
        local act = row.callback
        row.callback = function()
            UIManager:close(list)
            act()
        end
    end
    list:switchItemTable(title, rows, -1)
end

--- The dialog of a book in a collection; `self` is the list.
function FileManagerCollection:onMenuHold(item)
    local manager = self._manager
    return require("apps/filemanager/bookdialog")(self, item.file, {
        text = _("Remove from collection"),
        callback = function()
            ReadCollection:removeItem(item.file, self.path)
            manager:updateItemTable()
        end,
    }, function() manager:updateItemTable() end)
end

function FileManagerCollection:onShowCollList()
    local names, rows = {}, {}
    for name in pairs(ReadCollection.coll) do names[#names + 1] = name end
    table.sort(names)
    for i, name in ipairs(names) do
        rows[i] = { text = self:getCollectionTitle(name), callback = function() self:onShowColl(name) end }
    end
    self.coll_list = show(self, T(_("Collections (%1)"), #rows), rows, {})
    return true
end

function FileManagerCollection:addToMainMenu(menu_items)
    menu_items.favorites = { text = _("Favorites"), callback = function() self:onShowColl() end }
    menu_items.collections = { text = _("Collections"), callback = function() self:onShowCollList() end }
end

return FileManagerCollection

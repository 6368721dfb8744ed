--- Searching for files by name.
-- fidelity: partial: by name, below the home folder; not in metadata or contents
local InputContainer = require("ui/widget/container/inputcontainer")
local InputDialog = require("ui/widget/inputdialog")
local InfoMessage = require("ui/widget/infomessage")
local Menu = require("ui/widget/menu")
local UIManager = require("ui/uimanager")
local filemanagerutil = require("apps/filemanager/filemanagerutil")
local util = require("util")
local T = require("ffi/util").template
local _ = require("gettext")

local FileSearcher = InputContainer:extend{
    search_string = "",
}

function FileSearcher:init()
    self.ui.menu:registerToMainMenu(self)
end

local function homeFolder()
    return filemanagerutil.getHomeFolder()
end

--- Paths of the books under a folder whose name contains the text, in any case.
function FileSearcher:findFiles(folder, text)
    local registry = require("document/documentregistry")
    local found, wanted = {}, util.stringLower(text)
    util.findFiles(folder, function(path, name)
        if not path:find("%.sdr/") and util.stringLower(name):find(wanted, 1, true) and registry:hasProvider(path) then
            found[#found + 1] = path
        end
    end)
    table.sort(found)
    return found
end

function FileSearcher:onShowFileSearch(text)
    local dialog
    dialog = InputDialog:new{
        title = _("Enter text to search for in filename"),
        input = text or self.search_string,
        buttons = { {
            { text = _("Cancel"), id = "close", callback = function() UIManager:close(dialog) end },
            { text = _("Home folder"), is_enter_default = true, callback = function()
                self.search_string = dialog:getInputText()
                UIManager:close(dialog)
                self.search_path = homeFolder()
                self:_show(self:findFiles(self.search_path, self.search_string))
            end },
        } },
    }
    self.search_dialog = dialog
    UIManager:show(dialog)
    dialog:onShowKeyboard()
    return true
end

function FileSearcher:_show(paths)
    if #paths == 0 then
        UIManager:show(InfoMessage:new{ text = T(_("No results for '%1'."), self.search_string) })
        return
    end
    local rows, list = {}, nil
    for i, path in ipairs(paths) do
        rows[i] = {
            text = path:match("([^/]+)$"),
            file = path,
            callback = function()
                UIManager:close(list)
                filemanagerutil.openFile(self.ui, path)
            end,
        }
    end
    list = Menu:new{
        title = _("Search results"), item_table = rows, covers_fullscreen = true, is_borderless = true,
        _manager = self, ui = self.ui, onMenuHold = self.onMenuHold,
        close_callback = function() UIManager:close(list) end,
    }
    self.search_menu = list
    UIManager:show(list)
end

--- The dialog of a book among the results; `self` is the list.
function FileSearcher:onMenuHold(item)
    return require("apps/filemanager/bookdialog")(self, item.file, nil, function() end)
end

function FileSearcher:addToMainMenu(menu_items)
    menu_items.file_search = { text = _("File search"), callback = function() self:onShowFileSearch() end }
end

return FileSearcher

--- The dialog of a book pressed long in a list of books: history, collections, results of a search (a module of ours).

local ButtonDialog = require("ui/widget/buttondialog")
local UIManager = require("ui/uimanager")
local filemanagerutil = require("apps/filemanager/filemanagerutil")

-- Rows that plugins added to the file manager, for its class (they outlive it) and for the one that is shown.
local function addedRows(file)
    local FileManager = require("apps/filemanager/filemanager")
    local instance = FileManager.instance
    local rows = {}
    for _i, owner in ipairs{ FileManager, instance or {} } do
        for _j, entry in ipairs(rawget(owner, "file_dialog_added_buttons") or {}) do
            local row = entry.make(file, true, nil)
            if row then rows[#rows + 1] = row end
        end
    end
    return rows
end

--- Shows it, and keeps it as `menu.file_dialog`.
-- @tparam table menu the list @tparam string file @tparam table|nil button one more, of the list's own
-- @tparam function changed called after a status or settings have changed
return function(menu, file, button, changed)
    local function close()
        UIManager:close(menu.file_dialog)
    end
    local function closeAndTell()
        close()
        changed()
    end
    local rows = {
        filemanagerutil.genStatusButtonsRow(file, closeAndTell),
        {
            filemanagerutil.genResetSettingsButton(file, closeAndTell),
            filemanagerutil.genBookInformationButton(file, nil, close),
        },
    }
    if button then
        local act = button.callback
        button.callback = function()
            close()
            act()
        end
        rows[#rows + 1] = { button }
    end
    for _i, row in ipairs(addedRows(file)) do rows[#rows + 1] = row end
    menu.file_dialog = ButtonDialog:new{
        title = file:match("([^/]+)$"), title_align = "center", buttons = rows,
    }
    UIManager:show(menu.file_dialog)
    return true
end

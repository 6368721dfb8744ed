--- What file lists share: KOReader's frontend/apps/filemanager/filemanagerutil (specs/koreader-ui.md §5.4).
-- fidelity: partial: buttons for shortcuts, scripts and folders are loud

local BookList = require("ui/widget/booklist")
local Device = require("device")
local DocSettings = require("docsettings")
local T = require("ffi/util").template
local UIManager = require("ui/uimanager")
local _ = require("gettext")
local util = require("util")

local filemanagerutil = {}

-- What survives a reset of a book's settings: where the reader was, and what the reader wrote.
local KEPT = {}
for name in ([[annotations annotations_paging annotations_rolling bookmarks bookmarks_paging bookmarks_rolling
    cre_dom_version doc_pages doc_path doc_props highlight highlight_paging highlight_rolling last_page last_xpointer
    partial_md5_checksum percent_finished stats]]):gmatch("%S+") do
    KEPT[name] = true
end

-- Documents that are usual inside a zip: their name has two suffixes.
local ZIPPED = { fb2 = true, htm = true, html = true, log = true, md = true, rtf = true, txt = true }

local function settings_of(doc_settings_or_file)
    if type(doc_settings_or_file) == "table" then
        return doc_settings_or_file
    end
    return DocSettings:open(doc_settings_or_file)
end

local function path_of(doc_settings_or_file)
    if type(doc_settings_or_file) == "table" then
        return doc_settings_or_file:readSetting("doc_path")
    end
    return doc_settings_or_file
end

--- Where the device keeps books.
function filemanagerutil.getDefaultDir()
    return Device.home_dir or "."
end

--- The folder the reader called home, or the device's.
function filemanagerutil.getHomeFolder()
    return G_reader_settings:readSetting("home_dir") or filemanagerutil.getDefaultDir()
end

--- A path as it is shown: without the home folder, when the reader wants that.
function filemanagerutil.abbreviate(path)
    if not path then
        return ""
    elseif not G_reader_settings:nilOrTrue("shorten_home_dir") then
        return path
    end
    local home = filemanagerutil.getHomeFolder()
    if path == home or path == home .. "/" then
        return _("Home")
    elseif util.stringStartsWith(path, home .. "/") then
        return path:sub(#home + 2)
    end
    return path
end

--- A file's name without its type, and the type in lower case ("fb2.zip" counts as one).
function filemanagerutil.splitFileNameType(path)
    local name = select(2, util.splitFilePathName(path))
    local stem, kind = util.splitFileNameSuffix(name)
    kind = kind:lower()
    if kind == "zip" then
        local inner_stem, inner = util.splitFileNameSuffix(stem)
        if ZIPPED[inner:lower()] then
            return inner_stem, inner:lower() .. ".zip"
        end
    end
    return stem, kind
end

--- Stores a summary, dated today, and writes it; returns the settings.
function filemanagerutil.saveSummary(doc_settings_or_file, summary)
    local doc_settings = settings_of(doc_settings_or_file)
    summary.modified = os.date("%Y-%m-%d", os.time())
    doc_settings:saveSetting("summary", summary)
    doc_settings:flush()
    return doc_settings
end

--- Forgets how a book is displayed; the position, annotations and fingerprint stay.
function filemanagerutil.resetDocumentSettings(file)
    local doc_settings = DocSettings:open(file)
    for name in pairs(util.tableDeepCopy(doc_settings.data)) do
        if not KEPT[name] then
            doc_settings:delSetting(name)
        end
    end
    doc_settings:makeTrue("docsettings_reset_done")
    doc_settings:flush()
end

--- Opens a file in the reader; asks first when the reader wants to be asked.
function filemanagerutil.openFile(ui, file, caller_pre_callback, no_dialog, after_open_callback)
    local function open()
        if caller_pre_callback then
            caller_pre_callback()
        end
        if ui.document then
            ui:switchDocument(file, nil, after_open_callback)
        else
            ui:openFile(file, nil, nil, after_open_callback)
        end
    end
    if no_dialog or not G_reader_settings:isTrue("file_ask_to_open") then
        open()
        return
    end
    UIManager:show(require("ui/widget/confirmbox"):new{
        text = _("Open this file?") .. "\n\n" .. filemanagerutil.abbreviate(file) .. "\n",
        ok_text = _("Open"),
        ok_callback = open,
    })
end

local function set_status(file, status)
    local doc_settings = settings_of(file)
    local summary = doc_settings:readSetting("summary") or {}
    summary.status = status
    filemanagerutil.saveSummary(doc_settings, summary)
    BookList.setBookInfoCacheProperty(path_of(file), "status", status)
end

-- A row of three buttons; `current` is the status whose button is disabled.
local function status_row(current, choose, disabled)
    local row = {}
    for i, status in ipairs{ "reading", "abandoned", "complete" } do
        row[i] = {
            text = BookList.getBookStatusString(status, false, true) .. (status == current and "  ✓" or ""),
            enabled = not disabled and status ~= current,
            callback = function() choose(status) end,
        }
    end
    return row
end

function filemanagerutil.genStatusButtonsRow(doc_settings_or_file, caller_callback)
    local file = path_of(doc_settings_or_file)
    return status_row(BookList.getBookInfo(file).status, function(status)
        set_status(doc_settings_or_file, status)
        caller_callback(status)
    end)
end

--- For a set of files (keys).
function filemanagerutil.genMultipleStatusButtonsRow(files, caller_callback, button_disabled)
    return status_row(nil, function(status)
        for file in pairs(files) do
            set_status(file, status)
        end
        caller_callback(status)
    end, button_disabled)
end

local function reset(file)
    DocSettings:open(file):purge()
    BookList.resetBookInfoCache(file)
    require("readhistory"):fileSettingsPurged(file)
end

local function reset_button(question, disabled, act)
    return {
        text = _("Reset"),
        enabled = not disabled,
        callback = function()
            UIManager:show(require("ui/widget/confirmbox"):new{
                text = question,
                ok_text = _("Reset"),
                ok_callback = act,
            })
        end,
    }
end

--- A button that asks, then removes the settings of a book.
function filemanagerutil.genResetSettingsButton(doc_settings_or_file, caller_callback, button_disabled)
    local file = path_of(doc_settings_or_file)
    local question = T(_("Reset this document?\n\n%1"), file)
    return reset_button(question, button_disabled or not DocSettings:hasSidecarFile(file), function()
        reset(file)
        caller_callback()
    end)
end

function filemanagerutil.genMultipleResetSettingsButton(files, caller_callback, button_disabled)
    return reset_button(_("Reset selected documents?"), button_disabled, function()
        for file in pairs(files) do
            reset(file)
        end
        caller_callback()
    end)
end

-- A button for one of the views that the book information offers.
local function info_button(text, method)
    return function(file, book_props, caller_callback, button_disabled)
        return {
            text = text,
            enabled = not button_disabled,
            callback = function()
                if caller_callback then
                    caller_callback()
                end
                local FileManagerBookInfo = require("apps/filemanager/filemanagerbookinfo")
                FileManagerBookInfo[method](FileManagerBookInfo, file, book_props)
            end,
        }
    end
end

filemanagerutil.genBookInformationButton = info_button(_("Book information"), "show")
filemanagerutil.genBookDescriptionButton = info_button(_("Book description"), "onShowBookDescription")

function filemanagerutil.genBookCoverButton(file, _props, caller_callback, button_disabled)
    local button = info_button(_("Book cover"), "onShowBookCover")(file, nil, caller_callback, button_disabled)
    return button
end

--- Lets the reader choose a folder (or, with `file_filter`, a file), starting from what is chosen now.
function filemanagerutil.showChooseDialog(title_header, caller_callback, current_path, default_path, file_filter)
    local dialog
    local function choose(path)
        UIManager:close(dialog)
        caller_callback(path)
    end
    local buttons = { { {
        text = file_filter and _("Choose file") or _("Choose folder"),
        callback = function()
            UIManager:close(dialog)
            UIManager:show(require("ui/widget/pathchooser"):new{
                path = current_path and util.splitFilePathName(current_path) or filemanagerutil.getHomeFolder(),
                select_directory = not file_filter,
                select_file = file_filter and true or false,
                file_filter = file_filter,
                onConfirm = caller_callback,
            })
        end,
    } } }
    if default_path then
        buttons[2] = { {
            text = _("Use default"),
            enabled = default_path ~= current_path,
            callback = function() choose(default_path) end,
        } }
    end
    dialog = require("ui/widget/buttondialog"):new{
        title = title_header .. "\n\n" .. (current_path or default_path or _("not set")) .. "\n",
        buttons = buttons,
    }
    UIManager:show(dialog)
end

-- What KOReader has besides, and nobody has needed here yet.
for _i, name in ipairs{ "genAddRemoveShortcutButton", "genExecuteScriptButton", "genShowFolderButton",
    "executeScript" } do
    filemanagerutil[name] = function()
        require("not_emulated")("apps/filemanager/filemanagerutil", name)
    end
end

return filemanagerutil

--- Which modules a reader has, in the order in which events reach them (specs/koreader-ui.md §1.5).
local Device = require("device")

local COMMON = {
    { "view", "readerview" }, { "link", "readerlink" }, { "highlight", "readerhighlight" }, { "menu", "readermenu" },
    { "handmade", "readerhandmade" }, { "toc", "readertoc" }, { "bookmark", "readerbookmark" },
    { "annotation", "readerannotation" }, { "gotopage", "readergoto" },
    { "languagesupport", "=languagesupport" },
    { "dictionary", "readerdictionary" }, { "wikipedia", "readerwikipedia" }, { "keyselection", "readerkeyselection" },
    { "screenshot", "=ui/widget/screenshoter", always_active = true },
    { "devicestatus", "readerdevicestatus" }, { "config", "readerconfig" },
}

local PAGED = {
    { "koptlistener", "readerkoptlistener" }, { "cropping", "readercropping" }, { "paging", "readerpaging" },
    { "zooming", "readerzooming" }, { "panning", "readerpanning" }, { "hinting", "readerhinting" },
}

local REFLOWABLE = {
    { "crelistener", "readercoptlistener" }, { "styletweak", "readerstyletweak" }, { "typeset", "readertypeset" },
    { "font", "readerfont" }, { "userhyph", "readeruserhyph" }, { "typography", "readertypography" },
    { "rolling", "readerrolling" }, { "pagemap", "readerpagemap" },
}

local LAST = {
    { "scrolling", "readerscrolling" }, { "back", "readerback" }, { "search", "readersearch" },
    { "status", "readerstatus" }, { "thumbnail", "readerthumbnail" },
    { "filesearcher", "=apps/filemanager/filemanagerfilesearcher" },
    { "folder_shortcuts", "=apps/filemanager/filemanagershortcuts" },
    { "history", "=apps/filemanager/filemanagerhistory" },
    { "collections", "=apps/filemanager/filemanagercollection" },
    { "bookinfo", "=apps/filemanager/filemanagerbookinfo" },
    { "devicelistener", "=device/devicelistener" },
}

local function register(ui, entries)
    for _, entry in ipairs(entries) do
        local path = entry[2]:match("^=(.+)") or "apps/reader/modules/" .. entry[2]
        local module = require(path):new{
            ui = ui, dialog = ui.dialog, view = ui.view, document = ui.document,
        }
        ui:registerModule(entry[1], module, entry.always_active)
    end
end

--- Register a reader's own modules.
return function(ui)
    register(ui, COMMON)
    if ui.document.info.has_pages then
        register(ui, PAGED)
    else
        register(ui, REFLOWABLE)
        ui:registerPostInitCallback(function() ui:_renderDocument() end)
    end
    register(ui, LAST)
    if Device:hasWifiToggle() then
        register(ui, { { "networklistener", "=ui/network/networklistener" } })
    end
end

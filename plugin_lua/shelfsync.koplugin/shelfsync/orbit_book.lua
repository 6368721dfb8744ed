--[[ A book's annotations and its summary, where they are at the moment: in the open reader, or in the sidecar.

The sidecar of an open book is never written: KOReader's memory would overwrite it when the book is closed. ]]

local DocSettings = require("docsettings")
local ReaderUI = require("apps/reader/readerui")
local State = require("shelfsync/orbit_state")

local Book = {}
Book.__index = Book

-- The reader that has this book open, if any has.
function Book.reader(hash, reading)
    if reading and reading:book() == hash then
        return reading.ui
    end
    local ui, path = ReaderUI.instance, State.path(hash)
    if ui and ui.document and path and ui.document.file == path then
        return ui
    end
    return nil
end

local function sidecar(hash)
    local path = State.path(hash)
    if not path or not DocSettings:hasSidecarFile(path) then
        return nil
    end
    local settings = DocSettings:open(path)
    local known = settings:readSetting("partial_md5_checksum")
    -- Another file may lie under that name by now.
    if known and known ~= hash then
        return nil
    end
    return settings
end

-- The book as it is now; nil when there is neither a reader nor a sidecar of it.
function Book.find(hash, reading)
    local ui = Book.reader(hash, reading)
    if ui then
        if not ui.doc_settings or not ui.annotation then
            return nil
        end
        return setmetatable({ ui = ui, settings = ui.doc_settings, items = ui.annotation.annotations or {} }, Book)
    end
    local settings = sidecar(hash)
    return settings and setmetatable({ settings = settings, items = settings:readSetting("annotations") or {} }, Book)
end

-- Whether places in it are XPointers; nil when that cannot be told.
function Book:isReflowable()
    if self.ui then
        return self.ui.rolling ~= nil
    elseif self.items[1] then
        return type(self.items[1].page) == "string"
    elseif self.settings:readSetting("last_xpointer") then
        return true
    end
    return self.settings:readSetting("last_page") == nil and nil
end

-- Writes what was changed. True when it is on the disk; only then the server may be told.
function Book:save()
    if self.ui then
        self.ui:saveSettings()
    else
        self.settings:saveSetting("annotations", self.items)
        self.settings:makeTrue("annotations_externally_modified")
        self.settings:flush()
    end
    local path = self.ui and self.ui.document.file or State.path(self.settings:readSetting("partial_md5_checksum"))
    return path == nil or DocSettings:hasSidecarFile(path)
end

function Book:summary()
    local summary = self.settings:readSetting("summary")
    return type(summary) == "table" and summary or nil
end

-- Changes the summary; its date says when the reader changed the status, and stays.
function Book:saveSummary(changes)
    local summary = self:summary() or {}
    for key, value in pairs(changes) do
        summary[key] = value ~= false and value or nil
    end
    self.settings:saveSetting("summary", summary)
    if self.ui then
        self.ui:saveSettings()
    else
        self.settings:flush()
    end
end

return Book

--- Stable page numbers: those of a printed edition. The books of this emulation name none.
-- fidelity: partial: books name no stable pages; synthetic ones are not made
local Event = require("ui/event")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local ReaderPageMap = WidgetContainer:extend{
    has_pagemap = false,
    use_page_labels = false,
}

function ReaderPageMap:onReadSettings(config)
    local wanted = config:readSetting("pagemap_use_page_labels")
    if wanted == nil then wanted = G_reader_settings:isTrue("pagemap_use_page_labels") end
    self.wanted = wanted
end

function ReaderPageMap:onReaderReady()
    self.has_pagemap = self.document:hasPageMap()
    self.use_page_labels = self.has_pagemap and self.wanted
end

function ReaderPageMap:onSaveSettings()
    self.ui.doc_settings:saveSetting("pagemap_use_page_labels", self.wanted or nil)
end

--- Whether places are to be named by labels.
function ReaderPageMap:wantsPageLabels()
    return self.use_page_labels
end

local function clean(label, wanted)
    return label and wanted and label:match("^%s*(.-)%s*$") or label
end

--- Label of the current page, its index, and how many there are.
function ReaderPageMap:getCurrentPageLabel(wants_clean)
    local label, index, count = self.document:getPageMapCurrentPageLabel()
    return clean(label, wants_clean), index, count
end

function ReaderPageMap:getFirstPageLabel(wants_clean)
    return clean(self.document:getPageMapFirstPageLabel(), wants_clean)
end

function ReaderPageMap:getLastPageLabel(wants_clean)
    return clean(self.document:getPageMapLastPageLabel(), wants_clean)
end

function ReaderPageMap:getXPointerPageLabel(xpointer, wants_clean)
    return clean(self.document:getPageMapXPointerPageLabel(xpointer), wants_clean)
end

function ReaderPageMap:onTogglePageLabels()
    self.wanted = not self.wanted
    self.use_page_labels = self.has_pagemap and self.wanted
    self.ui:handleEvent(Event:new("UsePageLabelsUpdated"))
    return true
end

return ReaderPageMap

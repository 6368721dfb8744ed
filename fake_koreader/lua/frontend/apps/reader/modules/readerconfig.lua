--[[--
The options of a book (KOReader's bottom menu): read for a book, else from the defaults, stored as `copt_…` or
`kopt_…`. The panel itself is not emulated; actions and plugins change options by events.
]]
-- fidelity: partial: the bottom menu is loud; options change by events
local Event = require("ui/event")
local InputContainer = require("ui/widget/container/inputcontainer")
local not_emulated = require("not_emulated")

local ReaderConfig = InputContainer:extend{
    last_panel_index = 1,
}

function ReaderConfig:init()
    self.configurable = self.document.configurable
    self.prefix = self.document.info.has_pages and "kopt_" or "copt_"
end

function ReaderConfig:onReadSettings(config)
    for name in pairs(self.configurable) do
        local value = config:readSetting(self.prefix .. name)
        if value == nil then value = G_reader_settings:readSetting(self.prefix .. name) end
        if value ~= nil then self.configurable[name] = value end
    end
    self.last_panel_index = config:readSetting("config_panel_index") or 1
end

function ReaderConfig:onSaveSettings()
    local settings = self.ui.doc_settings
    for name, value in pairs(self.configurable) do settings:saveSetting(self.prefix .. name, value) end
    settings:saveSetting("config_panel_index", self.last_panel_index)
end

--- An option is chosen: those whom it concerns hear `event(value)`.
function ReaderConfig:onSetOption(name, value, event)
    self.configurable[name] = value
    self.ui:handleEvent(Event:new("ConfigChange", name, value))
    if event then self.ui:handleEvent(Event:new(event, value)) end
    return true
end

function ReaderConfig:onShowConfigMenu()
    not_emulated("apps/reader/modules/readerconfig", "onShowConfigMenu")
end

return ReaderConfig

--- Margins and style sheet of a reflowable book.
-- fidelity: partial: margins count; style sheets and the rest are only remembered
local Event = require("ui/event")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local ReaderTypeset = WidgetContainer:extend{
    css = nil,
    unscaled_margins = nil,
}

local KEYS = { "copt_h_page_margins", "copt_t_page_margin", "copt_b_page_margin" }

function ReaderTypeset:onReadSettings(config)
    self.css = config:readSetting("css") or G_reader_settings:readSetting("copt_css") or self.document.default_css
    self.document:setStyleSheet(self.css)
    local function setting(key, default)
        return config:readSetting(key) or G_reader_settings:readSetting(key) or default
    end
    local sides = setting(KEYS[1], { 10, 10 })
    self.unscaled_margins = { sides[1], setting(KEYS[2], 15), sides[2], setting(KEYS[3], 20) }
    self.ui:handleEvent(Event:new("SetPageMargins", self.unscaled_margins))
end

function ReaderTypeset:onSaveSettings()
    local settings, margins = self.ui.doc_settings, self.unscaled_margins
    settings:saveSetting("css", self.css)
    settings:saveSetting(KEYS[1], { margins[1], margins[3] })
    settings:saveSetting(KEYS[2], margins[2])
    settings:saveSetting(KEYS[3], margins[4])
end

--- @tparam table margins left, top, right, bottom, in unscaled pixels
function ReaderTypeset:onSetPageMargins(margins)
    self.unscaled_margins = margins
    self.document:setPageMargins(margins[1], margins[2], margins[3], margins[4])
    -- While a book opens there is no position yet.
    if self.document.is_rendered then self.ui:handleEvent(Event:new("UpdatePos")) end
end

function ReaderTypeset:onSetPageHorizMargins(sides)
    local margins = self.unscaled_margins
    self.ui:handleEvent(Event:new("SetPageMargins", { sides[1], margins[2], sides[2], margins[4] }))
end

function ReaderTypeset:onSetPageTopMargin(top)
    local margins = self.unscaled_margins
    self.ui:handleEvent(Event:new("SetPageMargins", { margins[1], top, margins[3], margins[4] }))
end

function ReaderTypeset:onSetPageBottomMargin(bottom)
    local margins = self.unscaled_margins
    if margins then
        self.ui:handleEvent(Event:new("SetPageMargins", { margins[1], margins[2], margins[3], bottom }))
    end
end

--- Whether pictures are inverted in night mode.
function ReaderTypeset:onToggleNightmodeImages(toggle)
    local options = self.document.configurable
    options.nightmode_images = toggle or (options.nightmode_images == 1 and 0 or 1)
    return true
end

return ReaderTypeset

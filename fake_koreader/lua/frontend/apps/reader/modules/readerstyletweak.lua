--- The style tweaks that the reader has switched on for a book; kept, though nothing is styled here.
-- fidelity: partial: kept, nothing is styled
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local ReaderStyleTweak = WidgetContainer:extend{
    enabled = true,
    css_text = nil,
}

function ReaderStyleTweak:onReadSettings(config)
    self.enabled = config:nilOrTrue("style_tweaks_enabled")
    self.doc_tweaks = config:readSetting("style_tweaks") or {}
    self.global_tweaks = G_reader_settings:readSetting("style_tweaks") or {}
end

function ReaderStyleTweak:onSaveSettings()
    local settings = self.ui.doc_settings
    settings:saveSetting("style_tweaks_enabled", self.enabled)
    settings:saveSetting("style_tweaks", next(self.doc_tweaks) and self.doc_tweaks or nil)
end

--- The style sheet that the tweaks amount to.
function ReaderStyleTweak:getCssText()
    return self.css_text
end

return ReaderStyleTweak

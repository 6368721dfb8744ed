--- Hands the stored zoom and contrast of a paged book to those whom they concern.
-- fidelity: partial: zoom and contrast only
local Event = require("ui/event")
local EventListener = require("ui/widget/eventlistener")

local ReaderKoptListener = EventListener:extend{}

function ReaderKoptListener:onReadSettings(config)
    self.normal_zoom_mode = config:readSetting("normal_zoom_mode")
        or G_reader_settings:readSetting("zoom_mode") or nil
    self.ui:handleEvent(Event:new("SetZoomMode", self.normal_zoom_mode))
    self.contrast = config:readSetting("kopt_contrast") or G_reader_settings:readSetting("kopt_contrast") or 1.0
    self.ui:handleEvent(Event:new("GammaUpdate", self.contrast))
end

function ReaderKoptListener:onSaveSettings()
    self.ui.doc_settings:saveSetting("normal_zoom_mode", self.normal_zoom_mode)
end

return ReaderKoptListener

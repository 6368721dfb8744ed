--- Hands what is switched in a reflowable book's options to those whom it concerns.
-- fidelity: partial: the view mode; the engine's own status line is not there
local Event = require("ui/event")
local EventListener = require("ui/widget/eventlistener")

local ReaderCoptListener = EventListener:extend{}

function ReaderCoptListener:onConfigChange(option, value)
    self.document.configurable[option] = value
    if option == "view_mode" then
        self.ui:handleEvent(Event:new("SetViewMode", value == 1 and "scroll" or "page"))
    end
end

return ReaderCoptListener

--- Drawing the next page ahead; there is nothing to draw.
-- fidelity: partial: there is nothing to draw ahead
local EventListener = require("ui/widget/eventlistener")

local ReaderHinting = EventListener:extend{
    hinting_states = nil,
}

function ReaderHinting:onSetHinting(hinting)
    self.view.hinting = hinting
end

function ReaderHinting:onDisableHinting()
    self.hinting_states = self.hinting_states or {}
    table.insert(self.hinting_states, self.view.hinting)
    self.view.hinting = false
    return true
end

function ReaderHinting:onRestoreHinting()
    self.view.hinting = table.remove(self.hinting_states or {})
    return true
end

return ReaderHinting

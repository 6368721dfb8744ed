--- How scrolling answers to a finger: settings that other modules read.
-- fidelity: partial: settings only; nothing glides
local InputContainer = require("ui/widget/container/inputcontainer")

local ReaderScrolling = InputContainer:extend{
    SCROLL_METHOD_CLASSIC = "classic",
    scroll_method = "classic",
}

function ReaderScrolling:init()
    self.scroll_method = G_reader_settings:readSetting("scroll_method") or self.SCROLL_METHOD_CLASSIC
end

function ReaderScrolling:isInertialScrollingEnabled()
    return false
end

return ReaderScrolling

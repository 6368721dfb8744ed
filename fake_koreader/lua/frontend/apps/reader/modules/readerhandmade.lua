--- A table of contents and hidden flows made by the reader: kept for a book that has them, made nowhere here.
-- fidelity: partial: kept for a book that has them, made nowhere
local InputContainer = require("ui/widget/container/inputcontainer")

local ReaderHandMade = InputContainer:extend{
    toc_enabled = false,
}

function ReaderHandMade:onReadSettings(config)
    self.toc = config:readSetting("handmade_toc")
    self.toc_enabled = config:isTrue("handmade_toc_enabled")
end

function ReaderHandMade:isHandmadeTocEnabled()
    return self.toc_enabled
end

function ReaderHandMade:isHandmadeHiddenFlowsEnabled()
    return false
end

return ReaderHandMade

--- Takes pictures of the screen; there is none to be taken here. A module of FileManager and ReaderUI that hears
--- events below other windows.
-- fidelity: partial: taking a picture of the screen is loud
local InputContainer = require("ui/widget/container/inputcontainer")

local Screenshoter = InputContainer:extend{
    prefix = "Screenshot",
}

function Screenshoter:onScreenshot()
    require("not_emulated")("ui/widget/screenshoter", "onScreenshot")
end

return Screenshoter

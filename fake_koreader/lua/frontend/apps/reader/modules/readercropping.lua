--- Cropping pages by hand is a matter of the picture, which is not drawn here.
-- fidelity: partial: cropping by hand is loud
local InputContainer = require("ui/widget/container/inputcontainer")

local ReaderCropping = InputContainer:extend{}

function ReaderCropping:onPageCrop()
    require("not_emulated")("apps/reader/modules/readercropping", "onPageCrop")
end

return ReaderCropping

--- Selecting text with keys: not possible on the devices of this emulation, and so silent.
local InputContainer = require("ui/widget/container/inputcontainer")

return InputContainer:extend{}

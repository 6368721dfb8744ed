--- Selecting text with keys: not possible on the devices of this emulation, and so silent.
-- fidelity: partial: text cannot be selected with keys
local InputContainer = require("ui/widget/container/inputcontainer")

return InputContainer:extend{}

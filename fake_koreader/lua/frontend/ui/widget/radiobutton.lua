--- One choice among several: a check button with a radio mark whose tap is up to its table.
-- Fields: those of CheckButton, `provider`, and `callback()`; a tap only calls back.

local CheckButton = require("ui/widget/checkbutton")

local RadioButton = CheckButton:extend{
    radio = true,
}

--- A tap calls back; RadioButtonTable moves the mark.
function RadioButton:onTapCheckButton()
    if self.enabled and self.callback then self.callback() end
    return true
end

return RadioButton

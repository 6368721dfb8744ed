--- The dialog for brightness and warmth. Not emulated: making one raises a loud error.

return require("ui/unemulated_window")("ui/widget/frontlightwidget")

--- The list of fonts to choose from. Not emulated: making one raises a loud error.

return require("ui/unemulated_window")("ui/widget/fontchooser")

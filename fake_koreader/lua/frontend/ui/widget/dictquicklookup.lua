--- The window with a dictionary's answer. Not emulated: making one raises a loud error.

return require("ui/unemulated_window")("ui/widget/dictquicklookup", { window_list = {} })

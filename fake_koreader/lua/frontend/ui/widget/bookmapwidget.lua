--- The map of a book's pages. Not emulated: making one raises a loud error.

return require("ui/unemulated_window")("ui/widget/bookmapwidget")

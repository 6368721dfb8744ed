--- The panel with a footnote at the bottom of a page. Not emulated: making one raises a loud error.

return require("ui/unemulated_window")("ui/widget/footnotewidget")

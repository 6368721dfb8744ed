--- The browser of a book's pages as thumbnails. Not emulated: making one raises a loud error.

return require("ui/unemulated_window")("ui/widget/pagebrowserwidget")

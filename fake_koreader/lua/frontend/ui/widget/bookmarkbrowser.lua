--- The browser of all bookmarks. Not emulated: making one raises a loud error.

return require("ui/unemulated_window")("ui/widget/bookmarkbrowser")

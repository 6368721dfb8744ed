--- The reader's bottom menu. Not emulated: making one raises a loud error.

return require("ui/unemulated_window")("ui/widget/configdialog")

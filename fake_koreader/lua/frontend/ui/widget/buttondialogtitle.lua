--- The old name of a ButtonDialog with a title. Using it is logged.

local ButtonDialog = require("ui/widget/buttondialog")
local logger = require("logger")

local ButtonDialogTitle = ButtonDialog:extend{}

function ButtonDialogTitle:init()
    logger.warn("ButtonDialogTitle is deprecated, use ButtonDialog")
    ButtonDialog.init(self)
end

return ButtonDialogTitle

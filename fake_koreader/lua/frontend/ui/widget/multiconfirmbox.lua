--- A question with two choices and a Cancel button.
-- Fields: `text`, `choice1_text(_func)`, `choice1_callback()`, `choice1_enabled`, the same for `choice2`,
-- `cancel_text`, `cancel_callback()`, `icon`, `dismissable`. Every button calls back first and closes the box
-- afterwards; a tap beside the box and Back close it without calling anything (specs/koreader-ui.md 7.1).

local ConfirmBox = require("ui/widget/confirmbox")
local UIManager = require("ui/uimanager")
local _ = require("gettext")

local function nothing() end

local MultiConfirmBox = ConfirmBox:extend{
    cancel_callback = nothing,
    choice1_callback = nothing,
    choice1_enabled = true,
    choice1_text = _("Choice 1"),
    choice2_callback = nothing,
    choice2_enabled = true,
    choice2_text = _("Choice 2"),
    text = _("no text"),
}

function MultiConfirmBox:_choice(name)
    local text_func = self[name .. "_text_func"]
    return {
        text = text_func and text_func() or self[name .. "_text"],
        enabled = self[name .. "_enabled"],
        callback = self:_closing(function() self[name .. "_callback"]() end),
    }
end

--- The one row of buttons.
function MultiConfirmBox:_rows()
    return { {
        { text = self.cancel_text, callback = self:_closing(function() self.cancel_callback() end) },
        self:_choice("choice1"),
        self:_choice("choice2"),
    } }
end

--- Back and a tap beside the box: closes without a callback.
function MultiConfirmBox:onClose()
    UIManager:close(self)
    return true
end

return MultiConfirmBox

--- A dialog of values of which one (or with `multi_choice` several) can be chosen.
-- Fields: `title`, `values` = array of { text, key, color }, `current_value`, `callback(key)` after closing (not when
-- the current value was tapped, unless `apply_current_value`), `multi_choice` (`callback(keys)`, a set, on Apply).

local ButtonDialog = require("ui/widget/buttondialog")
local UIManager = require("ui/uimanager")
local _ = require("gettext")

local ButtonSelector = ButtonDialog:extend{
    apply_current_value = nil,
    current_value = nil,
    multi_choice = nil,
    values = nil,
}

function ButtonSelector:init()
    self._chosen = self._chosen or {}
    self.buttons = {}
    for _i, entry in ipairs(self.values) do table.insert(self.buttons, { self:_choice(entry[1], entry[2]) }) end
    if self.multi_choice then table.insert(self.buttons, self:_applyRow()) end
    ButtonDialog.init(self)
end

function ButtonSelector:_choice(text, key)
    return {
        text = text,
        id = key,
        checked_func = function()
            if self.multi_choice then return self._chosen[key] end
            return key == self.current_value
        end,
        callback = function()
            if self.multi_choice then
                self._chosen[key] = not self._chosen[key] or nil
            else
                UIManager:close(self)
                if key ~= self.current_value or self.apply_current_value then self.callback(key) end
            end
        end,
    }
end

function ButtonSelector:_applyRow()
    return {
        { text = _("Cancel"), id = "cancel", callback = function() UIManager:close(self) end },
        { text = _("Apply"), id = "apply", callback = function()
            UIManager:close(self)
            self.callback(self._chosen)
        end },
    }
end

return ButtonSelector

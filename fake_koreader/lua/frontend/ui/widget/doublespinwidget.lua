--- Picks two numbers side by side.
-- Fields: for each of `left` and `right`: `_text`, `_value`, `_min`, `_max`, `_step`, `_hold_step`, `_default`,
-- `_precision`, `_wrap`; `unit`, `title_text`, `info_text`, `default_values`, `default_text`, `callback(left, right)`,
-- `extra_text`/`extra_callback(left, right)`, `cancel_callback()`, `close_callback()`, `keep_shown_on_apply`,
-- `ok_always_enabled`, `is_range`.

local Font = require("ui/font")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local HorizontalSpan = require("ui/widget/horizontalspan")
local NumberPickerWidget = require("ui/widget/numberpickerwidget")
local PickerDialog = require("ui/widget/pickerdialog")
local Screen = require("device").screen
local TextWidget = require("ui/widget/textwidget")
local VerticalGroup = require("ui/widget/verticalgroup")
local T = require("ffi/util").template
local _ = require("gettext")

local DoubleSpinWidget = PickerDialog:extend{
    default_width_factor = 0.8,
    left_hold_step = 5, left_max = 20, left_min = 1, left_step = 1, left_text = _("Left"), left_value = 1,
    left_wrap = true,
    ok_always_enabled = false,
    right_hold_step = 5, right_max = 20, right_min = 1, right_step = 1, right_text = _("Right"), right_value = 1,
    right_wrap = true,
}

function DoubleSpinWidget:init()
    self._original = { self.left_value, self.right_value }
    PickerDialog.init(self)
end

function DoubleSpinWidget:_picker(side)
    return NumberPickerWidget:new{
        show_parent = self,
        value = self[side .. "_value"],
        value_min = self[side .. "_min"],
        value_max = self[side .. "_max"],
        value_step = self[side .. "_step"],
        value_hold_step = self[side .. "_hold_step"],
        precision = self[side .. "_precision"],
        wrap = self[side .. "_wrap"],
        unit = self.unit,
        picker_updated_callback = function() self:_enableApply() end,
    }
end

function DoubleSpinWidget:_body()
    self.left_widget, self.right_widget = self:_picker("left"), self:_picker("right")
    self:mergeLayoutInHorizontal(self.left_widget)
    self:mergeLayoutInHorizontal(self.right_widget)
    local face = Font:getFace("smallinfofont")
    return HorizontalGroup:new{
        align = "bottom",
        VerticalGroup:new{ TextWidget:new{ text = self.left_text, face = face }, self.left_widget },
        HorizontalSpan:new{ width = Screen:scaleBySize(24) },
        self.is_range and TextWidget:new{ text = "–", face = face } or HorizontalSpan:new{ width = 0 },
        HorizontalSpan:new{ width = Screen:scaleBySize(24) },
        VerticalGroup:new{ TextWidget:new{ text = self.right_text, face = face }, self.right_widget },
    }
end

function DoubleSpinWidget:_values()
    return (self.left_widget:getValue()), (self.right_widget:getValue())
end

function DoubleSpinWidget:_changed()
    local left, right = self:_values()
    return left ~= self._original[1] or right ~= self._original[2]
end

function DoubleSpinWidget:_enableApply()
    local apply = self.button_table and self.button_table:getButtonById("apply")
    if apply then apply:enableDisable(self.ok_always_enabled or self:_changed()) end
end

function DoubleSpinWidget:_defaultRow()
    local left, right = self.left_default, self.right_default
    if left == nil or right == nil then return nil end
    local unit = self.unit and self.unit ~= "" and "\u{202F}" .. self.unit or ""
    local text = self.default_text or T(_("Default values: %1%3 / %2%3"), left, right, unit)
    return { { text = text, callback = function()
        self.left_widget.value, self.right_widget.value = left, right
        self.left_widget:update()
        self.right_widget:update()
    end } }
end

function DoubleSpinWidget:_rows()
    local rows = {}
    local default = self:_defaultRow()
    if default then table.insert(rows, default) end
    if self.extra_text then
        table.insert(rows, { { text = self.extra_text, callback = function()
            if self.extra_callback then self.extra_callback(self:_values()) end
            self:_done()
        end } })
    end
    local function apply()
        self.left_value, self.right_value = self:_values()
        self._original = { self.left_value, self.right_value }
        if self.callback then self.callback(self.left_value, self.right_value) end
        self:_enableApply()
        self:_done()
    end
    table.insert(rows, self:_mainRow(apply, self.ok_always_enabled or self:_changed()))
    return rows
end

--- Builds the dialog anew with other values.
function DoubleSpinWidget:update(left, right)
    self.left_value, self.right_value = left or self.left_value, right or self.right_value
    self:build()
end

return DoubleSpinWidget

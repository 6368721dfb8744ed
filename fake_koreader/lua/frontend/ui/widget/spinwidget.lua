--- Picks a number (or an entry of `value_table`).
-- Fields: those of NumberPickerWidget and `title_text`, `info_text`, `default_value`, `default_text`, `ok_text`,
-- `cancel_text`, `ok_always_enabled`, `callback(spin)`, `cancel_callback()`, `close_callback()`,
-- `extra_text`/`extra_callback(spin)`, `option_text`/`option_callback(spin)`, `keep_shown_on_apply`. Apply is greyed
-- while the value is unchanged (specs/koreader-ui.md 7.3).

local HorizontalGroup = require("ui/widget/horizontalgroup")
local NumberPickerWidget = require("ui/widget/numberpickerwidget")
local PickerDialog = require("ui/widget/pickerdialog")
local T = require("ffi/util").template
local _ = require("gettext")

-- Fields handed on to the picker.
local PICKED = {
    "precision", "unit", "value", "value_hold_step", "value_index", "value_max", "value_min", "value_step",
    "value_table", "wrap",
}

local SpinWidget = PickerDialog:extend{
    default_text = nil,
    default_value = nil,
    ok_always_enabled = false,
    value = 1,
    value_hold_step = 4,
    value_max = 20,
    value_min = 0,
    value_step = 1,
    wrap = false,
}

function SpinWidget:init()
    self.original_value = self.value_table and (self.value_index or 1) or self.value
    PickerDialog.init(self)
end

function SpinWidget:_body()
    local fields = {
        show_parent = self,
        picker_updated_callback = function() self:_enableApply() end,
    }
    for _i, name in ipairs(PICKED) do fields[name] = self[name] end
    self.value_widget = NumberPickerWidget:new(fields)
    self:mergeLayoutInVertical(self.value_widget)
    return HorizontalGroup:new{ self.value_widget }
end

function SpinWidget:_changed()
    local value, index = self.value_widget:getValue()
    return (self.value_table and index or value) ~= self.original_value
end

function SpinWidget:_enableApply()
    local apply = self.button_table and self.button_table:getButtonById("apply")
    if apply then apply:enableDisable(self.ok_always_enabled or self:_changed()) end
end

--- Takes the picker's value over into `value` (and `value_index`).
function SpinWidget:_take()
    self.value, self.value_index = self.value_widget:getValue()
end

function SpinWidget:_defaultRow()
    local default = self.default_value
    if default == nil then return nil end
    local shown = self.value_table and self.value_table[default] or default
    if self.precision and not self.value_table then shown = self.precision:format(shown) end
    local unit = self.unit and self.unit ~= "" and "\u{202F}" .. self.unit or ""
    local text = T(_("Default value: %1%2"), self.default_text or shown, self.default_text and "" or unit)
    return { {
        text = text,
        callback = function()
            local picker = self.value_widget
            if self.value_table then
                picker.value_index, picker.value = default, self.value_table[default]
            else
                picker.value = default
            end
            picker:update()
        end,
    } }
end

--- A button that hands the current value over and closes.
function SpinWidget:_handOver(text, callback)
    return { text = text, callback = function()
        self:_take()
        callback(self)
        self:_done()
    end }
end

function SpinWidget:_rows()
    local rows = {}
    local default = self:_defaultRow()
    if default then table.insert(rows, default) end
    local extras = {}
    if self.extra_text then table.insert(extras, self:_handOver(self.extra_text, self.extra_callback)) end
    if self.option_text then table.insert(extras, self:_handOver(self.option_text, self.option_callback)) end
    if #extras > 0 then table.insert(rows, extras) end
    local function apply()
        self:_take()
        self.original_value = self.value_table and self.value_index or self.value
        if self.callback then self.callback(self) end
        self:_enableApply()
        self:_done()
    end
    table.insert(rows, self:_mainRow(apply, self.ok_always_enabled or self:_changed()))
    return rows
end

--- Builds the dialog anew, with another value if one is given.
function SpinWidget:update(value, value_index)
    if value ~= nil or value_index ~= nil then
        self.value, self.value_index = value or self.value, value_index or self.value_index
    end
    self:build()
end

return SpinWidget

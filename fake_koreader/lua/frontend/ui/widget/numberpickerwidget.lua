--- A value between ▲ and ▼, as in SpinWidget and DateTimeWidget.
-- Fields: `value`, `value_min`, `value_max`, `value_step`, `value_hold_step`, `value_table` with `value_index`,
-- `precision` (format; default "%02d"), `unit`, `wrap` (going past an end leads to the other, default true), `width`,
-- `picker_updated_callback(value, index)`, `date_month` and `date_year` (pickers: the maximum is that month's length).
-- A tap on the value asks for a number.

local Button = require("ui/widget/button")
local FocusManager = require("ui/widget/focusmanager")
local InfoMessage = require("ui/widget/infomessage")
local Screen = require("device").screen
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local T = require("ffi/util").template
local _ = require("gettext")

local NARROW_NO_BREAK_SPACE = "\u{202F}"

local NumberPickerWidget = FocusManager:extend{
    precision = "%02d",
    value = 0,
    value_hold_step = 4,
    value_max = 23,
    value_min = 0,
    value_step = 1,
    wrap = true,
}

function NumberPickerWidget:init()
    self.width = self.width or math.floor(Screen:getWidth() * 0.2)
    if self.value_table then
        self.value_index = self.value_index or 1
        self.value = self.value_table[self.value_index]
    end
    if self.unit and rawget(self, "precision") == nil then self.precision = "%1d" end
    local function arrow(text, sign)
        return Button:new{
            text = text, width = self.width, bordersize = 1, margin = 0, radius = 0, show_parent = self.show_parent,
            callback = function() self:_turn(sign, self.value_step) end,
            hold_callback = function() self:_turn(sign, self.value_hold_step) end,
        }
    end
    self.button_up = arrow("▲", 1)
    self.button_down = arrow("▼", -1)
    self.text_value = Button:new{
        text = self:_shown(), width = self.width, bordersize = 0, margin = 0, text_font_bold = false,
        show_parent = self.show_parent,
        callback = function() self:_ask() end,
    }
    self.layout = { { self.button_up }, { self.text_value }, { self.button_down } }
    self[1] = VerticalGroup:new{ align = "center", self.button_up, self.text_value, self.button_down }
end

function NumberPickerWidget:getSize()
    return self[1]:getSize()
end

--- Remembers where the picker is.
function NumberPickerWidget:paintTo(bb, x, y)
    self.dimen = nil
    FocusManager.paintTo(self, bb, x, y)
end

function NumberPickerWidget:_shown()
    if self.value_table then return tostring(self.value) end
    local text = self.precision:format(self.value)
    return self.unit and self.unit ~= "" and text .. NARROW_NO_BREAK_SPACE .. self.unit or text
end

--- Shows the current value and tells who listens.
function NumberPickerWidget:update()
    self.text_value:setText(self:_shown(), self.width)
    UIManager:setDirty(self.show_parent, "ui")
    if self.picker_updated_callback then self.picker_updated_callback(self.value, self.value_index) end
end

--- Days of the month that the pickers of month and year show.
function NumberPickerWidget:getDaysInMonth(month, year)
    if month == 2 then
        local leap = year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
        return leap and 29 or 28
    end
    return (month == 4 or month == 6 or month == 9 or month == 11) and 30 or 31
end

--- The value `by` further, at or past an end: the end, or with `wrap` the other one.
function NumberPickerWidget:changeValue(value, by, max, min, wrap)
    local changed = value + by
    if changed > max then return wrap and min or max end
    if changed < min then return wrap and max or min end
    return changed
end

function NumberPickerWidget:_turn(sign, step)
    local max = self.value_max
    if self.date_month and self.date_year then
        max = self:getDaysInMonth(self.date_month:getValue(), self.date_year:getValue())
    end
    if self.value_table then
        self.value_index = self:changeValue(self.value_index, sign * step, #self.value_table, 1, self.wrap)
        self.value = self.value_table[self.value_index]
    else
        self.value = self:changeValue(self.value, sign * step, max, self.value_min, self.wrap)
    end
    self:update()
end

--- Value (and its index in a `value_table`).
function NumberPickerWidget:getValue()
    return self.value, self.value_index
end

local function evaluate(text)
    local expression = text:match("^=%s*([%d%s%.%+%-%*/%(%)%%%^]+)$")
    if not expression then return tonumber(text) end
    local chunk = loadstring("return " .. expression)
    local ok, result = pcall(chunk or error)
    return ok and tonumber(result) or nil
end

--- Asks for a number (or an "=expression"), which must be in range.
function NumberPickerWidget:_ask()
    if self.value_table then return end
    local InputDialog = require("ui/widget/inputdialog")
    local dialog
    local function close() UIManager:close(dialog) end
    local function accept()
        local number = evaluate(dialog:getInputText())
        if not number then
            UIManager:show(InfoMessage:new{ text = _("Invalid value. Please enter a valid value."), timeout = 2 })
        elseif number < self.value_min then
            UIManager:show(InfoMessage:new{
                text = T(_("This value should be %1 or more."), self.value_min), timeout = 2,
            })
        elseif number > self.value_max then
            UIManager:show(InfoMessage:new{
                text = T(_("This value should be %1 or less."), self.value_max), timeout = 2,
            })
        else
            self.value = number
            self:update()
            close()
        end
    end
    dialog = InputDialog:new{
        title = _("Enter number"),
        input_hint = T("%1 (%2 - %3)", self:_shown(), self.value_min, self.value_max),
        input_type = "number",
        buttons = { {
            { text = _("Cancel"), id = "close", callback = close },
            { text = _("OK"), is_enter_default = true, callback = accept },
        } },
    }
    UIManager:show(dialog)
    dialog:onShowKeyboard()
end

return NumberPickerWidget

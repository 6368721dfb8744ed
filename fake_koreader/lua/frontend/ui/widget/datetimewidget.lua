--- Picks a date, a time, or parts of them: one picker for each of `year month day hour min sec` that is given.
-- Fields: `title_text`, `info_text`, `ok_text`, `cancel_text`, `callback(widget)` (the parts are on the widget then),
-- `cancel_callback(widget)`, `extra_text`/`extra_callback(widget)` (does not close), `keep_shown_on_apply`,
-- `_min`/`_max` bounds of a part. A tap beside it closes without a callback.

local Font = require("ui/font")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local NumberPickerWidget = require("ui/widget/numberpickerwidget")
local PickerDialog = require("ui/widget/pickerdialog")
local TextWidget = require("ui/widget/textwidget")

-- The parts from left to right; `before` is the sign that parts it from the one to its left.
local PARTS = {
    { name = "year", min = 2021, max = 2525, hold = 4 },
    { name = "month", min = 1, max = 12, hold = 4, before = "–" },
    { name = "day", min = 1, max = 31, hold = 5, before = "–" },
    { name = "hour", min = 0, max = 23, hold = 4, before = "/" },
    { name = "min", min = 0, max = 59, hold = 10, before = ":" },
    { name = "sec", min = 0, max = 59, hold = 10, before = ":" },
}

local DateTimeWidget = PickerDialog:extend{
    default_width_factor = 0.8,
}

function DateTimeWidget:_body()
    local row = HorizontalGroup:new{ align = "center" }
    self._pickers = {}
    for _, part in ipairs(PARTS) do
        if self[part.name] ~= nil then
            if #row > 0 then
                table.insert(row, TextWidget:new{ text = part.before, face = Font:getFace("largeffont") })
            end
            local picker = NumberPickerWidget:new{
                show_parent = self,
                value = self[part.name],
                value_min = self[part.name .. "_min"] or part.min,
                value_max = self[part.name .. "_max"] or part.max,
                value_step = 1,
                value_hold_step = self[part.name .. "_hold_step"] or part.hold,
                width = math.floor(self.width / 7),
            }
            self._pickers[part.name] = picker
            self[part.name .. "_widget"] = picker
            self:mergeLayoutInHorizontal(picker)
            table.insert(row, picker)
        end
    end
    local day = self._pickers.day
    if day then day.date_month, day.date_year = self._pickers.month, self._pickers.year end
    return row
end

function DateTimeWidget:_takeParts()
    for name, picker in pairs(self._pickers) do self[name] = (picker:getValue()) end
end

function DateTimeWidget:_rows()
    local rows = {}
    if self.extra_text then
        table.insert(rows, { { text = self.extra_text, callback = function()
            if self.extra_callback then
                self:_takeParts()
                self:extra_callback(self)
            end
        end } })
    end
    table.insert(rows, self:_mainRow(function()
        self:_takeParts()
        if self.callback then self:callback(self) end
        self:_done()
    end))
    return rows
end

--- Shows other values; nil leaves a part as it is.
function DateTimeWidget:update(year, month, day, hour, min, sec)
    local given = { year = year, month = month, day = day, hour = hour, min = min, sec = sec }
    for name, picker in pairs(self._pickers) do
        if given[name] ~= nil then
            picker.value = given[name]
            picker:update()
        end
    end
end

return DateTimeWidget

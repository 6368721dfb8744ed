--- Picks one of several choices.
-- Fields: `radio_buttons` = rows of { text=, provider=, checked= }, `title_text`, `info_text`, `default_provider` (its
-- label gets a star), `ok_text`, `cancel_text`, `callback(radio)`, `cancel_callback()`, `close_callback()`,
-- `extra_text`/`extra_callback(radio)`, `keep_shown_on_apply`. The choice is in `provider`, `row`, `col`.

local PickerDialog = require("ui/widget/pickerdialog")
local RadioButtonTable = require("ui/widget/radiobuttontable")

local RadioButtonWidget = PickerDialog:extend{
    default_width_factor = 0.6,
    radio_buttons = nil,
}

--- The rows of choices, the default one marked with a star.
function RadioButtonWidget:_choices()
    local rows = {}
    for r, row in ipairs(self.radio_buttons) do
        rows[r] = {}
        for c, entry in ipairs(row) do
            local copy = {}
            for key, value in pairs(entry) do copy[key] = value end
            if self.default_provider ~= nil and entry.provider == self.default_provider then
                copy.text = copy.text .. "\u{00A0}\u{00A0}★"
            end
            rows[r][c] = copy
        end
    end
    return rows
end

function RadioButtonWidget:_body()
    self.radio_table = RadioButtonTable:new{
        radio_buttons = self:_choices(), width = math.floor(self.width * 0.9), parent = self, show_parent = self,
    }
    self:mergeLayoutInVertical(self.radio_table)
    return self.radio_table
end

function RadioButtonWidget:_take()
    local checked = self.radio_table.checked_button
    self.provider, self.row, self.col = checked.provider, checked.row, checked.col
end

function RadioButtonWidget:_rows()
    local function handOver(name)
        return function()
            self:_take()
            if self[name] then self[name](self) end
            self:_done()
        end
    end
    local rows = { self:_mainRow(handOver("callback")) }
    if self.extra_text then
        table.insert(rows, { { text = self.extra_text, callback = handOver("extra_callback") } })
    end
    return rows
end

return RadioButtonWidget

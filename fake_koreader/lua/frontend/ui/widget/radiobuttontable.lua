--- Rows of radio buttons of which exactly one is checked (the first, if no entry says `checked`).
-- Fields: `radio_buttons` = rows of { text=, provider=, checked=, enabled= }, `width`, `parent`, `face`,
-- `button_select_callback(entry)`. The checked one is `checked_button`.

local FocusManager = require("ui/widget/focusmanager")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local RadioButton = require("ui/widget/radiobutton")
local Screen = require("device").screen
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")

local RadioButtonTable = FocusManager:extend{
    button_select_callback = nil,
    checked_button = nil,
    parent = nil,
    radio_buttons = nil,
    width = nil,
}

function RadioButtonTable:init()
    self.width = self.width or math.floor(Screen:getWidth() * 0.9)
    self.radio_buttons_layout, self.layout = {}, {}
    self.container = VerticalGroup:new{ align = "left", width = self.width }
    for row, entries in ipairs(self.radio_buttons) do
        local group, buttons = HorizontalGroup:new{}, {}
        for col, entry in ipairs(entries) do
            local button = self:_makeButton(entry, #entries, row, col)
            table.insert(group, button)
            table.insert(buttons, button)
        end
        table.insert(self.container, group)
        table.insert(self.radio_buttons_layout, buttons)
        table.insert(self.layout, buttons)
    end
    if not self.checked_button and self.layout[1] and self.layout[1][1] then
        self:_check(self.layout[1][1])
    end
    self[1] = self.container
end

function RadioButtonTable:_makeButton(entry, in_row, row, col)
    local button
    button = RadioButton:new{
        text = entry.text,
        provider = entry.provider,
        checked = false,
        enabled = entry.enabled,
        bold = entry.bold,
        fgcolor = entry.fgcolor,
        face = self.face,
        width = math.floor(self.width / in_row),
        parent = self.parent or self,
        show_parent = self.show_parent or self.parent,
        row = row,
        col = col,
        callback = function()
            if button ~= self.checked_button then self:_check(button) end
            if self.button_select_callback then self.button_select_callback(entry) end
        end,
    }
    if entry.checked and not self.checked_button then self:_check(button) end
    return button
end

function RadioButtonTable:_check(button)
    if self.checked_button then self.checked_button:initCheckButton(false) end
    button:initCheckButton(true)
    self.checked_button = button
    UIManager:setDirty(self.show_parent or self.parent, "ui")
end

return RadioButtonTable

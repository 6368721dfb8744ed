--- A row of buttons that stand for a number, with − and + at its ends if wanted.
-- Fields: `num_buttons`, `position`, `default_position`, `fine_tune`, `more_options`, `width`, `callback(position)`
-- (a number, "-", "+", or "⋮").

local Button = require("ui/widget/button")
local FocusManager = require("ui/widget/focusmanager")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local Screen = require("device").screen

local ButtonProgressWidget = FocusManager:extend{
    callback = nil,
    enabled = true,
    fine_tune = false,
    more_options = false,
    num_buttons = 2,
    position = 1,
    width = nil,
}

function ButtonProgressWidget:init()
    self.width = self.width or Screen:getWidth()
    self.buttonprogress_content = HorizontalGroup:new{}
    self[1] = self.buttonprogress_content
    self:update()
end

function ButtonProgressWidget:_add(text, width, value)
    local button = Button:new{
        text = text, width = width, enabled = self.enabled, bordersize = 1, margin = 0, radius = 0,
        preselect = type(value) == "number" and value <= self.position,
        show_parent = self.show_parent,
        callback = function()
            if type(value) == "number" then self:setPosition(value) end
            self.callback(value)
        end,
    }
    table.insert(self.buttonprogress_content, button)
    table.insert(self.layout[1], button)
end

--- Builds the row anew from the fields.
function ButtonProgressWidget:update()
    self.layout = { {} }
    self.buttonprogress_content:clear()
    local extra = (self.fine_tune and 2 or 0) + (self.more_options and 1 or 0)
    local width = math.floor(self.width / (self.num_buttons + extra))
    if self.fine_tune then self:_add("−", width, "-") end
    for i = 1, self.num_buttons do self:_add("", width, i) end
    if self.fine_tune then self:_add("+", width, "+") end
    if self.more_options then self:_add("⋮", width, "⋮") end
end

--- Sets the number without telling anybody.
function ButtonProgressWidget:setPosition(position, default_position)
    self.position = position
    if default_position then self.default_position = default_position end
    self:update()
end

return ButtonProgressWidget

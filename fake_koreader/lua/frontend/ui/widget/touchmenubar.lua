--- The tabs of a TouchMenu: one icon per tab. Fields: `icons` (array of names), `width`, `menu`, `show_parent`.

local Geom = require("ui/geometry")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local IconButton = require("ui/widget/iconbutton")
local InputContainer = require("ui/widget/container/inputcontainer")
local Screen = require("device").screen

local TouchMenuBar = InputContainer:extend{
    icons = nil,
    menu = nil,
    width = nil,
}

function TouchMenuBar:init()
    self.icon_widgets, self.bar_icon_group = {}, HorizontalGroup:new{}
    local share = math.floor(self.width / math.max(1, #self.icons))
    local size = math.min(Screen:scaleBySize(40), share)
    local padding = math.max(0, math.floor((share - size) / 2))
    for index, icon in ipairs(self.icons) do
        local button = IconButton:new{
            icon = icon,
            width = size,
            height = size,
            padding_left = padding,
            padding_right = padding,
            padding_top = Screen:scaleBySize(5),
            padding_bottom = Screen:scaleBySize(5),
            show_parent = self.show_parent,
            callback = function() self:switchToTab(index) end,
        }
        self.icon_widgets[index] = button
        table.insert(self.bar_icon_group, button)
    end
    self[1] = self.bar_icon_group
    self.height = size + 2 * Screen:scaleBySize(5)
    self.dimen = Geom:new{ x = 0, y = 0, w = self.width, h = self.height }
end

--- Opens a tab; a number past the last is the last.
function TouchMenuBar:switchToTab(index)
    self.menu:switchMenuTab(math.max(1, math.min(index, #self.icon_widgets)))
end

return TouchMenuBar

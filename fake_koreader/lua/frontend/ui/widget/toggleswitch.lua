--- A switch with two or more labelled positions.
-- Fields: `toggle` (labels), `values`, `args`, `name`, `event`, `config` (told by `onConfigChoose`), `callback(pos)`,
-- `enabled`, `width`, `height`. A switch with two positions alternates wherever it is tapped.

local FrameContainer = require("ui/widget/container/framecontainer")
local Font = require("ui/font")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local CenterContainer = require("ui/widget/container/centercontainer")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local InputContainer = require("ui/widget/container/inputcontainer")
local Screen = require("device").screen
local Size = require("ui/size")
local TextWidget = require("ui/widget/textwidget")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")

local ToggleSwitch = InputContainer:extend{
    bordersize = Size.border.thin,
    enabled = true,
    font_face = "cfont",
    font_size = 16,
    row_count = 1,
}

function ToggleSwitch:init()
    self.width = self.width or math.floor(Screen:getWidth() * 0.6)
    self.height = self.height or Size.item.height_default
    self.n_pos = #self.toggle
    self.position = nil
    self._per_row = math.ceil(self.n_pos / self.row_count)
    self.toggle_frame = FrameContainer:new{ bordersize = self.bordersize, padding = 0, margin = 0, self:_cells() }
    self[1] = self.toggle_frame
    self.dimen = self.toggle_frame:getSize()
    local range = function() return self.dimen end
    self.ges_events = {
        TapSelect = { GestureRange:new{ ges = "tap", range = range } },
        HoldSelect = { GestureRange:new{ ges = "hold", range = range } },
    }
end

function ToggleSwitch:_cells()
    local rows = VerticalGroup:new{ align = "left" }
    local cell_width, cell_height = self:_cellSize()
    local face = Font:getFace(self.font_face, self.font_size)
    for index, label in ipairs(self.toggle) do
        if (index - 1) % self._per_row == 0 then table.insert(rows, HorizontalGroup:new{}) end
        table.insert(rows[#rows], CenterContainer:new{
            dimen = Geom:new{ w = cell_width, h = cell_height },
            TextWidget:new{ text = label, face = face, max_width = cell_width },
        })
    end
    return rows
end

function ToggleSwitch:_cellSize()
    return math.floor(self.width / self._per_row), math.floor(self.height / self.row_count)
end

--- Remembers where the switch is.
function ToggleSwitch:paintTo(bb, x, y)
    self.dimen.x, self.dimen.y = x, y
    self[1]:paintTo(bb, x, y)
end

--- Asks for a repaint after a change.
function ToggleSwitch:update()
    UIManager:setDirty(self.config, "ui", self.dimen)
end

--- Sets the position (1 … number of labels) without telling anybody.
function ToggleSwitch:setPosition(position)
    self.position = position
    self:update()
end

--- Moves to a position, or with two of them to the other one.
function ToggleSwitch:togglePosition(position)
    if self.n_pos == 2 and self.position ~= nil then
        position = self.position % 2 + 1
    end
    self:setPosition(position)
end

--- Position under a gesture.
function ToggleSwitch:calculatePosition(ges)
    local cell_width, cell_height = self:_cellSize()
    local column = math.floor((ges.pos.x - self.dimen.x) / cell_width)
    local row = math.floor((ges.pos.y - self.dimen.y) / cell_height)
    column = math.max(0, math.min(column, self._per_row - 1))
    row = math.max(0, math.min(row, self.row_count - 1))
    return math.min(self.n_pos, row * self._per_row + column + 1)
end

--- A tap: moves, calls back, and tells the configuration.
function ToggleSwitch:onTapSelect(_, ges)
    if not self.enabled then
        if self.readonly ~= true then return true end
        return
    end
    self:togglePosition(self:calculatePosition(ges))
    if self.callback then self.callback(self.position) end
    local config = self.config
    if config and config.onConfigChoose then
        config:onConfigChoose(self.values, self.name, self.event, self.args, self.position, self.hide_on_apply)
    end
    return true
end

--- A long press asks the configuration to make the position the default.
function ToggleSwitch:onHoldSelect(_, ges)
    local config = self.config
    if self.enabled and config and config.onMakeDefault then
        config:onMakeDefault(self.name, self.name_text, self.values or self.args, self.toggle,
            self:calculatePosition(ges))
    end
    return true
end

return ToggleSwitch

--- A named icon. Nothing is drawn; the icon's name is what a test or a reader's tap refers to.
-- Fields: `icon`, `width`, `height` (pixels), `rotation_angle`, `alpha`, `dim`.
-- fidelity: partial: the size of an icon; no picture

local Geom = require("ui/geometry")
local Screen = require("device").screen
local Widget = require("ui/widget/widget")

local DEFAULT_ICON_SIZE = Screen:scaleBySize(40)

local IconWidget = Widget:extend{
    alpha = false,
    dim = nil,
    height = nil,
    icon = nil,
    rotation_angle = 0,
    width = nil,
}

function IconWidget:init()
    self.width = self.width or DEFAULT_ICON_SIZE
    self.height = self.height or DEFAULT_ICON_SIZE
end

function IconWidget:getSize()
    return Geom:new{ w = self.width, h = self.height }
end

--- Remembers where the icon is.
function IconWidget:paintTo(bb, x, y)
    self.dimen = Geom:new{ x = x, y = y, w = self.width, h = self.height }
end

function IconWidget:free() end

return IconWidget

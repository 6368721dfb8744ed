--- An icon that can be tapped and held. Fields: `icon`, `width`, `height`, `padding[_side]`, `callback()`,
-- `hold_callback()`, `enabled`, `show_parent`, `allow_flash`.

local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local IconWidget = require("ui/widget/iconwidget")
local InputContainer = require("ui/widget/container/inputcontainer")
local Screen = require("device").screen

local IconButton = InputContainer:extend{
    allow_flash = true,
    callback = nil,
    enabled = true,
    height = Screen:scaleBySize(40),
    icon = "notice-warning",
    icon_rotation_angle = 0,
    padding = 0,
    width = Screen:scaleBySize(40),
}

function IconButton:init()
    for _, side in ipairs{ "left", "right", "top", "bottom" } do
        local field = "padding_" .. side
        self[field] = self[field] or self.padding
    end
    self.show_parent = self.show_parent or self
    self.image = IconWidget:new{
        icon = self.icon, width = self.width, height = self.height, rotation_angle = self.icon_rotation_angle,
    }
    self[1] = self.image
    self:update()
    local range = function() return self.dimen end
    self.ges_events = {
        TapIconButton = { GestureRange:new{ ges = "tap", range = range } },
        HoldIconButton = { GestureRange:new{ ges = "hold", range = range } },
        HoldReleaseIconButton = { GestureRange:new{ ges = "hold_release", range = range } },
    }
end

--- Works the size out again after a padding or the icon's size changed.
function IconButton:update()
    local place = self.dimen or { x = 0, y = 0 }
    self.dimen = Geom:new{
        x = place.x, y = place.y,
        w = self.image.width + self.padding_left + self.padding_right,
        h = self.image.height + self.padding_top + self.padding_bottom,
    }
end

function IconButton:getSize()
    return self.dimen
end

--- Remembers where the icon is.
function IconButton:paintTo(bb, x, y)
    self.dimen.x, self.dimen.y = x, y
    self.image:paintTo(bb, x + self.padding_left, y + self.padding_top)
end

--- Changes the icon.
function IconButton:setIcon(icon)
    self.icon, self.image.icon = icon, icon
end

--- A tap: only an icon with a callback consumes it.
function IconButton:onTapIconButton()
    local action = self.callback
    if action and self.enabled then action() end
    return action ~= nil or nil
end

--- A long press: the hold callback, else the input dialog the button was given.
function IconButton:onHoldIconButton()
    local action = self.enabled and self.hold_callback
    if action then
        action()
        return true
    end
    local input = self.hold_input or (self.hold_input_func and self.hold_input_func())
    if input then self:onInput(input) end
    return (input or self.hold_callback) and true or nil
end

--- Swallows the release that ends a long press on this icon.
function IconButton:onHoldReleaseIconButton()
    return self.hold_callback and true or nil
end

for handler, inverted in pairs{ onFocus = true, onUnfocus = false } do
    IconButton[handler] = function(button)
        button.image.invert = inverted
        return true
    end
end

--- The press key of a focused icon does what a tap does.
IconButton.onTapSelect = IconButton.onTapIconButton

return IconButton

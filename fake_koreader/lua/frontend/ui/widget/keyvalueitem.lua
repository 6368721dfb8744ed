--- One row of a KeyValuePage. Fields: `key`, `value`, `callback(kv_page, item)`, `hold_callback(kv_page, item)`,
-- `kv_page`, `width`, `height`. Only a row with a callback consumes a tap.

local Font = require("ui/font")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local InputContainer = require("ui/widget/container/inputcontainer")
local LeftContainer = require("ui/widget/container/leftcontainer")
local TextWidget = require("ui/widget/textwidget")

local KeyValueItem = InputContainer:extend{
    cface = Font:getFace("smallinfofont"),
    height = nil,
    key = nil,
    tface = Font:getFace("smallinfofontbold"),
    value = nil,
    width = nil,
}

function KeyValueItem:init()
    self.dimen = Geom:new{ x = 0, y = 0, w = self.width, h = self.height }
    local half = math.floor(self.width / 2)
    local function cell(text, face)
        return LeftContainer:new{
            dimen = Geom:new{ w = half, h = self.height },
            TextWidget:new{ text = tostring(text), face = face, max_width = half },
        }
    end
    self[1] = HorizontalGroup:new{ cell(self.key, self.tface), cell(self.value, self.cface) }
    local range = function() return self.dimen end
    self.ges_events = {
        Tap = { GestureRange:new{ ges = "tap", range = range } },
        Hold = { GestureRange:new{ ges = "hold", range = range } },
    }
end

--- Remembers where the row is.
function KeyValueItem:paintTo(bb, x, y)
    self.dimen.x, self.dimen.y = x, y
    self[1]:paintTo(bb, x, y)
end

function KeyValueItem:onTap()
    if not self.callback then return end
    self.callback(self.kv_page, self)
    return true
end

function KeyValueItem:onHold()
    if self.hold_callback then self.hold_callback(self.kv_page, self) end
    return true
end

return KeyValueItem

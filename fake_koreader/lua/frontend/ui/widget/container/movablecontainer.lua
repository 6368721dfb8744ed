--- A child (mostly a dialog's frame) that a reader may drag elsewhere.
-- Fields: `anchor` (Geom or function returning one: where to appear), `unmovable`, `alpha`, `ignore_events`.
-- Dragging is a swipe or a pan that begins inside; a multiswipe is not followed.

local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local InputContainer = require("ui/widget/container/inputcontainer")
local Screen = require("device").screen
local UIManager = require("ui/uimanager")

local MovableContainer = InputContainer:extend{
    alpha = nil,
    anchor = nil,
    ignore_events = nil,
    unmovable = nil,
}

function MovableContainer:init()
    self._moved_offset_x, self._moved_offset_y = 0, 0
    self:resetEventState()
    if self.unmovable then return end
    local ignored = {}
    for _, ges in ipairs(self.ignore_events or {}) do ignored[ges] = true end
    local range = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }
    self.ges_events = {}
    local names = {
        touch = "MovableTouch", swipe = "MovableSwipe", hold = "MovableHold", hold_pan = "MovableHoldPan",
        hold_release = "MovableHoldRelease", pan = "MovablePan", pan_release = "MovablePanRelease",
    }
    for ges, name in pairs(names) do
        if not ignored[ges] then
            self.ges_events[name] = { GestureRange:new{ ges = ges, range = range } }
        end
    end
end

--- How far it was moved. Returns a Geom with x and y in pixels.
function MovableContainer:getMovedOffset()
    return Geom:new{ x = self._moved_offset_x, y = self._moved_offset_y }
end

--- Moves it by { x, y } pixels from its own place; nil or an incomplete table changes nothing.
function MovableContainer:setMovedOffset(offset)
    if offset and offset.x and offset.y then
        self._moved_offset_x, self._moved_offset_y = offset.x, offset.y
    end
end

--- Forgets a drag that has begun.
function MovableContainer:resetEventState()
    self._touch_pre_pan_was_inside = false
    self._moving = false
    self._pan_x, self._pan_y = nil, nil
end

function MovableContainer:getSize()
    local size = self[1] and self[1]:getSize() or { w = 0, h = 0 }
    return Geom:new{ w = size.w, h = size.h }
end

--- Moves an anchored container beside its anchor, within the screen. Returns x and y.
function MovableContainer:ensureAnchor(x, y)
    local anchor, prefers_above = self.anchor, nil
    if type(anchor) == "function" then anchor, prefers_above = anchor() end
    if not anchor then return x, y end
    local size = self:getSize()
    local right = Screen:getWidth() - size.w
    local below, above = anchor.y + (anchor.h or 0), anchor.y - size.h
    local at_x = math.max(0, math.min(anchor.x, right))
    local fits_below = below + size.h <= Screen:getHeight()
    if (prefers_above or not fits_below) and above >= 0 then return at_x, above end
    return at_x, math.max(0, math.min(below, Screen:getHeight() - size.h))
end

--- Puts the child at (x, y), moved by the offset, and remembers its area in `dimen`.
function MovableContainer:paintTo(bb, x, y)
    local child = self[1]
    if not child then return end
    local size = child:getSize()
    x, y = self:ensureAnchor(x, y)
    x, y = x + self._moved_offset_x, y + self._moved_offset_y
    self.dimen = self.dimen or Geom:new{}
    self.dimen.x, self.dimen.y, self.dimen.w, self.dimen.h = x, y, size.w, size.h
    child:paintTo(bb, x, y)
end

function MovableContainer:_inside(pos)
    return self.dimen ~= nil and pos ~= nil and pos:intersectWith(self.dimen)
end

function MovableContainer:_moveBy(dx, dy)
    local max_x = Screen:getWidth() - self.dimen.w
    local max_y = Screen:getHeight() - self.dimen.h
    local x = math.max(math.min(0, max_x), math.min(self.dimen.x + dx, math.max(0, max_x)))
    local y = math.max(math.min(0, max_y), math.min(self.dimen.y + dy, math.max(0, max_y)))
    self._moved_offset_x = self._moved_offset_x + x - self.dimen.x
    self._moved_offset_y = self._moved_offset_y + y - self.dimen.y
    UIManager:setDirty("all", "ui", self.dimen)
end

--- Remembers whether a finger came down inside.
function MovableContainer:onMovableTouch(_, ges)
    self._touch_pre_pan_was_inside = self:_inside(ges.pos)
    return false
end

local TOWARDS = {
    north = { 0, -1 }, south = { 0, 1 }, west = { -1, 0 }, east = { 1, 0 },
    northwest = { -1, -1 }, northeast = { 1, -1 }, southwest = { -1, 1 }, southeast = { 1, 1 },
}

--- A swipe that starts inside moves the child by the swipe's distance.
function MovableContainer:onMovableSwipe(_, ges)
    local towards = TOWARDS[ges.direction]
    if not (towards and self:_inside(ges.pos)) then
        self:resetEventState()
        return false
    end
    local distance = ges.distance or 0
    self:_moveBy(towards[1] * distance, towards[2] * distance)
    self:resetEventState()
    return true
end

--- A long press inside begins a drag without consuming what it means to others.
function MovableContainer:onMovableHold(_, ges)
    if not self:_inside(ges.pos) then return false end
    self._moving = true
    self._pan_x, self._pan_y = ges.pos.x, ges.pos.y
    return false
end

--- Consumed while dragging.
function MovableContainer:onMovableHoldPan()
    return self._moving
end

--- Lets go where the finger is lifted.
function MovableContainer:onMovableHoldRelease(_, ges)
    local moved = false
    if self._moving and self._pan_x then
        local dx, dy = ges.pos.x - self._pan_x, ges.pos.y - self._pan_y
        moved = dx ~= 0 or dy ~= 0
        if moved then self:_moveBy(dx, dy) end
    end
    self:resetEventState()
    return moved
end

--- Consumed while dragging.
function MovableContainer:onMovablePan(_, ges)
    if not self._touch_pre_pan_was_inside then return false end
    self._moving = true
    if ges.relative then self._pan_x, self._pan_y = ges.relative.x, ges.relative.y end
    return true
end

--- Ends a drag by panning.
function MovableContainer:onMovablePanRelease()
    local moved = self._moving and self._pan_x ~= nil
    if moved then self:_moveBy(self._pan_x, self._pan_y) end
    self:resetEventState()
    return moved
end

return MovableContainer

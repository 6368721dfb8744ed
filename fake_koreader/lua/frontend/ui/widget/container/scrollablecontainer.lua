--- A window onto a child that may be larger than `dimen`; swipes and pans scroll it.
-- Taps beside `dimen` do not reach what is scrolled out of it. The parent window sets `cropping_widget`.

local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local InputContainer = require("ui/widget/container/inputcontainer")
local Screen = require("device").screen
local UIManager = require("ui/uimanager")

local SCROLLBAR_WIDTH = Screen:scaleBySize(6)

local ScrollableContainer = InputContainer:extend{
    dimen = nil,
    scroll_bar_width = SCROLLBAR_WIDTH,
    show_parent = nil,
    swipe_full_view = false,
}

function ScrollableContainer:init()
    self._scroll_offset_x, self._scroll_offset_y = self._scroll_offset_x or 0, self._scroll_offset_y or 0
    local range = function() return self.dimen end
    self.ges_events = {
        ScrollableSwipe = { GestureRange:new{ ges = "swipe", range = range } },
        ScrollablePanRelease = { GestureRange:new{ ges = "pan_release", range = range } },
    }
end

--- Pixels to leave free for the scroll bar. `width` is the bar's width if it is not the usual one.
function ScrollableContainer:getScrollbarWidth(width)
    return 3 * (width or self.scroll_bar_width)
end

--- Works out how far the child can be scrolled.
function ScrollableContainer:initState()
    local size = self[1] and self[1]:getSize() or { w = 0, h = 0 }
    self._max_scroll_offset_x = math.max(0, size.w - self.dimen.w)
    self._max_scroll_offset_y = math.max(0, size.h - self.dimen.h)
    self._is_scrollable = self._max_scroll_offset_x > 0 or self._max_scroll_offset_y > 0
    self._crop_w, self._crop_h = self.dimen.w, self.dimen.h
    self:_scrollBy(0, 0)
end

--- Scrolled distance. Returns a Geom with x and y in pixels.
function ScrollableContainer:getScrolledOffset()
    return Geom:new{ x = self._scroll_offset_x, y = self._scroll_offset_y }
end

--- Scrolls to a distance { x, y } in pixels from the child's corner.
function ScrollableContainer:setScrolledOffset(offset)
    if offset and offset.x and offset.y then
        self._scroll_offset_x, self._scroll_offset_y = offset.x, offset.y
    end
end

--- Back to the top left corner.
function ScrollableContainer:reset()
    self._scroll_offset_x, self._scroll_offset_y = 0, 0
end

--- Scrolls on by pixels, within what there is. Returns whether anything moved.
function ScrollableContainer:_scrollBy(dx, dy)
    local x, y = self._scroll_offset_x, self._scroll_offset_y
    self._scroll_offset_x = math.max(0, math.min(x + dx, self._max_scroll_offset_x or 0))
    self._scroll_offset_y = math.max(0, math.min(y + dy, self._max_scroll_offset_y or 0))
    return x ~= self._scroll_offset_x or y ~= self._scroll_offset_y
end

--- Scrolls just far enough for an area (Geom, as painted) to be inside. Returns whether anything moved.
function ScrollableContainer:scrollIntoView(area)
    self:initState()
    local dx = math.min(0, area.x - self.dimen.x) + math.max(0, area.x + area.w - self.dimen.x - self.dimen.w)
    local dy = math.min(0, area.y - self.dimen.y) + math.max(0, area.y + area.h - self.dimen.y - self.dimen.h)
    return self:_scrollBy(dx, dy)
end

--- Puts the child at (x, y), less what is scrolled away.
function ScrollableContainer:paintTo(bb, x, y)
    if not self[1] then return end
    self.dimen.x, self.dimen.y = x, y
    self:initState()
    self[1]:paintTo(bb, x - self._scroll_offset_x, y - self._scroll_offset_y)
end

--- Gestures beside the window onto the child stay outside.
function ScrollableContainer:handleEvent(event)
    if event.handler == "onGesture" then
        local ges = event.args[1]
        if ges and ges.pos and ges.ges ~= "hold_release" and not self.dimen:contains(ges.pos) then return end
    end
    return InputContainer.handleEvent(self, event)
end

function ScrollableContainer:onScrollableSwipe(_, ges)
    if not self._is_scrollable then return false end
    local distance = ges.distance or self.dimen.h
    local dx, dy = 0, 0
    if ges.direction == "north" then dy = distance
    elseif ges.direction == "south" then dy = -distance
    elseif ges.direction == "west" then dx = distance
    elseif ges.direction == "east" then dx = -distance
    else return false end
    if self:_scrollBy(dx, dy) then UIManager:setDirty(self.show_parent, "ui", self.dimen) end
    return true
end

function ScrollableContainer:onScrollablePanRelease(_, ges)
    if not (self._is_scrollable and ges.relative) then return false end
    if self:_scrollBy(-ges.relative.x, -ges.relative.y) then
        UIManager:setDirty(self.show_parent, "ui", self.dimen)
    end
    return true
end

return ScrollableContainer

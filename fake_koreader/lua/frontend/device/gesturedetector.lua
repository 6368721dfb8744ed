--[[--
From touches to gestures: taps, holds, swipes, pans, and what two fingers do.

A touch is a table { slot =, id = (-1: lifted), x =, y =, timev = (fts) }. `feedEvent` takes the touches of one frame
and returns the gestures that they complete; those that need time come from the timers of `input`.
]]
-- fidelity: partial: rotations by two fingers are told by their angle only, and a finger beyond the second is ignored
local Geom = require("ui/geometry")
local compass = require("device/compass")
local time = require("ui/time")

local GestureDetector = {
    input = nil,
    screen = nil,
    TAP_INTERVAL_MS = 0,
    DOUBLE_TAP_INTERVAL_MS = 300,
    TWO_FINGER_TAP_DURATION_MS = 300,
    HOLD_INTERVAL_MS = 500,
    SWIPE_INTERVAL_MS = 900,
    DIRECTION_TABLE = compass.KIND,
    active_contacts = nil,
    contact_count = 0,
}
GestureDetector.__index = GestureDetector

function GestureDetector:new(o)
    local detector = setmetatable(o or {}, self)
    detector:init()
    return detector
end

function GestureDetector:init()
    self.active_contacts, self.contact_count, self.previous_tap = {}, 0, {}
    -- In the class: the gestures plugin changes them there.
    for _, name in ipairs{
        "tap_interval", "double_tap_interval", "two_finger_tap_duration", "hold_interval", "swipe_interval",
    } do
        local chosen = G_reader_settings:readSetting("ges_" .. name .. "_ms")
        GestureDetector["ges_" .. name] = time.ms(chosen or self[name:upper() .. "_MS"])
    end
    local step = self.screen:scaleByDPI(50)
    self.DOUBLE_TAP_DISTANCE, self.MULTISWIPE_THRESHOLD = step, step
    self.TWO_FINGER_TAP_REGION = self.screen:scaleByDPI(20)
    self.PAN_THRESHOLD = self.screen:scaleByDPI(35)
end

-- Contacts ---------------------------------------------------------------------------------------------------------

function GestureDetector:getContact(slot) return self.active_contacts[slot] end

function GestureDetector:newContact(slot)
    local contact = { slot = slot, state = "new", turns = {} }
    self.active_contacts[slot] = contact
    self.contact_count = self.contact_count + 1
    return contact
end

function GestureDetector:dropContact(contact)
    if self.active_contacts[contact.slot] ~= contact then return end
    self.active_contacts[contact.slot] = nil
    self.contact_count = self.contact_count - 1
    if self.input.clearTimeout then self.input:clearTimeout(contact.slot, "hold") end
end

function GestureDetector:dropContacts()
    for _, contact in pairs(self.active_contacts) do self:dropContact(contact) end
end

local function other(self, contact)
    for _, candidate in pairs(self.active_contacts) do
        if candidate ~= contact then return candidate end
    end
end

local function place(touch) return Geom:new{ x = touch.x, y = touch.y, w = 0, h = 0 } end

local function moved(from, to, limit)
    return math.abs(to.x - from.x) >= limit or math.abs(to.y - from.y) >= limit
end

local function gesture(name, pos, at, fields)
    local ges = { ges = name, pos = pos, time = at }
    for key, value in pairs(fields or {}) do ges[key] = value end
    return ges
end

-- One finger -------------------------------------------------------------------------------------------------------

local function beginHold(self, contact)
    self.input:setTimeout(contact.slot, "hold", function()
        if contact.state ~= "touched" or self.active_contacts[contact.slot] ~= contact then return end
        contact.state = "held"
        return gesture("hold", place(contact.now), contact.now.timev)
    end, contact.first.timev, self.ges_hold_interval)
end

local function firstTouch(self, contact, touch)
    contact.first, contact.now, contact.state = touch, touch, "touched"
    contact.corner = touch
    beginHold(self, contact)
    return gesture("touch", place(touch), touch.timev)
end

-- A change of direction that lasts long enough is a stroke of a multiswipe.
local function noteTurn(self, contact, touch)
    local direction, distance = compass.path(contact.corner, touch, true)
    if not direction or distance < self.MULTISWIPE_THRESHOLD then return end
    if contact.turns[#contact.turns] ~= direction then table.insert(contact.turns, direction) end
    contact.corner = touch
end

local function pan(contact, touch, name)
    local direction, distance = compass.path(contact.first, touch)
    local relative = { x = touch.x - contact.first.x, y = touch.y - contact.first.y }
    return gesture(name, place(touch), touch.timev, {
        direction = direction, distance = distance, relative = relative,
        relative_delayed = { x = 0, y = 0 }, distance_delayed = 0, start_pos = place(contact.first),
    })
end

local function tap(self, contact, touch)
    local slot, previous = contact.slot, self.previous_tap[contact.slot]
    local single = gesture("tap", place(contact.now), touch.timev)
    if self.input.disable_double_tap then return single end
    local close = previous and not moved(previous.pos, single.pos, self.DOUBLE_TAP_DISTANCE)
        and touch.timev - previous.time < self.ges_double_tap_interval
    if close then
        self.previous_tap[slot] = nil
        if self.input.clearTimeout then self.input:clearTimeout(slot, "double_tap") end
        return gesture("double_tap", single.pos, touch.timev)
    end
    self.previous_tap[slot] = single
    self.input:setTimeout(slot, "double_tap", function()
        if self.previous_tap[slot] ~= single then return end
        self.previous_tap[slot] = nil
        return single
    end, touch.timev, self.ges_double_tap_interval)
end

local function swipe(contact, touch)
    local direction, distance = compass.path(contact.first, contact.now)
    local several = #contact.turns > 1
    return gesture(several and "multiswipe" or "swipe", place(contact.first), touch.timev, {
        direction = direction, distance = distance, end_pos = place(contact.now),
        multiswipe_directions = several and table.concat(contact.turns, " ") or nil,
    })
end

local function lifted(self, contact, touch)
    self:dropContact(contact)
    if contact.state == "touched" then return tap(self, contact, touch) end
    if contact.state == "held" then return gesture("hold_release", place(contact.now), touch.timev) end
    if contact.state == "panning" then
        if touch.timev - contact.first.timev < self.ges_swipe_interval then return swipe(contact, touch) end
        return pan(contact, contact.now, "pan_release")
    end
end

local function onMove(self, contact, touch)
    contact.now = touch
    if contact.state == "held" then
        return moved(contact.first, touch, self.PAN_THRESHOLD) and pan(contact, touch, "hold_pan") or nil
    end
    if contact.state == "touched" and not moved(contact.first, touch, self.PAN_THRESHOLD) then return nil end
    contact.state = "panning"
    noteTurn(self, contact, touch)
    return pan(contact, touch, "pan")
end

-- Two fingers ------------------------------------------------------------------------------------------------------

local function pairName(a, b, quick)
    local way_a, far_a = compass.path(a.first, a.now)
    local way_b, far_b = compass.path(b.first, b.now)
    local before, after = place(a.first):distance(place(b.first)), place(a.now):distance(place(b.now))
    if way_a and way_a == way_b then
        return quick and "two_finger_swipe" or "two_finger_pan", way_a, (far_a + far_b) / 2
    end
    local outward = after > before
    local name = quick and (outward and "spread" or "pinch") or (outward and "outward_pan" or "inward_pan")
    return name, compass.KIND[way_a or way_b], math.abs(after - before)
end

local function pairLifted(self, contact, mate, touch)
    local middle = place(contact.first):midpoint(place(mate.first))
    local lasted = touch.timev - math.min(contact.first.timev, mate.first.timev)
    local still = not moved(contact.first, contact.now, self.TWO_FINGER_TAP_REGION)
        and not moved(mate.first, mate.now, self.TWO_FINGER_TAP_REGION)
    self:dropContact(contact)
    mate.state = "done"
    if still then
        if lasted >= self.ges_two_finger_tap_duration then
            return gesture("two_finger_hold_release", middle, touch.timev)
        end
        local span = place(contact.first):distance(place(mate.first))
        return gesture("two_finger_tap", middle, touch.timev, { span = span })
    end
    if lasted >= self.ges_swipe_interval then return gesture("two_finger_pan_release", middle, touch.timev) end
    local name, direction, distance = pairName(contact, mate, true)
    return gesture(name, middle, touch.timev, { direction = direction, distance = distance })
end

local function pairMoved(self, contact, mate, touch)
    contact.now = touch
    if not moved(contact.first, touch, self.PAN_THRESHOLD) then return nil end
    contact.state = "panning"
    local name, direction, distance = pairName(contact, mate)
    return gesture(name, place(contact.first):midpoint(place(mate.first)), touch.timev,
        { direction = direction, distance = distance })
end

-- What is fed in -----------------------------------------------------------------------------------------------------

local function feed(self, touch)
    local contact = self:getContact(touch.slot)
    if touch.id == -1 then
        if not contact or not contact.first then return nil end
        local mate = other(self, contact)
        if contact.state == "done" then
            self:dropContact(contact)
            return nil
        end
        if mate and mate.first then return pairLifted(self, contact, mate, touch) end
        return lifted(self, contact, touch)
    end
    if not (touch.x and touch.y) then return nil end
    if not contact then
        if self.contact_count >= 2 then return nil end
        return firstTouch(self, self:newContact(touch.slot), touch)
    end
    if contact.state == "done" then return nil end
    local mate = other(self, contact)
    if mate and mate.first and mate.state ~= "done" then return pairMoved(self, contact, mate, touch) end
    return onMove(self, contact, touch)
end

--- @tparam table touches those of one frame @treturn table the gestures that they complete
function GestureDetector:feedEvent(touches)
    local gestures = {}
    for _, touch in ipairs(touches) do
        local copy = {}
        for key, value in pairs(touch) do copy[key] = value end
        local ges = feed(self, copy)
        if ges then table.insert(gestures, ges) end
    end
    return gestures
end

--- Turn a gesture's place and direction from the panel's sides to the screen's.
function GestureDetector:adjustGesCoordinate(ges)
    local screen = self.screen
    local quarters = screen:getTouchRotation()
    if quarters == screen.DEVICE_ROTATED_UPRIGHT then return ges end
    local w, h = screen:getWidth(), screen:getHeight()
    for _, key in ipairs{ "pos", "end_pos", "start_pos" } do compass.turnPlace(ges[key], quarters, w, h) end
    ges.direction = compass.turn(ges.direction, quarters)
    if ges.multiswipe_directions then
        local function turned(way) return compass.turn(way, quarters) end
        ges.multiswipe_directions = ges.multiswipe_directions:gsub("%a+", turned)
    end
    return ges
end

return GestureDetector

--[[--
From touches to gestures: taps, holds, swipes, pans, and what two fingers do.

A touch is a table { slot =, id = (-1: lifted), x =, y =, timev = (fts) }. `feedEvent` takes the touches of one frame
and returns the gestures that they complete; those that need time come from the timers of `input`.
]]
-- fidelity: partial: two fingers that turn are told as pinching or spreading, and one beyond the second is not heard
local Contact = require("device/contact")
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
    LONG_HOLD_INTERVAL_S = 3,
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
    self.active_contacts, self.contact_count = self.active_contacts or {}, self.contact_count or 0
    self.previous_tap = {}
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

--- A finger that is about to come down; the one that is already there becomes its buddy, and it the other's.
function GestureDetector:newContact(slot)
    local contact = Contact:new{ ges_dec = self, slot = slot }
    for _, other in pairs(self.active_contacts) do
        if not other.buddy_contact then
            contact.buddy_contact, other.buddy_contact = other, contact
            break
        end
    end
    self.active_contacts[slot] = contact
    self.contact_count = self.contact_count + 1
    return contact
end

function GestureDetector:dropContact(contact)
    if self.active_contacts[contact.slot] ~= contact then return end
    self.active_contacts[contact.slot] = nil
    self.contact_count = self.contact_count - 1
    contact.down = false
    if contact.buddy_contact then contact.buddy_contact.buddy_contact = nil end
    self.input:clearTimeout(contact.slot, "hold")
end

function GestureDetector:dropContacts()
    for _, contact in pairs(self.active_contacts) do self:dropContact(contact) end
end

-- Drivers go on using the tables that they hand in.
local function take(contact, tev)
    local place = contact.current_tev or {}
    contact.current_tev = {
        slot = tev.slot, id = tev.id, timev = tev.timev, x = tev.x or place.x, y = tev.y or place.y,
    }
    if tev.id == -1 then
        -- A lift has no place of its own: what the slot says now may already be of the next touch.
        contact.current_tev.x, contact.current_tev.y = place.x or tev.x, place.y or tev.y
    end
    -- Panels that lose the first event of a touch would have no beginning.
    if contact.down and not contact.initial_tev then
        contact.initial_tev, contact.corner = contact.current_tev, contact.current_tev
    end
end

--- @tparam table touches those of one frame @treturn table the gestures that they complete
function GestureDetector:feedEvent(touches)
    local gestures = {}
    for _, tev in ipairs(touches) do
        local contact = self:getContact(tev.slot)
        -- A third finger is not listened to.
        if not contact and self.contact_count < 2 and tev.id ~= -1 then contact = self:newContact(tev.slot) end
        if contact then
            take(contact, tev)
            local ges = contact.state(contact)
            if ges then table.insert(gestures, ges) end
        end
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

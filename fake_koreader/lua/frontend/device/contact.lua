--[[--
One finger on the panel, from its touch to its lift (a module of ours: KOReader has it in device/gesturedetector).

`state` is the function that the next touch goes to, `initial_tev` where it all began, `current_tev` where it is now.
`ges_dec` is the detector; `buddy_contact` the other finger, while there is one.
]]
local Geom = require("ui/geometry")
local compass = require("device/compass")

local Contact = {}
Contact.__index = Contact

function Contact:new(o)
    o.state, o.strokes = o.state or Contact.initialState, {}
    return setmetatable(o, self)
end

local function place(tev) return Geom:new{ x = tev.x, y = tev.y, w = 0, h = 0 } end

local function copyOf(tev)
    return { slot = tev.slot, id = tev.id, x = tev.x, y = tev.y, timev = tev.timev }
end

local function strayed(from, to, limit)
    return math.abs(to.x - from.x) >= limit or math.abs(to.y - from.y) >= limit
end

-- A gesture of the time of the latest touch.
local function made(contact, name, pos, fields)
    local ges = fields or {}
    ges.ges, ges.pos, ges.time = name, pos, contact.current_tev.timev
    return ges
end

local function lifted(contact) return contact.current_tev.id == -1 end

local function lasted(contact) return contact.current_tev.timev - contact.initial_tev.timev end

-- The other finger, unless both have already been accounted for.
local function buddyOf(contact)
    local buddy = contact.buddy_contact
    return buddy and buddy.down and buddy.state ~= Contact.voidState and buddy or nil
end

-- Where it comes down ----------------------------------------------------------------------------------------------

--- Not touched yet.
function Contact:initialState()
    if lifted(self) then
        self.ges_dec:dropContact(self)
        return nil
    end
    local tev = self.current_tev
    if not (tev.x and tev.y) then return nil end
    self.down, self.initial_tev, self.corner = true, copyOf(tev), copyOf(tev)
    self.state = Contact.tapState
    self.ges_dec.input:setTimeout(self.slot, "hold", function() return self:heldLongEnough() end, tev.timev,
        self.ges_dec.ges_hold_interval)
    return made(self, "touch", place(tev))
end

--- The timer of the long press has run out.
function Contact:heldLongEnough()
    if not self.down or self.state ~= Contact.tapState then return nil end
    self.state = Contact.holdState
    local ges = made(self, "hold", place(self.current_tev))
    ges.time = self.initial_tev.timev + self.ges_dec.ges_hold_interval
    return ges
end

-- Still where it came down -----------------------------------------------------------------------------------------

--- A tap, unless it moves or stays.
function Contact:tapState()
    if lifted(self) then
        local buddy = buddyOf(self)
        self.ges_dec:dropContact(self)
        if buddy then return self:liftedBesides(buddy) end
        return self:tapped()
    end
    if not strayed(self.initial_tev, self.current_tev, self.ges_dec.PAN_THRESHOLD) then return nil end
    return self:panState()
end

--- Lifted where it was: a tap, or with the one before it a double tap.
function Contact:tapped()
    local detector, slot = self.ges_dec, self.slot
    local single = made(self, "tap", place(self.current_tev))
    if detector.input.disable_double_tap ~= false then return single end
    local before = detector.previous_tap[slot]
    local second = before and not strayed(before.pos, single.pos, detector.DOUBLE_TAP_DISTANCE)
        and single.time - before.time < detector.ges_double_tap_interval
    if second then
        detector.previous_tap[slot] = nil
        detector.input:clearTimeout(slot, "double_tap")
        single.ges = "double_tap"
        return single
    end
    detector.previous_tap[slot] = single
    detector.input:setTimeout(slot, "double_tap", function()
        if detector.previous_tap[slot] ~= single then return nil end
        detector.previous_tap[slot] = nil
        return single
    end, single.time, detector.ges_double_tap_interval)
end

--- Whether both fingers stayed where they came down, and not for long.
function Contact:isTwoFingerTap(buddy)
    for _, finger in ipairs{ self, buddy } do
        if not (finger.initial_tev and finger.current_tev) then return false end
        if strayed(finger.initial_tev, finger.current_tev, self.ges_dec.TWO_FINGER_TAP_REGION) then return false end
        if lasted(finger) >= self.ges_dec.ges_two_finger_tap_duration then return false end
    end
    return true
end

-- On its way -------------------------------------------------------------------------------------------------------

local function panned(contact, name)
    local from, to = contact.initial_tev, contact.current_tev
    local direction, distance = compass.path(from, to)
    return made(contact, name, place(to), {
        direction = direction, distance = distance, distance_delayed = 0, start_pos = place(from),
        relative = { x = to.x - from.x, y = to.y - from.y }, relative_delayed = { x = 0, y = 0 },
    })
end

-- A change of direction that lasts long enough is a stroke of a multiswipe.
local function noteStroke(contact)
    local direction, distance = compass.path(contact.corner, contact.current_tev, true)
    if not direction or distance < contact.ges_dec.MULTISWIPE_THRESHOLD then return end
    if contact.strokes[#contact.strokes] ~= direction then table.insert(contact.strokes, direction) end
    contact.corner = copyOf(contact.current_tev)
end

-- Beyond the last pixels a panel feels nothing: the finger is as good as lifted.
local function isAtEdge(contact)
    local tev, screen = contact.current_tev, contact.ges_dec.screen
    return tev.x <= 1 or tev.y <= 1 or tev.x >= screen:getWidth() - 2 or tev.y >= screen:getHeight() - 2
end

--- Moving.
function Contact:panState()
    local buddy = buddyOf(self)
    if lifted(self) or (self.state == Contact.panState and not buddy and isAtEdge(self)) then
        self.ges_dec:dropContact(self)
        if buddy then return self:liftedBesides(buddy) end
        if lasted(self) >= self.ges_dec.ges_swipe_interval then return panned(self, "pan_release") end
        return self:swiped()
    end
    self.state = Contact.panState
    if buddy then return self:movedWith(buddy) end
    noteStroke(self)
    return panned(self, "pan")
end

--- Lifted in time: a swipe, told at its beginning; several when it turned on its way.
function Contact:swiped()
    local direction, distance = compass.path(self.initial_tev, self.current_tev)
    local several = #self.strokes > 1
    return made(self, several and "multiswipe" or "swipe", place(self.initial_tev), {
        direction = direction, distance = distance, end_pos = place(self.current_tev),
        multiswipe_directions = several and table.concat(self.strokes, " ") or nil,
    })
end

--- Held; it may move away from there.
function Contact:holdState()
    if lifted(self) then
        self.ges_dec:dropContact(self)
        return made(self, "hold_release", place(self.current_tev))
    end
    if strayed(self.initial_tev, self.current_tev, self.ges_dec.PAN_THRESHOLD) then return panned(self, "hold_pan") end
end

--- The other finger has told it all.
function Contact:voidState()
    if lifted(self) then self.ges_dec:dropContact(self) end
end

-- Two fingers ------------------------------------------------------------------------------------------------------

local function between(a, b) return place(a.initial_tev):midpoint(place(b.initial_tev)) end

-- The name while they move and the one when they lift, the direction, the distance.
local function together(a, b)
    local way_a, far_a = compass.path(a.initial_tev, a.current_tev)
    local way_b, far_b = compass.path(b.initial_tev, b.current_tev)
    if way_a and way_a == way_b then return "two_finger_pan", "two_finger_swipe", way_a, (far_a + far_b) / 2 end
    local before = place(a.initial_tev):distance(place(b.initial_tev))
    local after = place(a.current_tev):distance(place(b.current_tev))
    local kind, change = compass.KIND[way_a or way_b], after - before
    if change > 0 then return "outward_pan", "spread", kind, change end
    return "inward_pan", "pinch", kind, -change
end

--- One of two fingers is lifted: what they did is told, and the other one has nothing more to tell.
function Contact:liftedBesides(buddy)
    buddy.state = Contact.voidState
    local middle = between(self, buddy)
    if self:isTwoFingerTap(buddy) then
        local span = place(self.initial_tev):distance(place(buddy.initial_tev))
        return made(self, "two_finger_tap", middle, { span = span })
    end
    local still = not strayed(self.initial_tev, self.current_tev, self.ges_dec.TWO_FINGER_TAP_REGION)
        and not strayed(buddy.initial_tev, buddy.current_tev, self.ges_dec.TWO_FINGER_TAP_REGION)
    if still then return made(self, "two_finger_hold_release", middle) end
    if lasted(self) >= self.ges_dec.ges_swipe_interval then return made(self, "two_finger_pan_release", middle) end
    local name, direction, distance = select(2, together(self, buddy))
    return made(self, name, middle, { direction = direction, distance = distance })
end

--- One of two fingers moves.
function Contact:movedWith(buddy)
    local told = { together(self, buddy) }
    return made(self, told[1], between(self, buddy), { direction = told[3], distance = told[4] })
end

return Contact

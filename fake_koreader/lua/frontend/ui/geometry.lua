--- Rectangles, and points as rectangles without an extent. Missing fields read 0; units are pixels.
local Geom = { x = 0, y = 0, w = 0, h = 0 }
Geom.__index = Geom

--- Make `o` itself a Geom.
function Geom:new(o)
    return setmetatable(o or {}, self)
end

local function make(x, y, w, h)
    return Geom:new{ x = x, y = y, w = w, h = h }
end

function Geom:copy()
    return make(self.x, self.y, self.w, self.h)
end

function Geom.__eq(a, b)
    return a.w == b.w and a.h == b.h and a.x == b.x and a.y == b.y
end

--- Smaller means smaller in both directions; two rectangles may be unordered.
function Geom.__lt(a, b)
    return a.h < b.h and a.w < b.w
end

function Geom.__le(a, b)
    return a.h <= b.h and a.w <= b.w
end

function Geom:__tostring()
    return string.format("%sx%s+%s+%s", tostring(self.w), tostring(self.h), tostring(self.x), tostring(self.y))
end

-- Changes in place; each returns self.

function Geom:offsetBy(dx, dy)
    self.x, self.y = self.x + dx, self.y + dy
    return self
end

function Geom:offsetTo(x, y)
    self.x, self.y = x, y
    return self
end

function Geom:changeSizeBy(dw, dh)
    self.w, self.h = self.w + dw, self.h + dh
    return self
end

function Geom:setSizeTo(other)
    self.w, self.h = other.w, other.h
    return self
end

--- Scale the size, rounded to whole pixels; `zy` defaults to `zx`.
function Geom:scaleBy(zx, zy)
    self.w = math.floor(self.w * zx + 0.5)
    self.h = math.floor(self.h * (zy or zx) + 0.5)
    return self
end

local function whole(number) return math.floor(number + 0.5) end

--- Scale the place and the size, rounded. As on a device, `y` goes by `zx` too, and nothing is returned.
function Geom:transformByScale(zx, zy)
    self.x, self.y = whole(self.x * zx), whole(self.y * zx)
    self:scaleBy(zx, zy)
end


function Geom:clear()
    self.x, self.y, self.w, self.h = 0, 0, 0, 0
    return self
end

-- Questions.

function Geom:area()
    return self.w * self.h
end

function Geom:isEmpty()
    return self.w == 0 or self.h == 0
end

function Geom:equalSize(other)
    return self.h == other.h and self.w == other.w
end

--- Whether all of `other` lies inside, edges included.
function Geom:contains(other)
    if not other then return false end
    local right, bottom = other.x + other.w, other.y + other.h
    return other.x >= self.x and other.y >= self.y and right <= self.x + self.w and bottom <= self.y + self.h
end

--- Whether the two share no area; nothing shares no area with anything.
function Geom:notIntersectWith(other)
    if not other or other.w == 0 or other.h == 0 then return true end
    local beside = other.x >= self.x + self.w or self.x >= other.x + other.w
    return beside or other.y >= self.y + self.h or self.y >= other.y + other.h
end

function Geom:intersectWith(other)
    return not self:notIntersectWith(other)
end

--- As notIntersectWith, but touching edges count as meeting.
function Geom:notOpenIntersectWith(other)
    if not other then return true end
    local beside = other.x > self.x + self.w or self.x > other.x + other.w
    return beside or other.y > self.y + self.h or self.y > other.y + other.h
end

function Geom:openIntersectWith(other)
    return not self:notOpenIntersectWith(other)
end

--- @treturn Geom the part that both have; without extent when there is none
function Geom:intersect(other)
    if not other or other:isEmpty() then return make(self.x, self.y, 0, 0) end
    local left, top = math.max(self.x, other.x), math.max(self.y, other.y)
    local right = math.min(self.x + self.w, other.x + other.w)
    local bottom = math.min(self.y + self.h, other.y + other.h)
    return make(left, top, math.max(0, right - left), math.max(0, bottom - top))
end

--- @treturn Geom the smallest rectangle around both; an empty one adds nothing
function Geom:combine(other)
    if not other or other:isEmpty() then return self:copy() end
    return Geom.boundingBox{ self, other }
end

--- The smallest rectangle around all of an array of rectangles; nil for an empty array.
function Geom.boundingBox(boxes)
    local first = boxes[1]
    if not first then return nil end
    local left, top, right, bottom = first.x, first.y, first.x + first.w, first.y + first.h
    for i = 2, #boxes do
        local box = boxes[i]
        left, top = math.min(left, box.x), math.min(top, box.y)
        right, bottom = math.max(right, box.x + box.w), math.max(bottom, box.y + box.h)
    end
    return make(left, top, right - left, bottom - top)
end

local function keepInside(self, frame)
    self.w, self.h = math.min(self.w, frame.w), math.min(self.h, frame.h)
    self.x = math.max(frame.x, math.min(self.x, frame.x + frame.w - self.w))
    self.y = math.max(frame.y, math.min(self.y, frame.y + frame.h - self.h))
end

--- Move by an offset, as far as `frame` allows; what is larger than the frame shrinks.
function Geom:offsetWithin(frame, dx, dy)
    self:offsetBy(dx, dy)
    keepInside(self, frame)
end

--- Centre on a point, as far as `frame` allows; what is larger than the frame shrinks.
function Geom:centerWithin(frame, x, y)
    self:offsetTo(x - math.min(self.w, frame.w) / 2, y - math.min(self.h, frame.h) / 2)
    keepInside(self, frame)
end

--- Move by an offset and cut off what then lies outside of `frame`.
function Geom:shrinkInside(frame, dx, dy)
    self:offsetBy(dx, dy)
    local inside = self:intersect(frame)
    self.x, self.y, self.w, self.h = inside.x, inside.y, inside.w, inside.h
end

--- Distance between the centres.
function Geom:distance(other)
    local dx = self.x + self.w / 2 - other.x - other.w / 2
    local dy = self.y + self.h / 2 - other.y - other.h / 2
    return math.sqrt(dx * dx + dy * dy)
end

--- @treturn Geom a point halfway between the two centres
function Geom:midpoint(other)
    local x = (self.x + self.w / 2 + other.x + other.w / 2) / 2
    local y = (self.y + self.h / 2 + other.y + other.h / 2) / 2
    return make(math.floor(x + 0.5), math.floor(y + 0.5), 0, 0)
end

--- @treturn Geom the middle of the rectangle, as a point
function Geom:center()
    return make(self.x + math.floor(self.w / 2 + 0.5), self.y + math.floor(self.h / 2 + 0.5), 0, 0)
end

return Geom

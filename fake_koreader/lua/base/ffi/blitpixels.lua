--- The pixels of blitbuffers (ffi/blitbuffer): reading, setting, rectangles, copying with and without transparency.
-- Memory is made when it is first asked for and begins black, as a device allocates it.
-- Layouts are KOReader's: 8 bits of grey; grey and alpha; 5-6-5; red, green, blue; red, green, blue, alpha.

local bit = require("bit")
local ffi = require("ffi")

local pixels = { methods = {} }
local methods = pixels.methods

local LARGEST = 1024 * 1024
local BB4, BB8, BB8A, RGB16, RGB24, RGB32 = 0, 1, 2, 3, 4, 5
local floor, min, max = math.floor, math.min, math.max

--- The memory of a buffer, or nil when it holds none.
function pixels.data_of(buffer)
    local memory = rawget(buffer, "memory")
    if memory ~= nil then return memory end
    if rawget(buffer, "inert") or rawget(buffer, "behind") or buffer.w * buffer.h > LARGEST then return nil end
    if buffer.w <= 0 or buffer.h <= 0 then return nil end
    memory = ffi.new("uint8_t[?]", buffer.stride * (buffer.rotation % 2 == 1 and buffer.w or buffer.h) + 1)
    rawset(buffer, "memory", memory)
    return memory
end

-- Where a place is in memory as the buffer lies there: column and row.
local function physical(buffer, x, y)
    local rotation = buffer.rotation
    if rotation == 0 then return x, y end
    if rotation == 1 then return buffer.h - 1 - y, x end
    if rotation == 2 then return buffer.w - 1 - x, buffer.h - 1 - y end
    return y, buffer.w - 1 - x
end

local function brightness(r, g, b)
    if r == g and g == b then return r end
    return floor((4897 * r + 9617 * g + 1868 * b) / 16384)
end

local readers = {
    [BB4] = function(data, row, x)
        local pair = data[row + bit.rshift(x, 1)]
        local level = (x % 2 == 0 and bit.rshift(pair, 4) or bit.band(pair, 15)) * 17
        return level, level, level, 255
    end,
    [BB8] = function(data, row, x)
        local level = data[row + x]
        return level, level, level, 255
    end,
    [BB8A] = function(data, row, x)
        local level = data[row + 2 * x]
        return level, level, level, data[row + 2 * x + 1]
    end,
    [RGB16] = function(data, row, x)
        local value = data[row + 2 * x] + 256 * data[row + 2 * x + 1]
        return floor(bit.rshift(value, 11) * 255 / 31), floor(bit.band(bit.rshift(value, 5), 63) * 255 / 63),
            floor(bit.band(value, 31) * 255 / 31), 255
    end,
    [RGB24] = function(data, row, x)
        local at = row + 3 * x
        return data[at], data[at + 1], data[at + 2], 255
    end,
    [RGB32] = function(data, row, x)
        local at = row + 4 * x
        return data[at], data[at + 1], data[at + 2], data[at + 3]
    end,
}

local writers = {
    [BB4] = function(data, row, x, r, g, b)
        local at, level = row + bit.rshift(x, 1), bit.rshift(brightness(r, g, b), 4)
        if x % 2 == 0 then
            data[at] = bit.band(data[at], 15) + level * 16
        else
            data[at] = bit.band(data[at], 240) + level
        end
    end,
    [BB8] = function(data, row, x, r, g, b)
        data[row + x] = brightness(r, g, b)
    end,
    [BB8A] = function(data, row, x, r, g, b, alpha)
        data[row + 2 * x], data[row + 2 * x + 1] = brightness(r, g, b), alpha
    end,
    [RGB16] = function(data, row, x, r, g, b)
        local value = bit.lshift(bit.rshift(r, 3), 11) + bit.lshift(bit.rshift(g, 2), 5) + bit.rshift(b, 3)
        data[row + 2 * x], data[row + 2 * x + 1] = value % 256, floor(value / 256)
    end,
    [RGB24] = function(data, row, x, r, g, b)
        local at = row + 3 * x
        data[at], data[at + 1], data[at + 2] = r, g, b
    end,
    [RGB32] = function(data, row, x, r, g, b, alpha)
        local at = row + 4 * x
        data[at], data[at + 1], data[at + 2], data[at + 3] = r, g, b, alpha
    end,
}

--- Red, green, blue and alpha at a place; nothing outside, and on a buffer without pixels.
function pixels.get(buffer, x, y)
    local behind = rawget(buffer, "behind")
    if behind then return pixels.get(behind.buffer, x + behind.x, y + behind.y) end
    local data = pixels.data_of(buffer)
    if data == nil or x < 0 or y < 0 or x >= buffer.w or y >= buffer.h then return nil end
    local column, row = physical(buffer, floor(x), floor(y))
    return readers[buffer.type](data, row * buffer.stride, column)
end

local function set(buffer, x, y, r, g, b, alpha)
    local behind = rawget(buffer, "behind")
    if behind then return set(behind.buffer, x + behind.x, y + behind.y, r, g, b, alpha) end
    local data = pixels.data_of(buffer)
    if data == nil or x < 0 or y < 0 or x >= buffer.w or y >= buffer.h then return end
    local column, row = physical(buffer, floor(x), floor(y))
    writers[buffer.type](data, row * buffer.stride, column, r, g, b, alpha or 255)
end

local function holds_nothing(buffer)
    local behind = rawget(buffer, "behind")
    if behind then return holds_nothing(behind.buffer) end
    return pixels.data_of(buffer) == nil
end

-- Calls `change(r, g, b, alpha)` for each place of a rectangle and puts what it gives.
local function each(buffer, x, y, w, h, change)
    if holds_nothing(buffer) then return end
    local right, bottom = min(floor(x + w), buffer.w), min(floor(y + h), buffer.h)
    for row = max(floor(y), 0), bottom - 1 do
        for column = max(floor(x), 0), right - 1 do
            set(buffer, column, row, change(pixels.get(buffer, column, row)))
        end
    end
end

local function parts(color)
    return color:getR(), color:getG(), color:getB(), color:getAlpha()
end

function methods:setPixel(x, y, color)
    if not holds_nothing(self) then set(self, x, y, parts(color)) end
end

methods.setPixelColor = methods.setPixel

--- A rectangle of one colour; black when none is said.
function methods:paintRect(x, y, w, h, color)
    if holds_nothing(self) then return end
    local r, g, b, alpha = 0, 0, 0, 255
    if color then r, g, b, alpha = parts(color) end
    if self.type == BB8 and self.rotation == 0 and not rawget(self, "behind") then
        local left, right = max(floor(x), 0), min(floor(x + w), self.w)
        if right <= left then return end
        local data, level = pixels.data_of(self), brightness(r, g, b)
        for row = max(floor(y), 0), min(floor(y + h), self.h) - 1 do
            ffi.fill(data + row * self.stride + left, right - left, level)
        end
        return
    end
    each(self, x, y, w, h, function() return r, g, b, alpha end)
end

methods.paintRectRGB32, methods.paintRectangle = methods.paintRect, methods.paintRect

-- Corners are not round here: they take few pixels, and nobody looks at them.
function methods:paintRoundedRect(x, y, w, h, color)
    methods.paintRect(self, x, y, w, h, color)
end

function methods:paintBorder(x, y, w, h, size, color)
    methods.paintRect(self, x, y, w, size, color)
    methods.paintRect(self, x, y + h - size, w, size, color)
    methods.paintRect(self, x, y + size, size, h - 2 * size, color)
    methods.paintRect(self, x + w - size, y + size, size, h - 2 * size, color)
end

methods.paintBorderRGB32 = methods.paintBorder

function methods:paintRoundedCorner() end

function methods:paintCircle(x, y, radius, color, width)
    if holds_nothing(self) then return end
    local outer = radius * radius
    local inner = width and width < radius and (radius - width) ^ 2 or -1
    for row = -radius, radius do
        for column = -radius, radius do
            local far = row * row + column * column
            if far <= outer and far > inner then
                local r, g, b, alpha = 0, 0, 0, 255
                if color then r, g, b, alpha = parts(color) end
                set(self, x + column, y + row, r, g, b, alpha)
            end
        end
    end
end

function methods:fill(color)
    methods.paintRect(self, 0, 0, self.w, self.h, color)
end

function methods:invertRect(x, y, w, h)
    each(self, x, y, w, h, function(r, g, b, alpha) return 255 - r, 255 - g, 255 - b, alpha end)
end

function methods:invert()
    methods.invertRect(self, 0, 0, self.w, self.h)
end

-- Mixes towards a level: `by` from 0 (as it was) to 1.
local function mix(self, x, y, w, h, by, level)
    each(self, x, y, w, h, function(r, g, b, alpha)
        return floor(r + (level - r) * by), floor(g + (level - g) * by), floor(b + (level - b) * by), alpha
    end)
end

function methods:dimRect(x, y, w, h, by) mix(self, x, y, w, h, by or 0.5, 255) end

methods.lightenRect = methods.dimRect

function methods:darkenRect(x, y, w, h, by) mix(self, x, y, w, h, by or 0.5, 0) end

function methods:multiplyRect(x, y, w, h, color)
    local red, green, blue = parts(color)
    each(self, x, y, w, h, function(r, g, b, alpha)
        return floor(r * red / 255), floor(g * green / 255), floor(b * blue / 255), alpha
    end)
end

methods.multiplyRectRGB = methods.multiplyRect

function methods:blendRect(x, y, w, h, color)
    local red, green, blue, over = parts(color)
    local part = over / 255
    each(self, x, y, w, h, function(r, g, b, alpha)
        return floor(r + (red - r) * part), floor(g + (green - g) * part), floor(b + (blue - b) * part), alpha
    end)
end

methods.blendRectRGB32 = methods.blendRect

--- Stripes: every fourth diagonal is painted.
function methods:hatchRect(x, y, w, h, stripe_width, color, alpha)
    if holds_nothing(self) then return end
    local width = max(1, floor(stripe_width or 1))
    local r, g, b = parts(color)
    for row = 0, h - 1 do
        for column = 0, w - 1 do
            if floor((row + column) / width) % 2 == 0 then set(self, x + column, y + row, r, g, b, alpha or 255) end
        end
    end
end

function methods:drawLine(x1, y1, x2, y2, width, color)
    local steps = max(math.abs(x2 - x1), math.abs(y2 - y1), 1)
    for step = 0, steps do
        methods.paintRect(self, floor(x1 + (x2 - x1) * step / steps), floor(y1 + (y2 - y1) * step / steps), width or 1,
            width or 1, color)
    end
end

--- A bar that is filled up to `percentage` (0 to 1).
function methods:progressBar(x, y, w, h, margin_w, margin_h, bar_height, border, color, percentage, fill_color)
    methods.paintBorder(self, x, y, w, h, border or 1, color)
    methods.paintRect(self, x + (margin_w or 0), y + (margin_h or 0), floor((w - 2 * (margin_w or 0)) * percentage),
        bar_height or h, fill_color or color)
end

-- Copies a part of another buffer; `put(dr, dg, db, da, sr, sg, sb, sa)` gives what is to stand there.
local function blit(self, source, dx, dy, ox, oy, w, h, put)
    if holds_nothing(self) or holds_nothing(source) then return end
    dx, dy, ox, oy = floor(dx or 0), floor(dy or 0), floor(ox or 0), floor(oy or 0)
    w, h = floor(min(w or source.w, source.w - ox)), floor(min(h or source.h, source.h - oy))
    for row = 0, h - 1 do
        for column = 0, w - 1 do
            local r, g, b, alpha = pixels.get(source, ox + column, oy + row)
            local was_r, was_g, was_b, was_alpha = pixels.get(self, dx + column, dy + row)
            if r and was_r then
                set(self, dx + column, dy + row, put(was_r, was_g, was_b, was_alpha, r, g, b, alpha))
            end
        end
    end
end

local function replace(_r, _g, _b, _alpha, r, g, b, alpha) return r, g, b, alpha end

local function over(was_r, was_g, was_b, was_alpha, r, g, b, alpha)
    local part = alpha / 255
    return floor(was_r + (r - was_r) * part + 0.5), floor(was_g + (g - was_g) * part + 0.5),
        floor(was_b + (b - was_b) * part + 0.5), was_alpha
end

function methods:blitFrom(source, dx, dy, ox, oy, w, h)
    blit(self, source, dx, dy, ox, oy, w, h, replace)
end

methods.blitFullFrom, methods.ditherblitFrom = methods.blitFrom, methods.blitFrom

function methods:alphablitFrom(source, dx, dy, ox, oy, w, h)
    blit(self, source, dx, dy, ox, oy, w, h, over)
end

for _, name in ipairs{ "ditheralphablitFrom", "pmulalphablitFrom", "ditherpmulalphablitFrom" } do
    methods[name] = methods.alphablitFrom
end

function methods:invertblitFrom(source, dx, dy, ox, oy, w, h)
    blit(self, source, dx, dy, ox, oy, w, h, function(_r, _g, _b, _alpha, r, g, b, alpha)
        return 255 - r, 255 - g, 255 - b, alpha
    end)
end

--- The source as a stencil: `intensity` (0 to 1) of its brightness is put.
function methods:addblitFrom(source, dx, dy, ox, oy, w, h, intensity)
    blit(self, source, dx, dy, ox, oy, w, h, function(was_r, was_g, was_b, was_alpha, r, g, b)
        return over(was_r, was_g, was_b, was_alpha, r, g, b, 255 * (intensity or 1))
    end)
end

--- The source as a stencil for one colour: where it is white, the colour comes through whole.
function methods:colorblitFrom(source, dx, dy, ox, oy, w, h, color)
    local red, green, blue = parts(color)
    blit(self, source, dx, dy, ox, oy, w, h, function(was_r, was_g, was_b, was_alpha, r)
        return over(was_r, was_g, was_b, was_alpha, red, green, blue, r)
    end)
end

methods.colorblitFromRGB32 = methods.colorblitFrom

--- Fills `target` with the picture of `source`, each pixel the nearest one.
function pixels.scale(source, target)
    if holds_nothing(source) or holds_nothing(target) then return end
    for row = 0, target.h - 1 do
        local from = floor(row * source.h / target.h)
        for column = 0, target.w - 1 do
            set(target, column, row, pixels.get(source, floor(column * source.w / target.w), from))
        end
    end
end

return pixels

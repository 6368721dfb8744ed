--[[--
Colours and buffers. Buffers hold real pixels (ffi/blitpixels) up to a megapixel; larger ones, and the screen's own,
have a size and a type only: whatever is painted on them is accepted and forgotten.
]]
-- fidelity: partial: pixels of small buffers; the C blitter is absent
local ffi = require("ffi")
local not_emulated = require("not_emulated")
local pixels = require("ffi/blitpixels")

local BB = {
    TYPE_BB4 = 0,
    TYPE_BB8 = 1,
    TYPE_BB8A = 2,
    TYPE_BBRGB16 = 3,
    TYPE_BBRGB24 = 4,
    TYPE_BBRGB32 = 5,
    TYPE_TO_BPP = { [0] = 4, 8, 16, 16, 24, 32 },
    has_cblitbuffer = false,
}

-- Colours --------------------------------------------------------------------------------------------------------

local Color = {}
Color.__index = Color

function Color.__eq(one, other)
    return one:getR() == other:getR() and one:getG() == other:getG() and one:getB() == other:getB()
end

function Color:getR() return self.r or self.a end
function Color:getG() return self.g or self.a end
function Color:getB() return self.b or self.a end

function Color:getAlpha() return self.alpha or 0xFF end

--- Brightness of the colour as the eye sees it.
function Color:getColor8()
    if not self.r then return self end
    return BB.Color8(math.floor((4897 * self.r + 9617 * self.g + 1868 * self.b) / 16384))
end

function Color:getColorRGB32()
    return BB.ColorRGB32(self:getR(), self:getG(), self:getB(), self:getAlpha())
end

function Color:getColor8A() return BB.Color8A(self:getColor8().a, self:getAlpha()) end

function Color:getColorRGB24()
    return BB.ColorRGB24(self:getR(), self:getG(), self:getB())
end

function Color:invert()
    if not self.r then return BB.Color8(255 - self.a) end
    return BB.ColorRGB32(255 - self.r, 255 - self.g, 255 - self.b, self:getAlpha())
end

local function color(fields)
    return setmetatable(fields, Color)
end

--- A shade from 0 (black) to 255 (white).
function BB.Color8(level) return color{ a = level } end

function BB.Color8A(level, alpha) return color{ a = level, alpha = alpha } end

function BB.ColorRGB24(r, g, b) return color{ r = r, g = g, b = b } end

function BB.ColorRGB32(r, g, b, alpha) return color{ r = r, g = g, b = b, alpha = alpha } end

--- A grey from 0 (white) to 1 (black).
function BB.gray(level) return BB.Color8(255 - math.floor(255 * level)) end

--- Whether the colour is a shade of grey by its type.
function BB.isColor8(value) return getmetatable(value) == Color and value.r == nil end

BB.COLOR_WHITE, BB.COLOR_BLACK = BB.Color8(0xFF), BB.Color8(0)
for name, level in pairs{
    GRAY_E = 0xEE, GRAY_D = 0xDD, LIGHT_GRAY = 0xCC, GRAY_B = 0xBB, GRAY = 0xAA, GRAY_9 = 0x99, DARK_GRAY = 0x88,
    GRAY_7 = 0x77, GRAY_6 = 0x66, GRAY_5 = 0x55, GRAY_4 = 0x44, GRAY_3 = 0x33, GRAY_2 = 0x22, GRAY_1 = 0x11,
} do
    BB["COLOR_" .. name] = BB.Color8(level)
end

--- The colours of highlights, as hexadecimal strings.
BB.HIGHLIGHT_COLORS = {
    red = "#FF3300", orange = "#FF8800", yellow = "#FFFF33", green = "#00AA66", olive = "#88FF77", cyan = "#00FFEE",
    blue = "#0066FF", purple = "#EE00FF",
}

--- `#rgb`, `#rrggbb`, `#rrggbbaa` or a name of HIGHLIGHT_COLORS; nil for anything else.
function BB.colorFromString(text)
    local digits = (BB.HIGHLIGHT_COLORS[text] or text):match("^#(%x+)$")
    if not digits then return nil end
    if #digits == 3 then digits = digits:gsub("%x", "%0%0") end
    if #digits ~= 6 and #digits ~= 8 then return nil end
    local parts = {}
    for pair in digits:gmatch("%x%x") do parts[#parts + 1] = tonumber(pair, 16) end
    return BB.ColorRGB32(parts[1], parts[2], parts[3], parts[4] or 0xFF)
end

--- As colorFromString, for names only.
function BB.colorFromName(name)
    local hex = BB.HIGHLIGHT_COLORS[name]
    return hex and BB.colorFromString(hex)
end

-- Buffers --------------------------------------------------------------------------------------------------------

local Buffer = {}

for name, method in pairs(pixels.methods) do
    Buffer[name] = method
end

local function inert() end

-- What concerns memory and the panel: accepted, without effect.
for _, name in ipairs{ "free", "setAllocated", "viewportBlit", "checkCoordinates" } do
    Buffer[name] = inert
end

function Buffer:getWidth() return self.w end

function Buffer:getHeight() return self.h end

function Buffer:getType() return self.type end

function Buffer:getBpp() return BB.TYPE_TO_BPP[self.type] end

function Buffer:getRotation() return self.rotation end

--- 0 upright, 1 clockwise, 2 upside down, 3 counter-clockwise: how coordinates are read from now on.
function Buffer:setRotation(mode)
    if (mode + self.rotation) % 2 == 1 then self.w, self.h = self.h, self.w end
    self.rotation = mode
end

function Buffer:rotate(degrees)
    self:setRotation((self.rotation + degrees / 90) % 4)
    return self
end

function Buffer:getInverse() return self.inverse or 0 end

function Buffer:setInverse(inverse) self.inverse = inverse end

function Buffer:isRGB() return self.type >= BB.TYPE_BBRGB16 end

local COLOR_OF = {
    [BB.TYPE_BB8A] = function(r, _g, _b, alpha) return BB.Color8A(r, alpha) end,
    [BB.TYPE_BBRGB16] = BB.ColorRGB24,
    [BB.TYPE_BBRGB24] = BB.ColorRGB24,
    [BB.TYPE_BBRGB32] = BB.ColorRGB32,
}

--- The colour at a place, in the buffer's own kind; white on a buffer without pixels.
function Buffer:getPixel(x, y)
    local r, g, b, alpha = pixels.get(self, x, y)
    if not r then return BB.COLOR_WHITE end
    local make = COLOR_OF[self.type]
    return make and make(r, g, b, alpha) or BB.Color8(r)
end

function Buffer:copy()
    local copy = BB.new(self.w, self.h, self.type)
    copy:blitFrom(self)
    return copy
end

--- A copy turned by 90, 180 or 270 degrees.
function Buffer:rotatedCopy(degrees)
    local lying = degrees % 180 ~= 0
    local copy = BB.new(lying and self.h or self.w, lying and self.w or self.h, self.type)
    copy:setRotation(degrees / 90 % 4)
    copy:blitFrom(self)
    copy:setRotation(0)
    return copy
end

--- A part of the buffer that is painted through to it.
function Buffer:viewport(x, y, w, h)
    local part = BB.new(w, h, self.type)
    part.behind = { buffer = self, x = x, y = y }
    return part
end

--- A copy of another size: each pixel is the nearest one.
function Buffer:scale(w, h)
    local scaled = BB.new(w, h, self.type)
    pixels.scale(self, scaled)
    return scaled
end

--- Writes a PNG, whatever the format asked for. @treturn bool success
function Buffer:writePNG(path)
    return require("ffi/picture").write(self, path)
end

Buffer.writeToFile, Buffer.writeJPG = Buffer.writePNG, Buffer.writePNG

local buffer_meta
buffer_meta = {
    __index = function(buffer, name)
        if name == "data" then return pixels.data_of(buffer) end
        local method = Buffer[name]
        if method == nil then not_emulated("ffi/blitbuffer", name) end
        return method
    end,
}

--- A buffer of that size (pixels). @tparam number|nil kind TYPE_BB8 by default @param data memory to use as it is
function BB.new(width, height, kind, data, stride)
    kind = kind or BB.TYPE_BB8
    local buffer = {
        w = width, h = height, type = kind, rotation = 0,
        stride = stride or math.ceil(width * BB.TYPE_TO_BPP[kind] / 8),
    }
    if data ~= nil then buffer.memory = ffi.cast("uint8_t *", data) end
    return setmetatable(buffer, buffer_meta)
end

--- A buffer of what `tostring` gave.
function BB.fromstring(width, height, kind, bytes, stride)
    local buffer = BB.new(width, height, kind, nil, stride)
    local data = pixels.data_of(buffer)
    if data ~= nil and bytes then ffi.copy(data, bytes, math.min(#bytes, buffer.stride * buffer.h)) end
    return buffer
end

--- The bytes of a buffer.
function BB.tostring(buffer)
    local data = pixels.data_of(buffer)
    return data ~= nil and ffi.string(data, buffer.stride * buffer.h) or ""
end

function BB.enableCBB() end

function BB.setUseCBB() end

return BB

--[[--
How wide text is. Widths come from one fixed table of advance widths, in thousandths of the font size, so that
layout is the same on every machine; nothing is drawn.
]]
-- fidelity: partial: widths from one fixed table; nothing is drawn
local Geom = require("ui/geometry")

local NARROW, WIDE, DIGIT, SPACE, UPPER, LOWER = 270, 830, 570, 260, 650, 530
local MONO, IDEOGRAPH = 600, 1000

local advance = {}
for byte = 0, 127 do
    local char = string.char(byte)
    local width = LOWER
    if byte < 32 or byte == 127 then width = 0
    elseif char == " " then width = SPACE
    elseif char:find("[ijlI|!'.,:;%(%)%[%]`]") then width = NARROW
    elseif char:find("[mwMW@%%]") then width = WIDE
    elseif char:find("%d") then width = DIGIT
    elseif char:find("%u") then width = UPPER
    end
    advance[byte] = width
end

local function invisible(code)
    return (code >= 0x200B and code <= 0x200F) or (code >= 0x202A and code <= 0x202E)
        or (code >= 0x2060 and code <= 0x206F) or (code >= 0x300 and code <= 0x36F)
end

local function widthOfCode(code)
    local known = advance[code]
    if known then return known end
    if invisible(code) then return 0 end
    return code >= 0x2E80 and IDEOGRAPH or LOWER
end

local function decode(char)
    local first = char:byte()
    if first < 0x80 then return first end
    local code = first % (first >= 0xF0 and 8 or first >= 0xE0 and 16 or 32)
    for i = 2, #char do code = code * 64 + char:byte(i) % 64 end
    return code
end

-- Iterates over whole characters; a stray byte counts as one.
local CHARACTER = "[%z\1-\127\192-\247][\128-\191]*"

local RenderText = {}

local function widthOfChar(face, char, bold)
    local units = face.is_mono and MONO or widthOfCode(decode(char))
    return units * face.size / 1000 * ((bold or face.is_bold) and 1.06 or 1)
end

--- Width of a text in pixels, unrounded.
function RenderText:textWidth(face, text, bold)
    local width = 0
    for char in text:gmatch(CHARACTER) do width = width + widthOfChar(face, char, bold) end
    return width
end

--- @treturn table `{ x = width, y_top = above the baseline, y_bottom = below it }`, pixels
function RenderText:sizeUtf8Text(_x, _width, face, text, _kerning, bold)
    local height, ascender = face.ftsize:getHeightAndAscender()
    return {
        x = math.ceil(self:textWidth(face, text or "", bold)),
        y_top = ascender,
        y_bottom = height - ascender,
    }
end

--- "Draw" a text. @treturn number its width in pixels
function RenderText:renderUtf8Text(_bb, _x, _baseline, face, text, _kerning, bold)
    return math.ceil(self:textWidth(face, text or "", bold))
end

--- The longest beginning of a text that fits. @treturn string
function RenderText:getSubTextByWidth(text, face, width, _kerning, bold)
    local used, bytes = 0, 0
    for char in text:gmatch(CHARACTER) do
        used = used + widthOfChar(face, char, bold)
        if used > width then break end
        bytes = bytes + #char
    end
    return text:sub(1, bytes)
end

--- The text, cut with an ellipsis if it does not fit.
function RenderText:truncateTextByWidth(text, face, max_width, _kerning, bold)
    if self:textWidth(face, text, bold) <= max_width then return text end
    local ellipsis = "…"
    return self:getSubTextByWidth(text, face, max_width - self:textWidth(face, ellipsis, bold), nil, bold) .. ellipsis
end

--- Metrics of one character. @treturn Geom
function RenderText:getGlyph(face, charcode, bold)
    local width = widthOfCode(charcode) * face.size / 1000 * (bold and 1.06 or 1)
    return { ax = math.ceil(width), l = 0, t = face.size, bb = Geom:new{ w = math.ceil(width), h = face.size } }
end

--- Metrics of a glyph by its number in the font: one of ours is numbered by its character.
function RenderText:getGlyphByIndex(face, index, bold)
    return self:getGlyph(face, index, bold)
end

return RenderText

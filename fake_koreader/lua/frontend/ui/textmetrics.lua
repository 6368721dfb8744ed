--- Widths of text from a fixed table instead of font files (a module of ours, not KOReader's).
-- Semantics only need sizes that are plausible and always the same: a share of the font size per character, by class.
--
-- All functions take a face (`ui/font`) and return whole pixels.

local util = require("util")

local TextMetrics = {}

local NARROW = " .,:;!|'`ijlI()[]{}\"-"
local WIDE = "mwMW@%&"

local shares = {}
for i = 1, #NARROW do shares[NARROW:byte(i)] = 0.3 end
for i = 1, #WIDE do shares[WIDE:byte(i)] = 0.85 end

local NORMAL, CAPITAL, FULL = 0.52, 0.66, 1

--- Share of the font size that one character takes. `char` is UTF-8.
local function share(char)
    local byte = char:byte()
    if shares[byte] then return shares[byte] end
    if byte < 0x20 then return 0 end
    if byte >= 0xE3 and #char >= 3 then return FULL end
    if byte >= 0x41 and byte <= 0x5A then return CAPITAL end
    return NORMAL
end

--- Size in pixels the face is drawn at.
function TextMetrics.faceSize(face)
    return face and (face.size or face.orig_size) or 20
end

--- Width of one UTF-8 character.
function TextMetrics.charWidth(char, face, bold)
    return math.ceil(share(char) * TextMetrics.faceSize(face) * (bold and 1.05 or 1))
end

--- Width of a text on one line.
function TextMetrics.width(text, face, bold)
    local width = 0
    for char in text:gmatch("[%z\1-\127\194-\244][\128-\191]*") do
        width = width + TextMetrics.charWidth(char, face, bold)
    end
    return width
end

--- Height of a line of text without leading.
function TextMetrics.height(face)
    return math.ceil(TextMetrics.faceSize(face) * 1.25)
end

--- Distance from the top of a line to the baseline.
function TextMetrics.baseline(face)
    return math.ceil(TextMetrics.faceSize(face))
end

--- As much of the text's beginning (or end, with `from_end`) as fits. Returns the text and whether it was cut.
function TextMetrics.fit(text, face, bold, max_width, from_end)
    if not max_width or TextMetrics.width(text, face, bold) <= max_width then return text, false end
    local chars = util.splitToChars(text)
    local used = TextMetrics.charWidth("…", face, bold)
    local first, last, step = 1, #chars, 1
    if from_end then first, last, step = #chars, 1, -1 end
    local kept = {}
    for i = first, last, step do
        used = used + TextMetrics.charWidth(chars[i], face, bold)
        if used > max_width then break end
        table.insert(kept, from_end and 1 or #kept + 1, chars[i])
    end
    local text_kept = table.concat(kept)
    return from_end and "…" .. text_kept or text_kept .. "…", true
end

--- Number of lines a text takes when it is broken between words (and inside words wider than a line).
-- Returns the number (at least 1).
function TextMetrics.lineCount(text, face, bold, width)
    local count, room, word = 1, width, 0
    local space = TextMetrics.charWidth(" ", face, bold)
    local function place()
        if word > width then
            count = count + math.floor(word / width)
            room = width - word % width
        elseif word > room then
            count = count + 1
            room = width - word
        else
            room = room - word
        end
        word = 0
    end
    for char in text:gmatch("[%z\1-\127\194-\244][\128-\191]*") do
        if char == "\n" then
            place()
            count, room = count + 1, width
        elseif char == " " then
            place()
            room = room - space
        else
            word = word + TextMetrics.charWidth(char, face, bold)
        end
    end
    place()
    return count
end

return TextMetrics

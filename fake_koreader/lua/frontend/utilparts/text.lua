--- The part of `util` about strings and UTF-8 (specs/koreader-core.md §3.1).

local text = {}

-- One character and the continuation bytes behind it; stray continuation bytes stick to what precedes them.
text.UTF8_CHAR_PATTERN = "[%z\1-\127\194-\253][\128-\191]*"

local REPLACEMENT = "\239\191\189"

function text.ltrim(s)
    return s:sub(s:find("%S") or #s + 1)
end

function text.rtrim(s)
    return s:match(".*%S") or ""
end

function text.trim(s)
    local first = s:find("%S")
    return first and s:match(".*%S", first) or ""
end

--- Iterates over the pieces between matches of `pattern`.
-- `capture` gives the separators as items too, `capture_empty` also empty pieces, except behind the last separator.
function text.gsplit(s, pattern, capture, capture_empty)
    pattern = pattern or "%s+"
    if (""):find(pattern) then
        error("the pattern " .. pattern .. " matches the empty string", 2)
    end
    local place, pending = 1, nil
    return function()
        if pending then
            local separator = pending
            pending = nil
            return separator
        end
        while place and place <= #s do
            local first, last = s:find(pattern, place)
            local piece = s:sub(place, first and first - 1)
            place = last and last + 1
            local separator = first and capture and s:sub(first, last) or nil
            if piece ~= "" or (first and capture_empty) then
                pending = separator
                return piece
            elseif separator then
                return separator
            end
        end
    end
end

function text.splitToArray(s, splitter, capture_empty)
    local pieces = {}
    for piece in text.gsplit(s, splitter, false, capture_empty) do
        pieces[#pieces + 1] = piece
    end
    return pieces
end

-- The code point of a three-byte surrogate half (CESU-8), or nil.
local function surrogate(char)
    local lead, second, third = char:byte(1, 3)
    if #char == 3 and lead == 0xED and second >= 0xA0 then
        return 0xD000 + (second - 0x80) * 64 + (third - 0x80)
    end
end

--- Characters as an array; two halves of a surrogate pair become the one character they mean.
function text.splitToChars(s)
    local chars, high = {}, nil
    for char in (s or ""):gmatch(text.UTF8_CHAR_PATTERN) do
        local half = surrogate(char)
        if high and half and half >= 0xDC00 then
            chars[#chars] = text.unicodeCodepointToUtf8(0x10000 + (high - 0xD800) * 1024 + (half - 0xDC00))
            high = nil
        else
            chars[#chars + 1] = char
            high = half and half < 0xDC00 and half or nil
        end
    end
    return chars
end

-- Blocks of ideographs, kana, hangul and their punctuation, as pairs of first and last code point.
local CJK = {
    0x1100, 0x11FF, 0x2E80, 0x2FDF, 0x2FF0, 0x30FF, 0x3100, 0x31FF, 0x3200, 0x4DBF, 0x4E00, 0x9FFF,
    0xA960, 0xA97F, 0xAC00, 0xD7FF, 0xF900, 0xFAFF, 0xFE30, 0xFE4F, 0xFF00, 0xFFEF, 0x20000, 0x2FA1F,
}

local function code_point(char)
    local lead = char:byte()
    if not lead or lead < 0xC0 then
        return lead
    end
    local code = lead < 0xE0 and lead - 0xC0 or lead < 0xF0 and lead - 0xE0 or lead - 0xF0
    for i = 2, #char do
        code = code * 64 + char:byte(i) - 0x80
    end
    return code
end

function text.isCJKChar(char)
    local code = #char >= 3 and code_point(char) or 0
    for i = 1, #CJK, 2 do
        if code >= CJK[i] and code <= CJK[i + 1] then
            return true
        end
    end
    return false
end

function text.hasCJKChar(s)
    for char in s:gmatch("[\224-\244][\128-\191]+") do
        if text.isCJKChar(char) then
            return true
        end
    end
    return false
end

--- Words and what stands between them; in a word with CJK characters every character outside ASCII is one.
function text.splitToWords(s)
    local words = {}
    for piece in text.gsplit(s, "[%s%p]+", true) do
        if text.hasCJKChar(piece) then
            for part in text.gsplit(piece, "[\192-\255][\128-\191]+", true) do
                words[#words + 1] = part
            end
        else
            words[#words + 1] = piece
        end
    end
    return words
end

local NOT_BEFORE_SPACE_BREAK, NOT_AFTER_SPACE_BREAK = ":;,.!?)]}$%=-+*/|<>»”", "([{$=-+*/|<>«“"
local NOT_AT_LINE_START = "。，、；：？！）〕］｝〉》」』】〙〗〟’”％・ー゛゜ヽヾゝゞ々…‥°′″"
local NOT_AT_LINE_END = "（〔［｛〈《「『【〘〖〝‘“"

--- Whether a line may be broken behind `char`.
function text.isSplittable(char, next_char, previous_char)
    if char == " " then
        return not (next_char and NOT_BEFORE_SPACE_BREAK:find(next_char, 1, true))
            and not (previous_char and NOT_AFTER_SPACE_BREAK:find(previous_char, 1, true))
    end
    return text.isCJKChar(char)
        and not (next_char and NOT_AT_LINE_START:find(next_char, 1, true))
        and not NOT_AT_LINE_END:find(char, 1, true)
end

function text.utf8Reverse(s)
    local chars = text.splitToChars(s)
    local reversed = {}
    for i = #chars, 1, -1 do
        reversed[#reversed + 1] = chars[i]
    end
    return table.concat(reversed)
end

function text.unicodeCodepointToUtf8(code)
    if code < 0x80 then
        return string.char(code)
    elseif code > 0x10FFFF or (code >= 0xD800 and code <= 0xDFFF) then
        return REPLACEMENT
    end
    local tail = ""
    local limit, mark = 0x40, 0xC0
    while true do
        tail = string.char(0x80 + code % 64) .. tail
        code = math.floor(code / 64)
        limit = limit / 2
        if code < limit then
            return string.char(mark + code) .. tail
        end
        mark = mark / 2 + 0x80
    end
end

-- Length of the well-formed character at `i` (Unicode table 3-7), or nil.
local function sequence_length(s, i)
    local lead, second, third, fourth = s:byte(i, i + 3)
    local function tail(byte, low, high)
        return byte and byte >= (low or 0x80) and byte <= (high or 0xBF)
    end
    if lead < 0x80 then
        return 1
    elseif lead >= 0xC2 and lead <= 0xDF then
        return tail(second) and 2
    elseif lead >= 0xE0 and lead <= 0xEF then
        return tail(second, lead == 0xE0 and 0xA0, lead == 0xED and 0x9F) and tail(third) and 3
    elseif lead >= 0xF0 and lead <= 0xF4 then
        return tail(second, lead == 0xF0 and 0x90, lead == 0xF4 and 0x8F) and tail(third) and tail(fourth) and 4
    end
end

--- Valid UTF-8: every byte that belongs to no character becomes `replacement`.
function text.fixUtf8(s, replacement)
    if not s:find("[\128-\255]") then
        return s
    end
    local pieces, i = {}, 1
    while i <= #s do
        local length = sequence_length(s, i)
        pieces[#pieces + 1] = length and s:sub(i, i + length - 1) or replacement
        i = i + (length or 1)
    end
    return table.concat(pieces)
end

--- Unicode case folding, good for comparing.
function text.stringLower(s)
    return s and require("ffi/utf8proc").lowercase(text.fixUtf8(s, "?"))
end

function text.stringStartsWith(s, prefix)
    return s:sub(1, #prefix) == prefix
end

function text.stringEndsWith(s, suffix)
    return suffix == "" or s:sub(-#suffix) == suffix
end

--- The character position of `wanted` at or behind character `start` (0: not found), and both lengths in characters.
function text.stringSearch(s, wanted, case_sensitive, start)
    if not case_sensitive then
        s, wanted = text.stringLower(s), text.stringLower(wanted)
    end
    local chars, sought = text.splitToChars(s), text.splitToChars(wanted)
    if #sought > 0 then
        for place = start or 1, #chars - #sought + 1 do
            local matched = 0
            while matched < #sought and chars[place + matched] == sought[matched + 1] do
                matched = matched + 1
            end
            if matched == #sought then
                return place, #chars, #sought
            end
        end
    end
    return 0, #chars, #sought
end

function text.lastIndexOf(s, char)
    local behind = s:match(".*" .. char .. "()")
    return behind and behind - 1 or -1
end

--- Without punctuation at both ends and without Unicode's general punctuation; gsub's count comes along.
function text.stripPunctuation(s)
    if s then
        local bare = s:gsub("\226[\128-\131][\128-\191]", "")
        bare = bare:gsub("^%p+", "")
        return bare:gsub("%p+$", "")
    end
end

--- A selection as one would type it: no blanks at either end, none around line ends, single ones inside.
function text.cleanupSelectedText(s)
    local lines = {}
    for line in (text.trim(s) .. "\n"):gmatch("(.-)\n") do
        line = text.trim(line):gsub("[ \t]+", " ")
        if line ~= "" then
            lines[#lines + 1] = line
        end
    end
    return table.concat(lines, "\n")
end

function text.shell_escape(arguments)
    local quoted = {}
    for i, argument in ipairs(arguments) do
        quoted[i] = "'" .. argument:gsub("'", "'\\''") .. "'"
    end
    return table.concat(quoted, " ")
end

--- Decimal units; a unit begins above its threshold, not at it.
function text.getFriendlySize(size, right_align)
    size = tonumber(size)
    if not size then
        return nil
    end
    local width = right_align and "%6" or "%"
    for _, unit in ipairs{ { 1e9, "GB" }, { 1e6, "MB" }, { 1e3, "kB" } } do
        if size > unit[1] then
            return (width .. ".1f %s"):format(size / unit[1], unit[2])
        end
    end
    return (width .. "d B"):format(size)
end

function text.getFormattedSize(size)
    local digits = tostring(size):reverse():gsub("(%d%d%d)", "%1,"):reverse()
    return (digits:gsub("^,", ""))
end

--- nil when `code` compiles, else "Line N: …".
function text.checkLuaSyntax(code)
    local chunk, message = loadstring(code, "=code")
    if not chunk then
        return (message:gsub("^code:(%d+):", "Line %1:"))
    end
end

function text.urlEncode(url, preserve)
    if url == nil then
        return nil
    end
    local encoded = url:gsub("\n", "\r\n"):gsub("[^%w%-._~" .. (preserve or "") .. "]", function(char)
        return ("%%%02X"):format(char:byte())
    end)
    return encoded
end

function text.urlDecode(url)
    return url and (url:gsub("%%(%x%x)", function(hex)
        return string.char(tonumber(hex, 16))
    end))
end

return text

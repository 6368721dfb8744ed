--[[--
MIME transfer encodings, as LuaSocket's `mime`. The low-level functions work on a stream: `f(a, b)` encodes what it can
of a..b and returns it with the remainder; `f(a)` (no b) encodes all of a, with padding, and returns nil for an empty
result.
]]
local bit = require("bit")
local ltn12 = require("ltn12")

local mime = { _VERSION = "MIME 1.0.3" }
local band, bor, lshift, rshift = bit.band, bit.bor, bit.lshift, bit.rshift

local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local letter_of, value_of = {}, {}
for i = 1, #ALPHABET do
    letter_of[i - 1] = ALPHABET:sub(i, i)
    value_of[ALPHABET:byte(i)] = i - 1
end

local function whole_triples(data, count)
    local pieces = {}
    for i = 1, count, 3 do
        local x, y, z = data:byte(i, i + 2)
        local n = bor(lshift(x, 16), lshift(y, 8), z)
        pieces[#pieces + 1] = letter_of[rshift(n, 18)] .. letter_of[band(rshift(n, 12), 63)]
            .. letter_of[band(rshift(n, 6), 63)] .. letter_of[band(n, 63)]
    end
    return table.concat(pieces)
end

local function padded_tail(tail)
    local x, y = tail:byte(1, 2)
    if not x then
        return ""
    elseif not y then
        return letter_of[rshift(x, 2)] .. letter_of[lshift(band(x, 3), 4)] .. "=="
    end
    return letter_of[rshift(x, 2)] .. letter_of[bor(lshift(band(x, 3), 4), rshift(y, 4))]
        .. letter_of[lshift(band(y, 15), 2)] .. "="
end

local function or_nil(text)
    if text ~= "" then
        return text
    end
end

--- Base64 without line breaks.
function mime.b64(a, b)
    if a == nil then
        return nil, nil
    end
    local data = a .. (b or "")
    local whole = #data - #data % 3
    local text = whole_triples(data, whole)
    if b then
        return text, data:sub(whole + 1)
    end
    return or_nil(text .. padded_tail(data:sub(whole + 1))), nil
end

local function decode_quad(quad)
    local w, x, y, z = quad:byte(1, 4)
    local n = bor(lshift(value_of[w], 18), lshift(value_of[x] or 0, 12), lshift(value_of[y] or 0, 6), value_of[z] or 0)
    local bytes = string.char(rshift(n, 16), band(rshift(n, 8), 255), band(n, 255))
    return bytes:sub(1, y == 61 and 1 or z == 61 and 2 or 3)
end

--- Decodes base64; anything outside its alphabet is passed over.
function mime.unb64(a, b)
    if a == nil then
        return nil, nil
    end
    local data = (a .. (b or "")):gsub("[^%w%+/=]", "")
    local whole = #data - #data % 4
    local pieces = {}
    for i = 1, whole, 4 do
        if data:byte(i) == 61 then
            break
        end
        pieces[#pieces + 1] = decode_quad(data:sub(i, i + 3))
    end
    local text = table.concat(pieces)
    if b then
        return text, data:sub(whole + 1)
    end
    return or_nil(text), nil
end

local function quote(char)
    return ("=%02X"):format(char:byte())
end

--- Quoted-printable: line breaks (CRLF) become `marker`; blanks before them are quoted.
function mime.qp(a, b, marker)
    if a == nil then
        return nil, nil
    end
    local data, rest = a .. (b or ""), ""
    if b then
        -- A blank or a CR at the end may still turn out to stand before a line break.
        local cut = data:find("[ \t]?\r?$")
        data, rest = data:sub(1, cut - 1), data:sub(cut)
    end
    local lines = {}
    for line in (data .. "\r\n"):gmatch("(.-)\r\n") do
        line = line:gsub("[^\t\32-\60\62-\126]", quote):gsub("[ \t]$", quote)
        lines[#lines + 1] = line
    end
    local text = table.concat(lines, marker or "\r\n")
    if b then
        return text, rest
    end
    return or_nil(text), nil
end

--- Decodes quoted-printable; soft line breaks vanish, what is no code stays.
function mime.unqp(a, b)
    if a == nil then
        return nil, nil
    end
    local data, rest = a .. (b or ""), ""
    if b then
        local cut = data:find("=%x?\r?$") or #data + 1
        data, rest = data:sub(1, cut - 1), data:sub(cut)
    end
    local text = data:gsub("=\r?\n", ""):gsub("=(%x%x)", function(code)
        return string.char(tonumber(code, 16))
    end)
    if b then
        return text, rest
    end
    return or_nil(text), nil
end

--- Breaks text into lines of `length`; `left` is what remains of the current line. Returns text and the new `left`.
function mime.wrp(left, text, length)
    length = length or 76
    if text == nil then
        return left < length and "\r\n" or nil, length
    end
    local out = {}
    for char in text:gmatch("[^\r]") do
        if char == "\n" then
            out[#out + 1], left = "\r\n", length
        else
            if left <= 0 then
                out[#out + 1], left = "\r\n", length
            end
            out[#out + 1], left = char, left - 1
        end
    end
    return table.concat(out), left
end

--- Breaks quoted-printable text with soft line breaks, never inside a code.
function mime.qpwrp(left, text, length)
    length = length or 76
    if text == nil then
        return left < length and "=\r\n" or nil, length
    end
    local out, position = {}, 1
    while position <= #text do
        local unit = text:match("^=%x%x", position) or text:sub(position, position)
        position = position + #unit
        if unit == "\n" then
            out[#out + 1], left = "\r\n", length
        elseif unit ~= "\r" then
            if left <= #unit then
                out[#out + 1], left = "=\r\n", length
            end
            out[#out + 1], left = unit, left - #unit
        end
    end
    return table.concat(out), left
end

--- Turns every kind of line break into `marker`. `last` is the code of the last character seen; returns text and the
-- new one.
function mime.eol(last, text, marker)
    if text == nil then
        return nil, 0
    end
    marker = marker or "\r\n"
    local out = {}
    for char in text:gmatch(".") do
        local code = char:byte()
        if code ~= 13 and code ~= 10 then
            out[#out + 1], last = char, 0
        elseif last ~= 0 and last ~= code then
            last = 0
        else
            out[#out + 1], last = marker, code
        end
    end
    return table.concat(out), last
end

--- Doubles a dot at the beginning of a line (SMTP). `state` counts how much of CRLF has been seen; returns text and the
-- new state.
function mime.dot(state, text)
    if text == nil then
        return nil, 2
    end
    local out = {}
    for char in text:gmatch(".") do
        out[#out + 1] = (char == "." and state == 2) and ".." or char
        state = char == "\r" and 1 or (char == "\n" and state == 1) and 2 or 0
    end
    return table.concat(out), state
end

local function coder(step, extra)
    local held = ""
    local ended = false
    return function(chunk)
        if chunk == nil then
            if ended then
                return nil
            end
            ended = true
            return (step(held, nil, extra))
        elseif chunk == "" then
            return ""
        end
        local text
        text, held = step(held, chunk, extra)
        return text
    end
end

local function chooser(kinds, default)
    return function(name, ...)
        local make = kinds[name or default]
        if not make then
            error("unknown key (" .. tostring(name) .. ")", 2)
        end
        return make(...)
    end
end

local function quoted(mode)
    return coder(mime.qp, mode == "binary" and "=0D=0A" or "\r\n")
end

--- Filters: `encode(kind)`, `decode(kind)`, `wrap(kind[, length])`; kinds are "base64" and "quoted-printable".
mime.encodet = { base64 = function() return coder(mime.b64) end, ["quoted-printable"] = quoted }
mime.decodet = {
    base64 = function() return coder(mime.unb64) end,
    ["quoted-printable"] = function() return coder(mime.unqp) end,
}
local function wrap_text(length)
    length = length or 76
    return ltn12.filter.cycle(mime.wrp, length, length)
end
mime.wrapt = {
    text = wrap_text,
    base64 = wrap_text,
    default = wrap_text,
    ["quoted-printable"] = function() return ltn12.filter.cycle(mime.qpwrp, 76, 76) end,
}
mime.encode = chooser(mime.encodet)
mime.decode = chooser(mime.decodet)
mime.wrap = chooser(mime.wrapt, "default")

--- A filter that makes all line breaks alike.
function mime.normalize(marker)
    return ltn12.filter.cycle(mime.eol, 0, marker)
end

--- A filter that stuffs dots.
function mime.stuff()
    return ltn12.filter.cycle(mime.dot, 2)
end

return mime

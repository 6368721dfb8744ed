--- Strict JSON to Lua values with RapidJSON's words and offsets for what is wrong (specs/koreader-core.md §5.2).

local byte, find, sub, char = string.byte, string.find, string.sub, string.char

local reader = {
    null = newproxy(false),
    ObjectMeta = { __jsontype = "object" },
    ArrayMeta = { __jsontype = "array" },
}

local ESCAPED = {
    ['"'] = '"', ["\\"] = "\\", ["/"] = "/", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t",
}
local LITERALS = { [116] = { "true", true }, [102] = { "false", false }, [110] = { "null", reader.null } }

-- Errors travel as tables: what is wrong and the zero-based offset where.
local function fail(what, position)
    error({ what = what, offset = position - 1 }, 0)
end

local function skip(text, position)
    return find(text, "[^ \t\r\n]", position) or #text + 1
end

local function utf8(code)
    if code < 0x80 then
        return char(code)
    elseif code < 0x800 then
        return char(0xC0 + math.floor(code / 64), 0x80 + code % 64)
    elseif code < 0x10000 then
        return char(0xE0 + math.floor(code / 4096), 0x80 + math.floor(code / 64) % 64, 0x80 + code % 64)
    end
    return char(0xF0 + math.floor(code / 262144), 0x80 + math.floor(code / 4096) % 64,
        0x80 + math.floor(code / 64) % 64, 0x80 + code % 64)
end

local function read_unicode(text, escape)
    local hex = text:match("^%x%x%x%x", escape + 2)
    if not hex then
        fail("Incorrect hex digit after \\u escape in string.", escape)
    end
    local code = tonumber(hex, 16)
    if code < 0xD800 or code > 0xDFFF then
        return utf8(code), escape + 6
    end
    local low = text:match("^\\u(%x%x%x%x)", escape + 6)
    low = low and tonumber(low, 16)
    if code > 0xDBFF or not low or low < 0xDC00 or low > 0xDFFF then
        fail("The surrogate pair in string is invalid.", escape)
    end
    return utf8(0x10000 + (code - 0xD800) * 1024 + low - 0xDC00), escape + 12
end

local function read_string(text, position)
    local pieces, start = nil, position + 1
    while true do
        local stop = find(text, '[%z\1-\31"\\]', start)
        local letter = stop and byte(text, stop)
        if not stop or letter == 0 then
            fail("Missing a closing quotation mark in string.", stop or #text + 1)
        elseif letter == 34 then
            local last = sub(text, start, stop - 1)
            return pieces and table.concat(pieces) .. last or last, stop + 1
        elseif letter ~= 92 then
            fail("Invalid encoding in string.", stop)
        end
        pieces = pieces or {}
        pieces[#pieces + 1] = sub(text, start, stop - 1)
        local escaped = sub(text, stop + 1, stop + 1)
        if escaped == "u" then
            pieces[#pieces + 1], start = read_unicode(text, stop)
        elseif ESCAPED[escaped] then
            pieces[#pieces + 1], start = ESCAPED[escaped], stop + 2
        else
            fail("Invalid escape character in string.", stop)
        end
    end
end

local function read_number(text, position)
    local _, last = find(text, "^-?0", position)
    if not last then
        _, last = find(text, "^-?%d+", position)
    end
    if not last then
        fail("Invalid value.", position + 1)
    end
    local next_letter = sub(text, last + 1, last + 1)
    if next_letter == "." then
        local _, fraction = find(text, "^%d+", last + 2)
        if not fraction then
            fail("Miss fraction part in number.", last + 2)
        end
        last = fraction
        next_letter = sub(text, last + 1, last + 1)
    end
    if next_letter == "e" or next_letter == "E" then
        local _, sign = find(text, "^[+-]?", last + 2)
        local _, exponent = find(text, "^%d+", sign + 1)
        if not exponent then
            fail("Miss exponent in number.", sign + 1)
        end
        last = exponent
    end
    local number = tonumber(sub(text, position, last))
    if number == math.huge or number == -math.huge then
        fail("Number too big to be stored in double.", position)
    end
    return number, last + 1
end

local function read_literal(text, position, literal)
    local word = literal[1]
    for i = 2, #word do
        if byte(text, position + i - 1) ~= byte(word, i) then
            fail("Invalid value.", position + i - 1)
        end
    end
    return literal[2], position + #word
end

local read_value

local function read_array(text, position)
    local array, length = setmetatable({}, reader.ArrayMeta), 0
    position = skip(text, position + 1)
    if byte(text, position) == 93 then
        return array, position + 1
    end
    while true do
        length = length + 1
        array[length], position = read_value(text, position)
        position = skip(text, position)
        local letter = byte(text, position)
        if letter == 93 then
            return array, position + 1
        elseif letter ~= 44 then
            fail("Missing a comma or ']' after an array element.", position)
        end
        position = skip(text, position + 1)
    end
end

local function read_object(text, position)
    local object = setmetatable({}, reader.ObjectMeta)
    position = skip(text, position + 1)
    if byte(text, position) == 125 then
        return object, position + 1
    end
    while true do
        if byte(text, position) ~= 34 then
            fail("Missing a name for object member.", position)
        end
        local name
        name, position = read_string(text, position)
        position = skip(text, position)
        if byte(text, position) ~= 58 then
            fail("Missing a colon after a name of object member.", position)
        end
        object[name], position = read_value(text, skip(text, position + 1))
        position = skip(text, position)
        local letter = byte(text, position)
        if letter == 125 then
            return object, position + 1
        elseif letter ~= 44 then
            fail("Missing a comma or '}' after an object member.", position)
        end
        position = skip(text, position + 1)
    end
end

function read_value(text, position)
    local letter = byte(text, position)
    if letter == 123 then
        return read_object(text, position)
    elseif letter == 91 then
        return read_array(text, position)
    elseif letter == 34 then
        return read_string(text, position)
    elseif letter == 45 or (letter and letter >= 48 and letter <= 57) then
        return read_number(text, position)
    elseif LITERALS[letter or 0] then
        return read_literal(text, position, LITERALS[letter])
    end
    fail("Invalid value.", position)
end

local function read_document(text)
    local position = skip(text, 1)
    if position > #text then
        fail("The document is empty.", position)
    end
    local value
    value, position = read_value(text, position)
    position = skip(text, position)
    if position <= #text then
        fail("The document root must not be followed by other values.", position)
    end
    return value
end

--- The value, or nil and "message (offset)"; `ahead` bytes are added to the offset, up to the end.
function reader.read(text, ahead)
    local ok, result = pcall(read_document, text)
    if ok then
        return result
    elseif type(result) ~= "table" then
        error(result, 0)
    end
    return nil, ("%s (%d)"):format(result.what, math.min(result.offset + (ahead or 0), math.max(#text, result.offset)))
end

return reader

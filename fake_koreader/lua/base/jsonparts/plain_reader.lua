--- JSON text to Lua values with dkjson's results: value and next position, or nil, position and message.

local byte, find, sub, char = string.byte, string.find, string.sub, string.char

local reader = {}

local ESCAPED = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }
local WORDS = { ["true"] = true, ["false"] = false }

local function fail(message, position)
    error({ message = message, position = position }, 0)
end

local function location(text, position)
    local line, start = 1, 1
    while true do
        local newline = find(text, "\n", start, true)
        if not newline or newline >= position then
            return ("line %d, column %d"):format(line, position - start + 1)
        end
        line, start = line + 1, newline + 1
    end
end

-- Behind blanks, comments and a byte order mark.
local function skip(text, position)
    while true do
        position = find(text, "%S", position)
        if not position then
            return nil
        end
        local two = sub(text, position, position + 1)
        if sub(text, position, position + 2) == "\239\187\191" then
            position = position + 3
        elseif two == "//" then
            position = find(text, "[\n\r]", position + 2)
        elseif two == "/*" then
            local _, last = find(text, "*/", position + 2, true)
            position = last and last + 1
        else
            return position
        end
        if not position then
            return nil
        end
    end
end

local function code_point(text, position)
    local hex = text:match("^%x%x%x%x", position + 2)
    local code = hex and tonumber(hex, 16)
    if not code then
        return sub(text, position + 1, position + 1), position + 2
    end
    local behind = position + 6
    local low = code >= 0xD800 and code <= 0xDBFF and text:match("^\\u([dD][c-fC-F]%x%x)", behind)
    if low then
        code, behind = 0x10000 + (code - 0xD800) * 1024 + tonumber(low, 16) - 0xDC00, behind + 6
    end
    if code < 0x80 then
        return char(code), behind
    elseif code < 0x800 then
        return char(0xC0 + math.floor(code / 64), 0x80 + code % 64), behind
    end
    local tail = char(0x80 + math.floor(code / 64) % 64, 0x80 + code % 64)
    if code < 0x10000 then
        return char(0xE0 + math.floor(code / 4096)) .. tail, behind
    end
    return char(0xF0 + math.floor(code / 262144), 0x80 + math.floor(code / 4096) % 64) .. tail, behind
end

local function read_string(text, position)
    local pieces, at = {}, position + 1
    while true do
        local stop = find(text, '["\\]', at)
        if not stop then
            fail("unterminated string at " .. location(text, position), position)
        end
        pieces[#pieces + 1] = sub(text, at, stop - 1)
        if byte(text, stop) == 34 then
            return table.concat(pieces), stop + 1
        end
        local letter = sub(text, stop + 1, stop + 1)
        if letter == "u" then
            pieces[#pieces + 1], at = code_point(text, stop)
        else
            pieces[#pieces + 1], at = ESCAPED[letter] or letter, stop + 2
        end
    end
end

local read_value

local function read_members(text, position, options, close, is_object)
    local meta = is_object and options.object_meta or not is_object and options.array_meta or nil
    local t, count, start = meta and setmetatable({}, meta) or {}, 0, position
    local what = is_object and "object" or "array"
    position = position + 1
    while true do
        position = position and skip(text, position)
        if not position then
            fail("unterminated " .. what .. " at " .. location(text, start), start)
        elseif sub(text, position, position) == close then
            return t, position + 1
        end
        local first, second
        first, position = read_value(text, position, options)
        position = skip(text, position)
        if position and is_object and sub(text, position, position) == ":" then
            second, position = read_value(text, position + 1, options)
            if first == nil then
                fail("cannot use nil as table index (at " .. location(text, start) .. ")", start)
            end
            t[first] = second
            position = skip(text, position)
        else
            count = count + 1
            t[count] = first
        end
        if position and sub(text, position, position) == "," then
            position = position + 1
        end
    end
end

function read_value(text, position, options)
    position = skip(text, position)
    if not position then
        fail("no valid JSON value (reached the end)", #text + 1)
    end
    local letter = sub(text, position, position)
    if letter == "{" then
        return read_members(text, position, options, "}", true)
    elseif letter == "[" then
        return read_members(text, position, options, "]", false)
    elseif letter == '"' then
        return read_string(text, position)
    end
    local number = text:match("^-?%d[%d.]*[eE]?[+-]?%d*", position)
    if number and tonumber(number) then
        return tonumber(number), position + #number
    end
    local word = text:match("^[%a][%w_]*", position)
    if word and WORDS[word] ~= nil then
        return WORDS[word], position + #word
    elseif word == "null" then
        return options.null, position + #word
    end
    fail("no valid JSON value at " .. location(text, position), position)
end

function reader.read(text, position, options)
    local ok, value, behind = pcall(read_value, text, position, options)
    if ok then
        return value, behind
    elseif type(value) ~= "table" then
        error(value, 0)
    end
    return nil, value.position, value.message
end

return reader

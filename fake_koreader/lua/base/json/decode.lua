--- JSON text to Lua values as luajson reads it (specs/koreader-core.md §5.1): lenient unless asked to be strict.

local util = require("json.util")

local byte, find, sub, char = string.byte, string.find, string.sub, string.char

local MODES = {
    default = {},
    simple = { others = { null = false, undefined = false } },
    strict = {
        strict = true,
        array = { trailingComma = false },
        object = { trailingComma = false, number = false, identifier = false },
        number = { nan = false, inf = false },
        others = { allowUndefined = false },
        strings = { strict_quotes = true },
    },
}

local ESCAPED = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t", v = "\v" }
local ABSENT = {}

local function place_of(state, position)
    local line, start = 0, 1
    while true do
        local newline = find(state.text, "\n", start, true)
        if not newline or newline >= position then
            break
        end
        line, start = line + 1, newline + 1
    end
    local stop = find(state.text, "\n", position, true) or #state.text + 1
    return ("@ character: %d %d:%d [%s] line:\n%s"):format(position, line, position - start + 1,
        sub(state.text, position, position), sub(state.text, start, stop - 1))
end

local function unexpected(state, position)
    error("unexpected character " .. place_of(state, position), 0)
end

local function misplaced(state, what, position)
    error(what .. " " .. place_of(state, position), 0)
end

-- The position of the next byte that is neither blank nor comment.
local function skip(state, position)
    local text = state.text
    while true do
        position = find(text, "[^%s]", position)
        if not position then
            return #text + 1
        elseif byte(text, position) ~= 47 then
            return position
        end
        local follows = byte(text, position + 1)
        local _, last
        if follows == 47 then
            _, last = find(text, "\n", position, true)
            last = last or #text
        elseif follows == 42 then
            _, last = find(text, "*/", position + 2, true)
        end
        if not last then
            unexpected(state, position)
        end
        position = last + 1
    end
end

-- One 16-bit unit as UTF-8: halves of a surrogate pair become three bytes each, as luajson leaves them.
local function unit(hex)
    local code = tonumber(hex, 16)
    if code < 0x80 then
        return char(code)
    elseif code < 0x800 then
        return char(0xC0 + math.floor(code / 64), 0x80 + code % 64)
    end
    return char(0xE0 + math.floor(code / 4096), 0x80 + math.floor(code / 64) % 64, 0x80 + code % 64)
end

local function read_string(state, position)
    local text = state.text
    local quote = sub(text, position, position)
    local special = quote == '"' and '["\\]' or "['\\]"
    local pieces, start = nil, position + 1
    while true do
        local stop = find(text, special, start)
        if not stop then
            unexpected(state, position)
        elseif byte(text, stop) ~= 92 then
            local last = sub(text, start, stop - 1)
            return pieces and table.concat(pieces) .. last or last, stop + 1
        end
        pieces = pieces or {}
        pieces[#pieces + 1] = sub(text, start, stop - 1)
        local letter = sub(text, stop + 1, stop + 1)
        local hex = letter == "u" and text:match("^%x%x%x%x", stop + 2)
        if letter == "" or (letter == "u" and not hex) then
            unexpected(state, position)
        end
        pieces[#pieces + 1] = hex and unit(hex) or ESCAPED[letter] or letter
        start = stop + (hex and 6 or 2)
    end
end

local function read_number(state, position)
    local text = state.text
    local _, last = find(text, "^-?%d+", position)
    if find(text, "^-?0%d", position) then
        misplaced(state, "a number cannot begin with 0", position)
    end
    local _, fraction = find(text, "^%.%d+", last + 1)
    last = fraction or last
    local _, exponent = find(text, "^[eE][+-]?%d+", last + 1)
    last = exponent or last
    return tonumber(sub(text, position, last)), last + 1
end

local WORDS = { ["true"] = true, ["false"] = false }
local NUMBER_WORDS = { NaN = 0 / 0, Infinity = math.huge, ["-Infinity"] = -math.huge }

local function read_word(state, position)
    local word = state.text:match("^-?[%a_$][%w_$]*", position)
    local behind = word and position + #word
    if word and WORDS[word] ~= nil then
        return WORDS[word], behind
    elseif word == "null" then
        return state.null, behind
    elseif word == "undefined" and state.undefined_allowed then
        return state.undefined, behind
    elseif word and NUMBER_WORDS[word] and state.number_words then
        return NUMBER_WORDS[word], behind
    end
    unexpected(state, position)
end

local read_value

-- "]" and "}" close whatever is open: luajson does not look which.
local function closes(letter)
    return letter == 93 or letter == 125
end

local function read_array(state, position)
    local array, length, holes = {}, 0, false
    position = skip(state, position + 1)
    while not closes(byte(state.text, position)) do
        local value
        value, position = read_value(state, position)
        length = length + 1
        if value == ABSENT then
            holes = true
        else
            array[length] = value
        end
        position = skip(state, position)
        local letter = byte(state.text, position)
        if letter == 44 then
            position = skip(state, position + 1)
            if closes(byte(state.text, position)) and not state.array_trailing then
                misplaced(state, "a value is missing", position)
            end
        elseif not closes(letter) then
            if not letter then
                error("Unclosed elements present", 0)
            end
            misplaced(state, "a comma is missing", position)
        end
    end
    if holes then
        array.n = length
    end
    return util.InitArray(array), position + 1
end

local function read_key(state, position)
    local letter = byte(state.text, position)
    if letter == 34 or (letter == 39 and not state.strict) then
        return read_string(state, position)
    end
    local word = state.identifiers and state.text:match("^[%a_$][%w_$]*", position)
    if word then
        return word, position + #word
    elseif state.number_keys and find(state.text, "^-?%d", position) then
        return read_number(state, position)
    elseif not letter then
        error("Unclosed elements present", 0)
    end
    misplaced(state, "a key is missing", position)
end

local function read_object(state, position)
    local object = {}
    position = skip(state, position + 1)
    while not closes(byte(state.text, position)) do
        local key, value
        key, position = read_key(state, position)
        position = skip(state, position)
        local letter = byte(state.text, position)
        if letter ~= 58 then
            if not letter then
                error("Unclosed elements present", 0)
            end
            misplaced(state, "a colon is missing", position)
        end
        value, position = read_value(state, skip(state, position + 1))
        if value ~= ABSENT then
            object[key] = value
        end
        position = skip(state, position)
        letter = byte(state.text, position)
        if letter == 44 then
            position = skip(state, position + 1)
            if closes(byte(state.text, position)) and not state.object_trailing then
                misplaced(state, "a key is missing", position)
            end
        elseif not closes(letter) then
            if not letter then
                error("Unclosed elements present", 0)
            end
            misplaced(state, "a comma is missing", position)
        end
    end
    return object, position + 1
end

function read_value(state, position)
    local letter = byte(state.text, position)
    if letter == 123 then
        return read_object(state, position)
    elseif letter == 91 then
        return read_array(state, position)
    elseif letter == 34 or (letter == 39 and not state.strict) then
        return read_string(state, position)
    elseif not letter then
        error("Unclosed elements present", 0)
    elseif letter == 44 or letter == 58 or closes(letter) then
        misplaced(state, "a value is missing", position)
    elseif find(state.text, "^-?%d", position) then
        return read_number(state, position)
    end
    return read_word(state, position)
end

-- Several root values are fine: the last one is the result.
local function read_roots(state)
    local result
    local position = skip(state, 1)
    while position <= #state.text do
        local start = position
        result, position = read_value(state, position)
        if state.strict and type(result) ~= "table" then
            misplaced(state, "the root must be an object or an array", start)
        end
        position = skip(state, position)
    end
    if result == ABSENT then
        return nil
    end
    return result
end

local function choice(options, group, name, otherwise)
    local of_group = options[group]
    if type(of_group) == "table" and of_group[name] ~= nil then
        return of_group[name]
    end
    return otherwise
end

-- What a false or missing sentinel stands for: nothing at all.
local function sentinel(options, name)
    local others = type(options.others) == "table" and options.others or {}
    if others[name] == nil then
        return util[name]
    end
    return others[name] or ABSENT
end

local function state_for(text, options)
    return {
        text = text,
        strict = options.strict or choice(options, "strings", "strict_quotes", false),
        null = sentinel(options, "null"),
        undefined = sentinel(options, "undefined"),
        undefined_allowed = choice(options, "others", "allowUndefined", true),
        number_words = choice(options, "number", "nan", true),
        array_trailing = choice(options, "array", "trailingComma", true),
        object_trailing = choice(options, "object", "trailingComma", true),
        number_keys = choice(options, "object", "number", true),
        identifiers = choice(options, "object", "identifier", true),
    }
end

--- Decodes a text. `mode` is one of `decode.default`, `.simple`, `.strict`, true for strict, or a table of options;
-- with `nothrow` an error is `nil, message`.
local function decode(text, mode)
    if type(text) == "number" then
        text = tostring(text)
    elseif type(text) ~= "string" then
        error("a string is wanted for decoding, not a " .. type(text), 2)
    end
    local options = mode == true and MODES.strict or type(mode) == "table" and mode or MODES.default
    local ok, result = pcall(read_roots, state_for(text, options))
    if ok then
        return result
    elseif options.nothrow then
        return nil, result
    end
    error(result, 0)
end

local module = {
    default = MODES.default,
    simple = MODES.simple,
    strict = MODES.strict,
    decode = decode,
}

--- A function that decodes with fixed options.
function module.getDecoder(mode)
    return function(text)
        return decode(text, mode)
    end
end

return setmetatable(module, {
    __call = function(_, text, mode)
        return decode(text, mode)
    end,
})

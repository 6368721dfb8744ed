--- lua-rapidjson's interface (specs/koreader-core.md §5.2): strict on input, exact numbers on output.

local parse = require("jsonparts.rapid_reader")

local rapidjson = {
    _NAME = "rapidjson",
    null = parse.null,
}

local ESCAPES = {
    ['"'] = '\\"', ["\\"] = "\\\\",
    ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t",
}
local FAILURE = "error while encoding"
local INDENT = "    "

local write

local function quote(text)
    return '"' .. text:gsub('[%z\1-\31"\\]', function(char)
        return ESCAPES[char] or ("\\u%04X"):format(char:byte())
    end) .. '"'
end

-- The shortest digits that read back as the same double, laid out as RapidJSON does.
local function double_text(number)
    local digits
    for precision = 15, 17 do
        digits = ("%." .. precision - 1 .. "e"):format(number)
        if tonumber(digits) == number then
            break
        end
    end
    local sign, lead, rest, exponent = digits:match("^(-?)(%d)%.?(%d*)e([+-]%d+)$")
    local mantissa = (lead .. rest):gsub("0+$", "")
    exponent = tonumber(exponent)
    if exponent >= 0 and exponent < 21 then
        mantissa = mantissa .. ("0"):rep(exponent + 1 - #mantissa)
        local fraction = mantissa:sub(exponent + 2)
        return sign .. mantissa:sub(1, exponent + 1) .. "." .. (fraction == "" and "0" or fraction)
    elseif exponent < 0 and exponent > -7 then
        return sign .. "0." .. ("0"):rep(-exponent - 1) .. mantissa
    end
    local point = #mantissa > 1 and "." .. mantissa:sub(2) or ""
    return ("%s%s%se%d"):format(sign, mantissa:sub(1, 1), point, exponent)
end

local function number_text(number)
    if number ~= number or number == math.huge or number == -math.huge then
        error(FAILURE, 0)
    elseif number == 0 then
        return "0"
    elseif number % 1 == 0 and number >= -2 ^ 63 and number < 2 ^ 63 then
        return ("%.0f"):format(number)
    end
    return double_text(number)
end

local function is_array(t, state)
    local meta = getmetatable(t)
    local kind = type(meta) == "table" and meta.__jsontype
    if kind == "array" or kind == "object" then
        return kind == "array"
    end
    return #t > 0 or (state.empty_table_as_array and next(t) == nil)
end

local function break_line(out, depth, state)
    if state.pretty then
        out[#out + 1] = "\n" .. INDENT:rep(depth)
    end
end

local function write_array(t, out, depth, state)
    out[#out + 1] = "["
    for i = 1, #t do
        out[#out + 1] = i > 1 and "," or nil
        break_line(out, depth, state)
        write(t[i] == nil and rapidjson.null or t[i], out, depth, state)
    end
    if #t > 0 then
        break_line(out, depth - 1, state)
    end
    out[#out + 1] = "]"
end

local function write_object(t, out, depth, state)
    local keys = {}
    for key in pairs(t) do
        if type(key) == "string" then
            keys[#keys + 1] = key
        end
    end
    if state.sort_keys then
        table.sort(keys)
    end
    out[#out + 1] = "{"
    for i, key in ipairs(keys) do
        out[#out + 1] = i > 1 and "," or nil
        break_line(out, depth, state)
        out[#out + 1] = quote(key) .. (state.pretty and ": " or ":")
        write(t[key], out, depth, state)
    end
    if #keys > 0 then
        break_line(out, depth - 1, state)
    end
    out[#out + 1] = "}"
end

function write(value, out, depth, state)
    local kind = type(value)
    if kind == "table" then
        if depth >= state.max_depth then
            error(FAILURE, 0)
        end
        (is_array(value, state) and write_array or write_object)(value, out, depth + 1, state)
    elseif kind == "string" then
        out[#out + 1] = quote(value)
    elseif kind == "number" then
        out[#out + 1] = number_text(value)
    elseif kind == "boolean" then
        out[#out + 1] = tostring(value)
    elseif value == nil or value == rapidjson.null then
        out[#out + 1] = "null"
    else
        error(FAILURE, 0)
    end
end

--- Options: pretty, sort_keys, empty_table_as_array, max_depth (128). What cannot be encoded raises.
function rapidjson.encode(value, options)
    options = options or {}
    local out = {}
    write(value, out, 0, {
        pretty = options.pretty,
        sort_keys = options.sort_keys,
        empty_table_as_array = options.empty_table_as_array,
        max_depth = options.max_depth or 128,
    })
    return table.concat(out)
end

--- The value, or nil and "message (offset)".
function rapidjson.decode(text)
    if type(text) ~= "string" then
        error("bad argument #1 to 'decode' (string expected, got " .. type(text) .. ")", 2)
    end
    return parse.read(text)
end

local function content(path)
    local file = io.open(path, "rb")
    if not file then
        error("error when opening file: " .. tostring(path), 3)
    end
    local text = file:read("*a")
    file:close()
    return text
end

--- Like decode, from a file; offsets count the byte that a stream has read ahead.
function rapidjson.load(path)
    return parse.read(content(path), 1)
end

local CALIBRE_FIELDS = {
    "uuid", "lpath", "last_modified", "size", "title", "authors", "tags", "series", "series_index",
}

--- A calibre catalogue with only the fields that KOReader needs.
function rapidjson.load_calibre(path)
    local books, message = parse.read(content(path), 1)
    if books == nil then
        return nil, message
    end
    local slim = rapidjson.array({})
    for i, book in ipairs(books) do
        slim[i] = rapidjson.object({})
        for _, field in ipairs(CALIBRE_FIELDS) do
            slim[i][field] = book[field]
        end
    end
    return slim
end

--- Writes the encoded value into a file; returns nothing, raises when it cannot be opened.
function rapidjson.dump(value, path, options)
    local text = rapidjson.encode(value, options)
    local file = io.open(path, "wb")
    if not file then
        error("error when opening file: " .. tostring(path), 2)
    end
    file:write(text)
    file:close()
end

function rapidjson.object(t)
    return setmetatable(t or {}, parse.ObjectMeta)
end

function rapidjson.array(t)
    return setmetatable(t or {}, parse.ArrayMeta)
end

for _, class in ipairs{ "Document", "SchemaDocument", "SchemaValidator" } do
    rapidjson[class] = function()
        require("not_emulated")("rapidjson", class)
    end
end

return rapidjson

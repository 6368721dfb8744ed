--- dkjson's interface (specs/koreader-core.md §5.2): errors as results, null as nothing, empty tables as arrays.

local reader = require("jsonparts.plain_reader")

local dkjson = {
    version = "dkjson 2.10",
    null = setmetatable({}, { __tojson = function() return "null" end }),
}

local ESCAPES = {
    ['"'] = '\\"', ["\\"] = "\\\\",
    ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t",
}

local function escape(char)
    return ESCAPES[char] or ("\\u%04x"):format(char:byte())
end

function dkjson.quotestring(text)
    return '"' .. text:gsub('[%z\1-\31"\\\127]', escape) .. '"'
end

local function number_text(number)
    if number ~= number or number == math.huge or number == -math.huge then
        return "null"
    elseif number % 1 == 0 and math.abs(number) < 2 ^ 53 then
        return ("%.0f"):format(number)
    end
    return ("%.14g"):format(number)
end

-- The length of what is to be an array, or nil.
local function array_length(t)
    local highest, count, given = 0, 0, 0
    for key, value in pairs(t) do
        if key == "n" and type(value) == "number" then
            given = value
        elseif type(key) ~= "number" or key < 1 or key % 1 ~= 0 then
            return nil
        else
            highest, count = math.max(highest, key), count + 1
        end
    end
    highest = math.max(highest, given)
    if highest > 10 and highest > given and highest > count * 2 then
        return nil
    end
    return highest
end

local function ordered_keys(t, order)
    local keys, used = {}, {}
    for _, key in ipairs(order or {}) do
        if t[key] ~= nil then
            keys[#keys + 1], used[key] = key, true
        end
    end
    for key in pairs(t) do
        if not used[key] then
            keys[#keys + 1] = key
        end
    end
    return keys
end

local write

local function new_line(out, state, depth)
    if state.indent then
        out[#out + 1] = "\n" .. ("  "):rep(depth)
    end
end

local function write_table(t, out, state, depth)
    local meta = getmetatable(t)
    local kind = type(meta) == "table" and meta.__jsontype
    local length = kind ~= "object" and array_length(t) or nil
    if length == 0 and kind ~= "array" and next(t) ~= nil then
        length = nil
    end
    local keys = not length and ordered_keys(t, type(meta) == "table" and meta.__jsonorder or state.keyorder) or {}
    out[#out + 1] = length and "[" or "{"
    for i = 1, length or #keys do
        if i > 1 then
            out[#out + 1] = ","
        end
        new_line(out, state, depth + 1)
        local key = i
        if not length then
            key = keys[i]
            if type(key) ~= "string" and type(key) ~= "number" then
                error("type '" .. type(key) .. "' is not supported as a key by JSON.", 0)
            end
            local name = type(key) == "number" and number_text(key) or key
            out[#out + 1] = dkjson.quotestring(name) .. (state.indent and ": " or ":")
        end
        write(t[key], out, state, depth + 1)
    end
    if (length or #keys) > 0 then
        new_line(out, state, depth)
    end
    out[#out + 1] = length and "]" or "}"
end

function write(value, out, state, depth)
    local kind = type(value)
    local meta = kind == "table" and getmetatable(value)
    if type(meta) == "table" and meta.__tojson then
        out[#out + 1] = meta.__tojson(value, state)
    elseif kind == "table" then
        if state.inside[value] then
            error("reference cycle", 0)
        end
        state.inside[value] = true
        write_table(value, out, state, depth)
        state.inside[value] = nil
    elseif kind == "string" then
        out[#out + 1] = dkjson.quotestring(value)
    elseif kind == "number" then
        out[#out + 1] = number_text(value)
    elseif kind == "boolean" then
        out[#out + 1] = tostring(value)
    elseif kind == "nil" then
        out[#out + 1] = "null"
    elseif state.exception then
        out[#out + 1] = assert(state.exception("unsupported type", value, state, kind))
    else
        error("type '" .. kind .. "' is not supported by JSON.", 0)
    end
end

--- Options in `state`: indent, keyorder, level, exception. What cannot be encoded raises.
function dkjson.encode(value, state)
    state = state or {}
    local out = {}
    write(value, out, {
        indent = state.indent, keyorder = state.keyorder, exception = state.exception, inside = {},
    }, state.level or 0)
    return table.concat(out)
end

--- The value and the position behind it, or nil, a position and a message.
-- `null` is what stands for JSON's null (nothing by default); further arguments are metatables, false for none.
function dkjson.decode(text, position, null, object_meta, array_meta)
    if object_meta == nil then
        object_meta = { __jsontype = "object" }
    end
    if array_meta == nil then
        array_meta = object_meta and { __jsontype = "array" }
    end
    return reader.read(text, position or 1, {
        null = null, object_meta = object_meta or nil, array_meta = array_meta or nil,
    })
end

function dkjson.use_lpeg()
    return dkjson
end

return dkjson

--- Lua values to JSON text as luajson writes it (specs/koreader-core.md §5.1): "/" is escaped, numbers have 14 digits.

local util = require("json.util")

local ESCAPES = {
    ['"'] = '\\"', ["\\"] = "\\\\", ["/"] = "\\/",
    ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t",
}
for code = 0, 31 do
    local control = string.char(code)
    ESCAPES[control] = ESCAPES[control] or ("\\u%04X"):format(code)
end
ESCAPES["\0"] = "\\u0000"

local encode_value

local function quote(text)
    return '"' .. text:gsub('[%z\1-\31"\\/]', ESCAPES) .. '"'
end

local function number_text(number, state)
    local special = number ~= number and "NaN" or number == math.huge and "Infinity"
        or number == -math.huge and "-Infinity"
    if not special then
        return tostring(number)
    elseif state.strict then
        error("cannot encode " .. special, 0)
    end
    return special
end

-- How many items to write as an array, or nil for an object.
local function array_length(t)
    local n = rawget(t, "n")
    if type(n) == "number" and n % 1 == 0 and n >= 1 and #t > 0 then
        return n
    elseif util.IsArray(t) then
        return type(n) == "number" and n or #t
    end
    local length = #t
    if length == 0 then
        return nil
    end
    for key in pairs(t) do
        if type(key) ~= "number" or key < 1 or key > length or key % 1 ~= 0 then
            return nil
        end
    end
    return length
end

local function key_text(key)
    local kind = type(key)
    if kind == "string" then
        return quote(key)
    elseif kind == "number" or kind == "boolean" then
        return quote(tostring(key))
    end
    error("cannot encode a key of type " .. kind, 0)
end

local function encode_table(t, out, state)
    if state.inside[t] then
        error("cannot encode a table that contains itself", 0)
    end
    state.inside[t] = true
    local length = array_length(t)
    if length then
        out[#out + 1] = "["
        for i = 1, length do
            if i > 1 then
                out[#out + 1] = ","
            end
            encode_value(t[i], out, state)
        end
        out[#out + 1] = "]"
    else
        local separator = "{"
        for key, value in pairs(t) do
            out[#out + 1] = separator .. key_text(key) .. ":"
            encode_value(value, out, state)
            separator = ","
        end
        out[#out + 1] = separator == "{" and "{}" or "}"
    end
    state.inside[t] = nil
end

function encode_value(value, out, state)
    local kind = type(value)
    if kind == "string" then
        out[#out + 1] = quote(value)
    elseif kind == "number" then
        out[#out + 1] = number_text(value, state)
    elseif kind == "boolean" then
        out[#out + 1] = tostring(value)
    elseif kind == "table" then
        encode_table(value, out, state)
    elseif kind == "nil" or value == util.null then
        out[#out + 1] = "null"
    elseif value == util.undefined then
        out[#out + 1] = "undefined"
    else
        error("cannot encode a value of type " .. kind, 0)
    end
end

local module = {
    default = {},
    strict = { strict = true },
}

--- Encodes a value; `options` may be `encode.strict` (or true), which refuses infinity and NaN.
function module.encode(value, options)
    local out = {}
    local strict = options == true or (type(options) == "table" and options.strict)
    encode_value(value, out, { inside = {}, strict = strict })
    return table.concat(out)
end

--- A function that encodes with fixed options.
function module.getEncoder(options)
    return function(value)
        return module.encode(value, options)
    end
end

return setmetatable(module, {
    __call = function(_, value, options)
        return module.encode(value, options)
    end,
})

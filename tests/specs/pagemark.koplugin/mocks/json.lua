--- As much JSON as pagemark's server speaks.
local json = {}

local function encode(value)
    if type(value) == "string" then
        return '"' .. value:gsub('[%c"\\]', function(c) return ("\\u%04x"):format(c:byte()) end) .. '"'
    elseif type(value) ~= "table" then
        return tostring(value)
    end
    local parts = {}
    if #value > 0 then
        for i, item in ipairs(value) do parts[i] = encode(item) end
        return "[" .. table.concat(parts, ",") .. "]"
    end
    for key, item in pairs(value) do parts[#parts + 1] = encode(key) .. ":" .. encode(item) end
    table.sort(parts)
    return "{" .. table.concat(parts, ",") .. "}"
end

local decode

local function items(text, at, close, take)
    at = text:match("^%s*()", at)
    if text:sub(at, at) == close then return at + 1 end
    while true do
        at = take(at)
        local mark, after = text:match("^%s*(.)()", at)
        if mark == close then return after end
        if mark ~= "," then error("JSON: ',' or '" .. close .. "' expected at " .. at, 0) end
        at = after
    end
end

local CONSTANTS = { ["true"] = true, ["false"] = false }

decode = function(text, at)
    at = text:match("^%s*()", at)
    local first = text:sub(at, at)
    if first == "{" then
        local object = {}
        return object, items(text, at + 1, "}", function(here)
            local key, after = decode(text, here)
            object[key], after = decode(text, (text:match("^%s*:()", after)))
            return after
        end)
    elseif first == "[" then
        local list = {}
        return list, items(text, at + 1, "]", function(here)
            local item, after = decode(text, here)
            list[#list + 1] = item
            return after
        end)
    elseif first == '"' then
        local body, after = text:match('^"([^"]*)"()', at)
        return body:gsub("\\u(%x%x%x%x)", function(hex) return string.char(tonumber(hex, 16)) end), after
    end
    local word, after = text:match("^(%a+)()", at)
    if word == "null" then return nil, after end
    if word and CONSTANTS[word] ~= nil then return CONSTANTS[word], after end
    local number, behind = text:match("^([%-%d%.eE+]+)()", at)
    if not tonumber(number) then error("JSON: no value at " .. tostring(at), 0) end
    return tonumber(number), behind
end

json.encode = encode

function json.decode(text)
    local value, after = decode(text, 1)
    if text:match("%S", after) then error("JSON: text behind the value", 0) end
    return value
end

return json

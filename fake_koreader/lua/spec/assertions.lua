--[[ What a spec asserts: the part of busted's assertions that specs of plugins use.

`assert(value, message)` stays the plain one. A name is made of words joined by "_" or ".": `is`, `are`, `has`,
`was`, `does` mean nothing, `not` and `no` turn the assertion round, the rest names it:
assert.equal, assert.are.same, assert.is_not_nil, assert.has_no.errors.

Called with host; returns the table for the specs and the function that says where a spec failed. ]]

local SILENT = { is = true, are = true, has = true, have = true, was = true, does = true, be = true, a = true }
local NEGATION = { ["not"] = true, no = true }

-- A value as a reader of the failure wants to see it; keys in their stable order.
local function shown(value, depth)
    if type(value) == "string" then
        return (("%q"):format(value):gsub("\\\n", "\\n"))
    elseif type(value) ~= "table" or depth > 4 then
        return tostring(value)
    end
    local parts = {}
    local listed = #value
    for i = 1, listed do
        parts[i] = shown(value[i], depth + 1)
    end
    for key, item in pairs(value) do
        if not (type(key) == "number" and key >= 1 and key <= listed and key % 1 == 0) then
            local name = type(key) == "string" and key:match("^[%a_][%w_]*$") or "[" .. shown(key, depth + 1) .. "]"
            parts[#parts + 1] = name .. " = " .. shown(item, depth + 1)
        end
    end
    return "{ " .. table.concat(parts, ", ") .. " }"
end

local function same(first, second)
    if type(first) ~= "table" or type(second) ~= "table" then
        return first == second
    end
    for key, value in pairs(first) do
        if not same(value, second[key]) then
            return false
        end
    end
    for key in pairs(second) do
        if first[key] == nil then
            return false
        end
    end
    return true
end

local function withoutPlace(message)
    return type(message) == "string" and message:gsub("^[^\n]-:%d+: ", "", 1) or message
end

local function expecting(text)
    return function(expected, actual)
        return ("expected %s %s\n     got %s"):format(text, shown(expected, 1), shown(actual, 1))
    end
end

local function being(text)
    return function(actual)
        return ("expected %s\n     got %s"):format(text, shown(actual, 1))
    end
end

-- name → { holds(...) → boolean[, value to show], tell(...) → text, how many values it takes }
local ASSERTIONS = {
    equal = { function(expected, actual) return expected == actual end, expecting("to be"), 2 },
    same = { same, expecting("the like of"), 2 },
    truthy = { function(value) return not not value end, being("something true"), 1 },
    falsy = { function(value) return not value end, being("something false"), 1 },
    ["true"] = { function(value) return value == true end, being("true"), 1 },
    ["false"] = { function(value) return value == false end, being("false"), 1 },
    ["nil"] = { function(value) return value == nil end, being("nil"), 1 },
    near = {
        function(expected, actual, tolerance)
            return type(actual) == "number" and math.abs(expected - actual) <= tolerance
        end,
        expecting("about"), 3,
    },
    match = {
        function(pattern, text) return type(text) == "string" and text:find(pattern) ~= nil end,
        expecting("a match of"), 2,
    },
    error = {
        function(f, expected)
            local ok, message = pcall(f)
            if ok then
                return false, nil
            end
            return expected == nil or same(withoutPlace(message), expected) or same(message, expected), message
        end,
        function(_, expected, message)
            return ("expected an error%s\n     got %s"):format(
                expected and " " .. shown(expected, 1) or "", message == nil and "none" or shown(message, 1))
        end,
        2,
    },
    error_match = {
        function(f, pattern)
            local ok, message = pcall(f)
            return not ok and tostring(message):find(pattern) ~= nil, message
        end,
        function(_, pattern, message)
            return ("expected an error that matches %q\n     got %s"):format(pattern, shown(message, 1))
        end,
        2,
    },
}
for other, name in pairs({
    equals = "equal", matches = "match", errors = "error", error_matches = "error_match",
}) do
    ASSERTIONS[other] = ASSERTIONS[name]
end

local spec_source

-- file:line of the innermost call that stands in the spec itself.
local function place(level)
    while true do
        local info = debug.getinfo(level + 1, "Sl")
        if not info then
            return "?"
        elseif info.source == spec_source then
            return info.source:sub(2) .. ":" .. info.currentline
        end
        level = level + 1
    end
end

local function check(name, negated, ...)
    local holds, tell, count = unpack(ASSERTIONS[name])
    local values = { ... }
    local held, seen = holds(...)
    if held ~= negated then
        return ...
    end
    local extra = values[count + 1]
    values[count + 1] = seen
    local text = tell(unpack(values, 1, count + 1))
    local message = (negated and "not " or "") .. text .. (extra and "\n" .. tostring(extra) or "")
    error({ spec_failure = true, message = message, where = place(2) }, 0)
end

local function chain(negated, words)
    return setmetatable({}, {
        __index = function(_, key)
            local rest, turned = {}, negated
            for _, word in ipairs(words) do
                rest[#rest + 1] = word
            end
            for word in key:gmatch("[^_]+") do
                if NEGATION[word] then
                    turned = not turned
                elseif not SILENT[word] then
                    rest[#rest + 1] = word
                end
            end
            return chain(turned, rest)
        end,
        __call = function(_, ...)
            local name = table.concat(words, "_")
            if name == "" then
                return assert(...)
            elseif not ASSERTIONS[name] then
                error(("there is no assertion '%s'; docs/specs.md lists them"):format(name), 2)
            end
            return check(name, negated, ...)
        end,
    })
end

return {
    assert = chain(false, {}),
    place = place,
    setSource = function(source) spec_source = source end,
}

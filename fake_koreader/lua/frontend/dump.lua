--- A Lua value as a Lua expression: KOReader's frontend/dump (specs/koreader-core.md §2.2).
-- Faithful to its losses: 14 digits of numbers, functions and cdata that make the text unreadable.

local ffiUtil = require("ffi/util")

local INDENT = "    "

local emit

local function emit_table(out, data, depth, state)
    local above = state.depth_of[data]
    if above then
        out[#out + 1] = "nil --[[ LOOP:\n" .. INDENT:rep(above) .. "^------- ]]"
        return
    end
    state.depth_of[data] = depth
    local empty = true
    for key, value in state.pairs(data) do
        out[#out + 1] = (empty and "{\n" or "") .. INDENT:rep(depth + 1) .. "["
        empty = false
        emit(out, key, depth + 1, state)
        out[#out + 1] = "] = "
        emit(out, value, depth + 1, state)
        out[#out + 1] = ",\n"
    end
    out[#out + 1] = empty and "{}" or INDENT:rep(depth) .. "}"
    state.depth_of[data] = nil
end

function emit(out, data, depth, state)
    if depth > state.max_depth then
        return
    end
    local kind = type(data)
    if kind == "table" then
        emit_table(out, data, depth, state)
    elseif kind == "string" then
        out[#out + 1] = ("%q"):format(data)
    elseif kind == "number" or kind == "boolean" or kind == "nil" or kind == "function" then
        out[#out + 1] = tostring(data)
    end
end

--- `data` as text; levels below `max_level` are left out; `ordered` sorts the keys.
return function(data, max_level, ordered)
    local out = {}
    emit(out, data, 0, {
        depth_of = {},
        max_depth = max_level or math.huge,
        pairs = ordered and ffiUtil.orderedPairs or pairs,
    })
    return table.concat(out)
end

--- What luajson's decoder and encoder share: the sentinels and the mark of arrays (specs/koreader-core.md §5.1).

local util = {}

local is_array = setmetatable({}, { __mode = "k" })
local ArrayMeta = { __is_json_array = true }

--- JSON's null. A function, so that it is unlike any decoded value; truthy.
function util.null()
    return util.null
end

function util.undefined()
    return util.undefined
end

--- Marks a table as an array, so that it is encoded as one even when it is empty.
function util.InitArray(array)
    is_array[array] = true
    if getmetatable(array) == nil then
        setmetatable(array, ArrayMeta)
    end
    return array
end

--- Whether a table was marked by InitArray.
function util.IsArray(array)
    return is_array[array] or getmetatable(array) == ArrayMeta
end

function util.clone(t)
    local copy = {}
    for key, value in pairs(t) do
        copy[key] = value
    end
    return copy
end

--- Copies the entries of further tables into the first one, tables inside included.
function util.merge(into, from, ...)
    if from == nil then
        return into
    end
    for key, value in pairs(from) do
        if type(value) == "table" then
            value = util.merge(type(into[key]) == "table" and into[key] or {}, value)
        end
        into[key] = value
    end
    return util.merge(into, ...)
end

return util

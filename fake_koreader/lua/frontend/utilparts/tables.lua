--- The part of `util` about tables, arrays and methods (specs/koreader-core.md §3.1).

local tables = {}

local function deep_copy(value, copies)
    if type(value) ~= "table" then
        return value
    end
    local copy = copies[value]
    if not copy then
        copy = {}
        copies[value] = copy
        for k, v in next, value do
            copy[deep_copy(k, copies)] = deep_copy(v, copies)
        end
        setmetatable(copy, deep_copy(getmetatable(value), copies))
    end
    return copy
end

--- A copy of keys, values and metatables; sharing and cycles stay what they were.
function tables.tableDeepCopy(value)
    return deep_copy(value, {})
end

function tables.tableSize(t)
    local size = 0
    for _ in next, t do
        size = size + 1
    end
    return size
end

--- Deep equality; a table with `__eq` decides for itself unless `ignore_mt`.
local function equals(a, b, ignore_mt)
    if a == b then
        return true
    elseif type(a) ~= "table" or type(b) ~= "table" then
        return false
    end
    local meta = not ignore_mt and getmetatable(a)
    if meta and meta.__eq then
        return false
    end
    for key, value in pairs(a) do
        local other = b[key]
        if other == nil or not equals(value, other, ignore_mt) then
            return false
        end
    end
    for key in pairs(b) do
        if a[key] == nil then
            return false
        end
    end
    return true
end
tables.tableEquals = equals

--- The value at the end of a way of keys, or nil where the way ends early.
function tables.tableGetValue(t, ...)
    local value = t
    for i = 1, select("#", ...) do
        if type(value) ~= "table" then
            return nil
        end
        value = value[(select(i, ...))]
    end
    return value
end

function tables.tableSetValue(t, value, ...)
    local count = select("#", ...)
    local level = t
    for i = 1, count - 1 do
        local key = select(i, ...)
        local below = level[key]
        if type(below) ~= "table" then
            below = {}
            level[key] = below
        end
        level = below
    end
    level[(select(count, ...))] = value
end

--- Removes a value and every table that its removal leaves empty.
function tables.tableRemoveValue(t, ...)
    local way, levels = { ... }, { t }
    for i = 1, #way - 1 do
        levels[i + 1] = levels[i][way[i]]
        if type(levels[i + 1]) ~= "table" then
            return
        end
    end
    for i = #way, 1, -1 do
        if i < #way and next(levels[i + 1]) ~= nil then
            return
        end
        levels[i][way[i]] = nil
    end
end

function tables.tableMerge(into, from)
    for key, value in pairs(from) do
        into[key] = value
    end
end

function tables.arrayAppend(into, from)
    local size = #into
    for i = 1, #from do
        into[size + i] = from[i]
    end
end

--- The first index whose item is `value` (or for which `matches(item, value)`), or false.
function tables.arrayContains(list, value, matches)
    for i = 1, #list do
        local item = list[i]
        if (matches and matches(item, value)) or (not matches and item == value) then
            return i
        end
    end
    return false
end

--- Keeps the items for which `keep(list, index, new_index)` holds, in place.
function tables.arrayRemove(list, keep)
    local place = 1
    for i = 1, #list do
        local item = list[i]
        if keep(list, i, place) then
            if place ~= i then
                list[place] = item
                list[i] = nil
            end
            place = place + 1
        else
            list[i] = nil
        end
    end
    return list
end

function tables.arrayReverse(list)
    local low, high = 1, #list
    while low < high do
        list[low], list[high] = list[high], list[low]
        low, high = low + 1, high - 1
    end
end

local function references(list, wanted, max_depth, depth)
    if list == wanted then
        return true, depth
    end
    if depth < max_depth then
        for i = 1, #list do
            if type(list[i]) == "table" then
                local found, at = references(list[i], wanted, max_depth, depth + 1)
                if found then
                    return true, at
                end
            end
        end
    end
    return false
end

--- Whether nested arrays hold the table `wanted`, and how deep.
function tables.arrayReferences(list, wanted, max_depth)
    return references(list, wanted, max_depth or 100, 0)
end

--- Empties the array part only.
function tables.clearTable(list)
    for i = #list, 1, -1 do
        list[i] = nil
    end
end

-- The first place in a sorted array whose item does not come before `value` (or, with `after`, comes after it).
local function boundary(array, value, after)
    local low, high = 1, #array + 1
    while low < high do
        local middle = math.floor((low + high) / 2)
        local item = array[middle]
        local goes_before = item < value
        if after then
            goes_before = value >= item
        end
        if goes_before then
            low = middle + 1
        else
            high = middle
        end
    end
    return low
end

function tables.bsearch_left(array, value)
    return boundary(array, value, false)
end

function tables.bsearch_right(array, value)
    return boundary(array, value, true)
end

--- An index of `value`, or nil and where it would have to be inserted.
function tables.bsearch(array, value)
    local place = boundary(array, value, false)
    if array[place] == value and place <= #array then
        return place
    end
    return nil, place
end

function tables.round_decimal(number, digits)
    local scale = 10 ^ digits
    return math.floor(number * scale) / scale
end

--- Puts a callable table in the place of `owner[field]`: it can call the original and put it back.
function tables.wrapMethod(owner, field, replacement, before)
    local own = rawget(owner, field)
    local original = owner[field]
    local wrapped = {}

    function wrapped:revert()
        owner[field] = own
    end

    function wrapped:raw_call(...)
        if original then
            return original(...)
        end
    end

    function wrapped:raw_method_call(...)
        return self:raw_call(owner, ...)
    end

    setmetatable(wrapped, {
        __call = function(_, ...)
            if before then
                before(...)
            end
            return (replacement or original)(...)
        end,
    })
    owner[field] = wrapped
    return wrapped
end

return tables

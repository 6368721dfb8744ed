--- Natural order of names: KOReader's frontend/sort (specs/koreader-core.md §3.3).
-- Embedded numbers compare by value; digits behind a dot are decimals.

local sort = {}

-- Behind every letter, since KOReader puts "x" before "1a".
local NUMBER_MARK = "\255"

-- A number as text that sorts by its value, whatever its length; leading zeros break ties at the very end.
local function sortable(point, digits)
    if point == "." then
        return "." .. digits
    end
    local bare = digits:gsub("^0+(%d)", "%1")
    return ("%s%03d%s"):format(NUMBER_MARK, #bare, bare)
end

local function natural_key(text)
    return (tostring(text):gsub("(%.?)(%d+)", sortable))
end

--- A comparison for table.sort and the cache of keys it fills; pass a cache to go on with it.
function sort.natsort_cmp(cache)
    cache = cache or {}
    local function key_of(text)
        local key = cache[text]
        if not key then
            key = natural_key(text)
            cache[text] = key
        end
        return key
    end
    local function before(a, b)
        local key_a, key_b = key_of(a), key_of(b)
        if key_a == key_b then
            return #a > #b
        end
        return key_a < key_b
    end
    return before, cache
end

return sort

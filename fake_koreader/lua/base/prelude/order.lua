-- A stable order for pairs and next. LuaJIT seeds its string hash per state, so its own order differs
-- between two runs of the same program; here the order is a function of the keys alone: the run 1..n
-- first, then other numbers ascending, strings by bytes, booleans, and objects by what identifies them.

local raw_next, raw_get = next, rawget
local sort, type = table.sort, type

local RANK = { number = 1, string = 2, boolean = 3, table = 4, ["function"] = 5, userdata = 6, thread = 7, cdata = 8 }

return function(identify)
    local function before(a, b)
        local ta, tb = type(a), type(b)
        if ta ~= tb then
            return RANK[ta] < RANK[tb]
        elseif ta == "number" or ta == "string" then
            return a < b
        elseif ta == "boolean" then
            return b and not a
        end
        return identify(a) < identify(b)
    end

    -- All keys of `t` in order. The common shapes (a list; all strings) take no comparison function.
    local function ordered_keys(t)
        local keys, n, strings = {}, 0, 0
        local run = 0
        local key = raw_next(t)
        while key ~= nil do
            if run == n and key == n + 1 then
                run = n + 1
            elseif type(key) == "string" then
                strings = strings + 1
            end
            n = n + 1
            keys[n] = key
            key = raw_next(t, key)
        end
        if run == n then
            return keys, n
        end
        if run == 0 and raw_get(t, 1) == nil then
            if strings == n then
                sort(keys)
            else
                sort(keys, before)
            end
            return keys, n
        end
        -- A list with more behind it: keep the run in front, whatever part of the table its items sit in.
        local rest, m = {}, 0
        run = 0
        while raw_get(t, run + 1) ~= nil do
            run = run + 1
        end
        for i = 1, n do
            local k = keys[i]
            if not (type(k) == "number" and k >= 1 and k <= run and k % 1 == 0) then
                m = m + 1
                rest[m] = k
            end
        end
        sort(rest, before)
        for i = 1, run do
            keys[i] = i
        end
        for i = 1, m do
            keys[run + i] = rest[i]
        end
        return keys, n
    end

    local function ordered_pairs(t)
        if type(t) ~= "table" then
            error("bad argument #1 to 'pairs' (table expected, got " .. (t == nil and "nil" or type(t)) .. ")", 2)
        end
        local keys, n = ordered_keys(t)
        local i = 0
        return function()
            while i < n do
                i = i + 1
                local key = keys[i]
                local value = raw_get(t, key)
                if value ~= nil then
                    return key, value
                end
            end
        end, t, nil
    end

    local walks = setmetatable({}, { __mode = "k" })

    local function first_key(t)
        if raw_get(t, 1) ~= nil then
            return 1
        end
        local best = raw_next(t)
        local key = best
        while key ~= nil do
            if before(key, best) then
                best = key
            end
            key = raw_next(t, key)
        end
        return best
    end

    -- Where `key` stands in a walk. A key that was cleared on the way is gone from the table; what would
    -- come after it is found by its order.
    local function position(walk, key)
        for i = 1, walk.n do
            local other = walk.keys[i]
            if other == key then
                return i
            elseif before(key, other) then
                return i - 1
            end
        end
        return walk.n
    end

    local function ordered_next(t, key)
        if type(t) ~= "table" then
            error("bad argument #1 to 'next' (table expected, got " .. (t == nil and "no value" or type(t)) .. ")", 2)
        end
        if key == nil then
            local first = first_key(t)
            if first == nil then
                return nil
            end
            return first, raw_get(t, first)
        end
        local walk = walks[t]
        if not walk or walk.keys[walk.at] ~= key then
            walk = { at = 0 }
            walk.keys, walk.n = ordered_keys(t)
            walk.at = position(walk, key)
            walks[t] = walk
        end
        for i = walk.at + 1, walk.n do
            local value = raw_get(t, walk.keys[i])
            if value ~= nil then
                walk.at = i
                return walk.keys[i], value
            end
        end
        walks[t] = nil
        return nil
    end

    return ordered_pairs, ordered_next
end

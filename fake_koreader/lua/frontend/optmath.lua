--- Small arithmetic: KOReader's frontend/optmath (specs/koreader-core.md §3.3).

local floor = math.floor

local Math = {}

--- Halves go up.
function Math.round(number)
    return floor(number + 0.5)
end

--- To the next whole number on the side away from zero.
function Math.roundAwayFromZero(number)
    return number > 0 and math.ceil(number) or floor(number)
end

function Math.roundPercent(percent)
    return floor(percent * 10000) / 10000
end

function Math.clamp(value, lowest, highest)
    return math.max(lowest, math.min(highest, value))
end

function Math.oddEven(number)
    return number % 2 == 0 and "even" or "odd"
end

-- Index and value of the item that no later item replaces: `yields(best, item)` tells when one does, for both
-- functions alike. nil, nil for an empty array.
local function extreme(list, yields)
    local best
    for i = 1, #list do
        if not best or yields(list[best], list[i]) then
            best = i
        end
    end
    return best, list[best or 1]
end

function Math.tmin(list, yields)
    return extreme(list, yields or function(best, item) return item < best end)
end

function Math.tmax(list, yields)
    return extreme(list, yields or function(best, item) return best < item end)
end

return Math

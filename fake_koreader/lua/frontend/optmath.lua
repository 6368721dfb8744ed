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

-- Index and value of the item that no other item precedes; the first of equals. nil, nil for an empty array.
local function extreme(list, precedes)
    local best
    for i = 1, #list do
        if not best or precedes(list[i], list[best]) then
            best = i
        end
    end
    return best, list[best or 1]
end

function Math.tmin(list, precedes)
    return extreme(list, precedes or function(a, b) return a < b end)
end

function Math.tmax(list, precedes)
    precedes = precedes or function(a, b) return a < b end
    return extreme(list, function(a, b) return precedes(b, a) end)
end

return Math

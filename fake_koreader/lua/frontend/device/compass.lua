--- Directions on a screen: names, ways from one point to another, quarter turns.

local compass = {
    --- What pinching and spreading call a direction.
    KIND = {
        east = "horizontal", west = "horizontal", north = "vertical", south = "vertical",
        northeast = "diagonal", northwest = "diagonal", southeast = "diagonal", southwest = "diagonal",
    },
}

-- Clockwise, an eighth of a turn from one to the next.
local ROSE = { "north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest" }
local INDEX = {}
for i, name in ipairs(ROSE) do INDEX[name] = i end

-- Within thirty degrees of an axis a way is straight; further off it is a diagonal one.
local STRAIGHT = math.tan(math.rad(30))

--- The way from one touch to another. @tparam bool four no diagonals
-- @treturn string|nil direction, nil when nothing moved @treturn number distance in pixels
function compass.path(from, to, four)
    local dx, dy = to.x - from.x, to.y - from.y
    local distance = math.sqrt(dx * dx + dy * dy)
    if distance == 0 then return nil, 0 end
    local horizontal, vertical = dx < 0 and "west" or "east", dy < 0 and "north" or "south"
    local across, along = math.abs(dx), math.abs(dy)
    local diagonal = not four and along > STRAIGHT * across and across > STRAIGHT * along
    if diagonal then return vertical .. horizontal, distance end
    return across > along and horizontal or vertical, distance
end

--- A direction, that many quarters of a turn clockwise; what is no direction stays.
function compass.turn(direction, quarters)
    local at = INDEX[direction]
    return at and ROSE[(at - 1 + 2 * quarters) % 8 + 1] or direction
end

--- Move a place of the panel to where the turned screen has it. @tparam Geom|nil pos @tparam number w of the screen
function compass.turnPlace(pos, quarters, w, h)
    if not pos or not pos.x then return end
    if quarters == 1 then
        pos.x, pos.y = w - pos.y, pos.x
    elseif quarters == 2 then
        pos.x, pos.y = w - pos.x, h - pos.y
    elseif quarters == 3 then
        pos.x, pos.y = pos.y, h - pos.x
    end
end

return compass

--- Sizes of lines, gaps and rows, in pixels of this screen.
local Screen = require("device").screen
local dbg = require("dbg")

local NOMINAL = {
    border = { default = 1, thin = 0.5, button = 1.5, window = 1.5, thick = 2, inputtext = 2 },
    margin = { default = 5, tiny = 1, small = 2, title = 2, fine_tune = 3, fullscreen_popout = 3, button = 0 },
    padding = { default = 5, tiny = 1, small = 2, large = 10, button = 2, buttontable = 4, fullscreen = 15 },
    radius = { default = 2, window = 7, button = 7 },
    line = { thin = 0.5, medium = 1, thick = 1.5, focus_indicator = 3, progress = 7 },
    item = { height_default = 30, height_big = 40, height_large = 50 },
    span = { horizontal_default = 10, horizontal_small = 5, vertical_default = 2, vertical_large = 5 },
}

-- A misspelt name reads nil; in debug mode it raises, so that the author notices.
local strict = {
    __index = function(_, key)
        if dbg.is_on then error("unknown size: " .. tostring(key), 2) end
    end,
}

local Size = {}
for group, members in pairs(NOMINAL) do
    local scaled = setmetatable({}, strict)
    for name, pixels in pairs(members) do scaled[name] = Screen:scaleBySize(pixels) end
    Size[group] = scaled
end

return setmetatable(Size, strict)

--- Finds the things a window is made of: walks over children and asks `describe` about those it knows.
-- A thing is { kind, texts, labels, active, enabled, dimen, widget, scrollers }, see ui/inspect/describe.

local describe = require("ui/inspect/describe")

local walk = {}

-- Deeper than any real layout; a widget that contains itself must not hang the run.
local MAX_DEPTH = 60

--- Whether a widget is an instance of a class (or of one derived from it).
function walk.isA(widget, class)
    local current = getmetatable(widget)
    while current do
        if current == class then return true end
        current = getmetatable(current)
    end
    return false
end

local function visit(widget, out, scrollers, depth)
    if type(widget) ~= "table" or widget.hidden or depth > MAX_DEPTH then return end
    local first = #out
    local handled = describe(widget, out)
    for i = first + 1, #out do out[i].scrollers = scrollers end
    if handled then return end
    if widget.scrollIntoView then
        scrollers = { widget, unpack(scrollers) }
    end
    for _, child in ipairs(widget) do visit(child, out, scrollers, depth + 1) end
    if widget.widget and not widget[1] then visit(widget.widget, out, scrollers, depth + 1) end
end

--- All things in a window, in reading order.
function walk.things(window)
    local out = {}
    visit(window, out, {}, 0)
    return out
end

local function gather(widget, areas, depth)
    if type(widget) ~= "table" or depth > MAX_DEPTH then return end
    local frame = package.loaded["ui/widget/container/framecontainer"]
    if frame and walk.isA(widget, frame) and widget.dimen and (widget.dimen.w or 0) > 0 then
        table.insert(areas, widget.dimen)
        return
    end
    for _, child in ipairs(widget) do gather(child, areas, depth + 1) end
end

--- The areas (Geom) that a window's contents cover: its frames, and every single thing.
function walk.areas(window)
    local areas = {}
    gather(window, areas, 0)
    for _, thing in ipairs(walk.things(window)) do
        if thing.dimen then table.insert(areas, thing.dimen) end
    end
    return areas
end

--- The input field that has the focus, else the only one, else nil.
function walk.focusedInput(window)
    local fields, focused = {}, nil
    for _, thing in ipairs(walk.things(window)) do
        if thing.kind == "input" then
            table.insert(fields, thing.widget)
            if thing.widget.focused and not focused then focused = thing.widget end
        end
    end
    return focused or (#fields == 1 and fields[1]) or nil
end

return walk

--[[--
Moves a focus over a grid of widgets (`self.layout`: rows of columns, holes allowed) with a D-pad or a keyboard.
`self.selected` is `{ x = column, y = row }`.
]]
local Device = require("device")
local Event = require("ui/event")
local InputContainer = require("ui/widget/container/inputcontainer")
local UIManager = require("ui/uimanager")
local bit = require("bit")

local FocusManager = InputContainer:extend{
    selected = nil,
    layout = nil,
    -- Keys that do the same with modifiers, for keyboards without the plain ones.
    extra_key_events = nil,
    movement_allowed = { x = true, y = true },
}

-- How to move the focus: flags that add up.
FocusManager.NOT_UNFOCUS = 1
FocusManager.NOT_FOCUS = 2
FocusManager.FORCED_FOCUS = 4
-- When to paint it (for refocusWidget).
FocusManager.RENDER_NOW = false
FocusManager.RENDER_IN_NEXT_TICK = true

local function bindKeys(self)
    if not Device:hasDPad() then return end
    local keys = self.key_events
    keys.FocusUp = { { "Up" }, event = "FocusMove", args = { 0, -1 } }
    keys.FocusDown = { { "Down" }, event = "FocusMove", args = { 0, 1 } }
    keys.FocusLeft = { { "Left" }, event = "FocusMove", args = { -1, 0 } }
    keys.FocusRight = { { "Right" }, event = "FocusMove", args = { 1, 0 } }
    keys.Press = { { "Press" } }
    keys.Hold = { { "ScreenKB", "Press" }, { "Shift", "Press" } }
    if Device:hasKeyboard() then
        keys.FocusNext = { { "Tab" } }
        keys.FocusPrevious = { { "Shift", "Tab" } }
    end
end

function FocusManager:_init()
    InputContainer._init(self)
    if not self.selected then self.selected = { x = 1, y = 1 } end
    bindKeys(self)
end

-- Whether a key is one of those that an entry of key_events names.
local function isOneOf(key, events)
    for _, entry in pairs(events or {}) do
        for _, sequence in ipairs(entry) do
            if type(sequence) == "table" and key:match(sequence) then return true end
        end
    end
    return false
end

--- Whether a key with its modifiers stands for one that a machine with few keys has not got (`extra_key_events`).
function FocusManager:isAlternativeKey(key)
    return isOneOf(key, self.extra_key_events)
end

--- Whether focus handling makes sense: something to move over.
function FocusManager:isFocusAvailable()
    return self.layout ~= nil
end

--- The widget that has the focus, nil without a layout.
function FocusManager:getFocusItem()
    if not self.layout then return nil end
    local row = self.layout[self.selected.y]
    return row and row[self.selected.x]
end

local function has(flags, flag)
    return bit.band(flags or 0, flag) ~= 0
end

-- Tells both widgets and repaints; without a D-pad nobody is meant to see a focus unless it is forced.
local function change(self, x, y, flags)
    local before = self:getFocusItem()
    self.selected.x, self.selected.y = x, y
    local now = self:getFocusItem()
    local forced = has(flags, FocusManager.FORCED_FOCUS)
    if not Device:hasDPad() and not forced then return end
    if before and before ~= now and not has(flags, FocusManager.NOT_UNFOCUS) then
        before:handleEvent(Event:new("Unfocus"))
    end
    if now and (forced or not has(flags, FocusManager.NOT_FOCUS)) then
        now:handleEvent(Event:new("Focus"))
        UIManager:setDirty(self.show_parent or self, "fast")
    end
end

--- Put the focus on a cell. @treturn bool whether there is such a cell
function FocusManager:moveFocusTo(x, y, flags)
    local row = self.layout and self.layout[y]
    if not row or not row[x] then return false end
    change(self, x, y, flags)
    return true
end

-- The last column of a row that has something in it.
local function width(row)
    local last = 0
    for x in pairs(row) do
        if type(x) == "number" and x > last then last = x end
    end
    return last
end

local function wrap(value, count)
    return (value - 1) % count + 1
end

local function stepX(self, dx)
    local row = self.layout[self.selected.y]
    local count = width(row)
    local x = self.selected.x
    repeat x = wrap(x + dx, count) until row[x]
    return x, self.selected.y
end

local function stepY(self, dy)
    local rows = #self.layout
    local y = self.selected.y
    repeat y = wrap(y + dy, rows) until self.layout[y] and width(self.layout[y]) > 0
    local row = self.layout[y]
    local last = width(row)
    local x = math.min(self.selected.x, last)
    -- A hole: the nearest cell to the left, else the first one to the right.
    while x > 0 and not row[x] do x = x - 1 end
    if x == 0 then
        repeat x = x + 1 until row[x]
    end
    return x, y
end

--- Move by `{ dx, dy }`, around the edges. @treturn bool false when there is nothing to move over
function FocusManager:onFocusMove(args)
    if not self.layout or not self:getFocusItem() then return false end
    local dx, dy = unpack(args)
    if (dx ~= 0 and not self.movement_allowed.x) or (dy ~= 0 and not self.movement_allowed.y) then return true end
    local x, y = self.selected.x, self.selected.y
    if dx ~= 0 then x, y = stepX(self, dx) end
    if dy ~= 0 then x, y = stepY(self, dy) end
    if x ~= self.selected.x or y ~= self.selected.y then
        change(self, x, y, FocusManager.FORCED_FOCUS)
    end
    return true
end

-- The cell after (or before) the present one in reading order.
local function neighbour(self, step)
    local cells, here = {}, 1
    for y, row in ipairs(self.layout) do
        for x = 1, width(row) do
            if row[x] then
                table.insert(cells, { x, y })
                if x == self.selected.x and y == self.selected.y then here = #cells end
            end
        end
    end
    return unpack(cells[wrap(here + step, #cells)])
end

local function moveInReadingOrder(self, step)
    if not self.layout or not self:getFocusItem() then return false end
    local x, y = neighbour(self, step)
    change(self, x, y, FocusManager.FORCED_FOCUS)
    return true
end

function FocusManager:onFocusNext()
    return moveInReadingOrder(self, 1)
end

function FocusManager:onFocusPrevious()
    return moveInReadingOrder(self, -1)
end

--- Jump half of the way to an edge: `{ "up" | "down" | "left" | "right" }`.
function FocusManager:onFocusHalfMove(args)
    if not self.layout or not self:getFocusItem() then return false end
    local direction = args[1]
    local x, y = self.selected.x, self.selected.y
    if direction == "up" then y = math.max(1, math.floor(y / 2)) end
    if direction == "down" then y = math.min(#self.layout, y + math.max(1, math.floor((#self.layout - y) / 2))) end
    local row = self.layout[y]
    if direction == "left" then x = math.max(1, math.floor(x / 2)) end
    if direction == "right" then x = x + math.max(1, math.floor((width(row) - x) / 2)) end
    x = math.min(x, width(row))
    if row[x] then change(self, x, y, FocusManager.FORCED_FOCUS) end
    return true
end

local function touch(self, ges)
    local item = self:getFocusItem()
    local dimen = item and item.dimen
    if not dimen then return false end
    UIManager:sendEvent(Event:new("Gesture", {
        ges = ges, pos = dimen:center(), time = UIManager:getTime(),
    }))
    return true
end

--- Press: a tap on what has the focus.
function FocusManager:onPress()
    return touch(self, "tap")
end

function FocusManager:onHold()
    return touch(self, "hold")
end

function FocusManager:sendTapEventToFocusedWidget()
    return touch(self, "tap")
end

function FocusManager:sendHoldEventToFocusedWidget()
    return touch(self, "hold")
end

--- Show the focus again where it is, now or a tick later.
function FocusManager:refocusWidget(in_next_tick, flags)
    local function again()
        self:moveFocusTo(self.selected.x, self.selected.y, flags)
    end
    if in_next_tick then UIManager:nextTick(again) else again() end
end

--- Take over the rows of a child as the next rows of this layout, and switch its own focus handling off.
function FocusManager:mergeLayoutInVertical(child, position)
    if not child.layout then return end
    position = position or #self.layout + 1
    for i, row in ipairs(child.layout) do table.insert(self.layout, position + i - 1, row) end
    child:disableFocusManagement(self)
end

--- Take over the rows of a child to the right of the rows of this layout.
function FocusManager:mergeLayoutInHorizontal(child)
    if not child.layout then return end
    for i, row in ipairs(child.layout) do
        self.layout[i] = self.layout[i] or {}
        for x = 1, width(row) do table.insert(self.layout[i], row[x]) end
    end
    child:disableFocusManagement(self)
end

local OWN_KEYS = {
    "FocusUp", "FocusDown", "FocusLeft", "FocusRight", "FocusNext", "FocusPrevious", "Press", "Hold",
}

--- Leave moving the focus to `parent`, which took over the layout.
function FocusManager:disableFocusManagement(parent)
    self.layout = nil
    self.focus_parent = parent
    for _, name in ipairs(OWN_KEYS) do self.key_events[name] = nil end
end

return FocusManager

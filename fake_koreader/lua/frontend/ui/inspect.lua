--- What a reader sees on the screen and can do about it (a module of ours, not KOReader's).
-- Walks over any shown widget, KOReader's or a plugin's, and acts through the same events as a finger or a key.
-- Used by scenarios and by the conformance scripts; the contract is conformance/widgets/README.md.

local Event = require("ui/event")
local Geom = require("ui/geometry")
local Key = require("device/key")
local Screen = require("device").screen
local UIManager = require("ui/uimanager")
local time = require("ui/time")
local util = require("util")
local walk = require("ui/inspect/walk")
local windowname = require("ui/windowname")

local inspect = {}

local function isKeyboard(widget)
    local class = package.loaded["ui/widget/virtualkeyboard"]
    return class ~= nil and walk.isA(widget, class)
end

--- The window a reader deals with: the highest that is no toast, not invisible and not the on-screen keyboard.
-- Returns a widget, or nil.
function inspect.topmost()
    local stack = UIManager._window_stack
    for i = #stack, 1, -1 do
        local widget = stack[i].widget
        if not widget.toast and not widget.invisible and not isKeyboard(widget) then return widget end
    end
end

--- Array of the texts a window shows, in reading order.
function inspect.texts_of(widget)
    local texts = {}
    for _, thing in ipairs(walk.things(widget)) do
        for _, text in ipairs(thing.texts) do
            if text ~= "" then texts[#texts + 1] = text end
        end
    end
    return texts
end

local function buttonsOf(widget)
    local buttons = {}
    for _, thing in ipairs(walk.things(widget)) do
        if thing.active and thing.labels[1] then
            buttons[#buttons + 1] = { label = thing.labels[1], enabled = thing.enabled ~= false, kind = thing.kind }
        end
    end
    return buttons
end

--- The visible windows from the bottom to the top, toasts included, keyboards left out. Array of
-- { kind = name of the window's class, texts = array, buttons = array of { label, enabled, kind }, toast = bool }.
function inspect.windows()
    inspect.repaint()
    local windows = {}
    for _, entry in ipairs(UIManager._window_stack) do
        local widget = entry.widget
        if not widget.invisible and not isKeyboard(widget) then
            windows[#windows + 1] = {
                kind = windowname(widget),
                texts = inspect.texts_of(widget),
                buttons = buttonsOf(widget),
                toast = widget.toast and true or false,
            }
        end
    end
    return windows
end

--- Brings everything to the screen, so that all things have their place.
function inspect.repaint()
    UIManager:setDirty("all", "ui")
    UIManager:forceRePaint()
end

--- The texts of the topmost window; empty without one.
function inspect.texts()
    inspect.repaint()
    local widget = inspect.topmost()
    return widget and inspect.texts_of(widget) or {}
end

local function gesture(ges, x, y)
    return Event:new("Gesture", { ges = ges, pos = Geom:new{ x = x, y = y, w = 0, h = 0 }, time = time.now() })
end

local function hasLabel(thing, label)
    for _, own in ipairs(thing.labels) do
        if own == label then return true end
    end
    return false
end

--- The n-th thing with a label; a plain text only counts when nothing active has that label.
local function find(widget, label, n)
    local active, passive = {}, {}
    for _, thing in ipairs(walk.things(widget)) do
        if hasLabel(thing, label) then
            table.insert(thing.active and active or passive, thing)
        end
    end
    return (#active > 0 and active or passive)[n or 1]
end

--- The keyboard that covers a height on the screen (or lies above it, for what is below the screen's edge).
local function keyboardOver(y)
    for _, entry in ipairs(UIManager._window_stack) do
        local dimen = isKeyboard(entry.widget) and entry.widget.dimen
        if dimen and y >= dimen.y then return entry.widget end
    end
end

--- Middle of a thing on the screen. Scrolls to it first where needed, and puts a keyboard away that lies over it,
-- as a reader would. Returns x and y, or nil for a thing without a place.
local function reach(label, n)
    local thing = find(inspect.topmost(), label, n)
    if not (thing and thing.dimen) then return nil end
    for _, scroller in ipairs(thing.scrollers) do
        if scroller:scrollIntoView(thing.dimen) then
            inspect.repaint()
            thing = find(inspect.topmost(), label, n)
        end
    end
    local dimen = thing.dimen
    local x, y = dimen.x + math.floor(dimen.w / 2), dimen.y + math.floor(dimen.h / 2)
    local keyboard = keyboardOver(y)
    if keyboard then
        UIManager:close(keyboard)
        return reach(label, n)
    end
    return x, y
end

local function act(label, n, gestures)
    inspect.repaint()
    local widget = inspect.topmost()
    if not widget or not find(widget, label, n) then return false end
    local x, y = reach(label, n)
    if not x then return false end
    for _, ges in ipairs(gestures) do UIManager:sendEvent(gesture(ges, x, y)) end
    return true
end

--- A tap on the n-th (default first) thing with this label in the topmost window.
-- Returns whether there is such a thing, even if it is disabled or does nothing. Errors of callbacks come out.
function inspect.tap(label, n)
    return act(label, n, { "tap" })
end

--- A long press, as `inspect.tap`: the gesture "hold", then "hold_release".
function inspect.hold(label, n)
    return act(label, n, { "hold", "hold_release" })
end

local function coveredBy(widget)
    local areas = walk.areas(widget)
    for _, entry in ipairs(UIManager._window_stack) do
        if isKeyboard(entry.widget) and entry.widget.dimen then table.insert(areas, entry.widget.dimen) end
    end
    return areas
end

local function free(x, y, areas)
    for _, area in ipairs(areas) do
        if x >= area.x and x < area.x + area.w and y >= area.y and y < area.y + area.h then return false end
    end
    return true
end

--- A tap in a corner of the screen (or along its edges) that nothing of the topmost window or its keyboard covers.
-- A window that covers everything gets the tap in the bottom left corner. Returns whether there is any window, be it
-- a toast.
function inspect.tap_outside()
    inspect.repaint()
    if #UIManager._window_stack == 0 then return false end
    local widget = inspect.topmost()
    local areas = widget and coveredBy(widget) or {}
    local right, bottom = Screen:getWidth() - 1, Screen:getHeight() - 1
    local middle_x, middle_y = math.floor(right / 2), math.floor(bottom / 2)
    local x, y = 0, bottom
    for _, corner in ipairs{
        { 0, 0 }, { right, 0 }, { 0, bottom }, { right, bottom },
        { middle_x, 0 }, { 0, middle_y }, { right, middle_y }, { middle_x, bottom },
    } do
        if free(corner[1], corner[2], areas) then
            x, y = corner[1], corner[2]
            break
        end
    end
    UIManager:sendEvent(gesture("tap", x, y))
    return true
end

--- Types a text letter by letter into the focused field of the topmost window; "\n" is Enter.
-- Returns false if there is no such field.
function inspect.type_text(text)
    local widget = inspect.topmost()
    local field = widget and walk.focusedInput(widget)
    if not field then return false end
    for _, letter in ipairs(util.splitToChars(text)) do field:addChars(letter) end
    return true
end

--- Presses a key without modifiers.
function inspect.press(key)
    UIManager:sendEvent(Event:new("KeyPress", Key:new(key, {})))
end

return inspect

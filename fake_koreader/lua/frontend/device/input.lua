--[[--
Keys, touches and words from the hardware, as events for UIManager; and the clipboard.

`waitEvent` is where the application waits, and therefore where virtual time passes.
]]
-- fidelity: partial: the hardware's events come ready made; raw ones, a pen's too, count where a plugin or a driver
-- hands them in
local Event = require("ui/event")
local Geom = require("ui/geometry")
local source = require("ffi/inputsource")
local time = require("ui/time")

local function letters(first, last)
    local names = {}
    for byte = first:byte(), last:byte() do names[#names + 1] = string.char(byte) end
    return names
end

local function joined(...)
    local all = {}
    for _, list in ipairs{ ... } do
        for _, name in ipairs(list) do all[#all + 1] = name end
    end
    return all
end

local Input = {
    disable_double_tap = true,
    allow_concurrent_taps = false,
    tap_interval_override = nil,
    event_map = {},
    clipboard = "",
    modifiers = { Alt = false, Ctrl = false, Shift = false, Sym = false, Meta = false, ScreenKB = false },
}
Input.__index = Input

require("device/touchevents")(Input)

local function groups()
    local cursor = { "Up", "Down", "Left", "Right" }
    local alphabet, numeric = letters("A", "Z"), letters("0", "9")
    local group = {
        Cursor = cursor,
        PgFwd = { "RPgFwd", "LPgFwd" },
        PgBack = { "RPgBack", "LPgBack" },
        Back = { "Back" },
        Alphabet = alphabet,
        Numeric = numeric,
        AlphaNumeric = joined(alphabet, numeric),
        Text = joined(alphabet, numeric, { " ", ".", "/", "@", ",", "-", "=" }),
    }
    if G_reader_settings:isTrue("backspace_as_back") then table.insert(group.Back, "Backspace") end
    group.Any = joined(cursor, group.Text, group.PgFwd, group.PgBack, {
        "Back", "Backspace", "Del", "End", "Enter", "Home", "Menu", "Press", "Search", "Sym", "Tab",
    })
    return group
end

function Input:new(o)
    local input = setmetatable(o, self)
    input.group = groups()
    input.event_map = {}
    if input.device then
        input.gesture_detector = require("device/gesturedetector"):new{ screen = input.device.screen, input = input }
    end
    input:initMtSlots()
    -- Called with a dot: the clipboard belongs to the machine.
    function input.setClipboardText(text) input.clipboard = text or "" end
    function input.getClipboardText() return input.clipboard end
    function input.hasClipboardText() return input.clipboard ~= "" end
    return input
end

local function modifiersOf(input, held)
    local modifiers = {}
    for name in pairs(input.modifiers) do modifiers[name] = false end
    for name in (held or ""):gmatch("%a+") do modifiers[name] = true end
    return modifiers
end

local function keyEvent(handler)
    return function(input, name, held)
        local Key = require("device/key")
        return Event:new(handler, Key:new(name, modifiersOf(input, held)))
    end
end

local function gestureEvent(_input, name, x, y, direction, distance)
    return Event:new("Gesture", {
        ges = name,
        pos = Geom:new{ x = x, y = y, w = 0, h = 0 },
        time = time.now(),
        direction = direction,
        distance = distance,
    })
end

-- By the kind that the hardware names: from its arguments to what UIManager gets.
local TRANSLATE = {
    press = keyEvent("KeyPress"),
    ["repeat"] = keyEvent("KeyRepeat"),
    release = keyEvent("KeyRelease"),
    gesture = gestureEvent,
    text = function(_input, text) return Event:new("TextInput", text) end,
    event = function(_input, name, ...) return Event:new(name, ...) end,
    -- A word for UIManager's own handlers: Suspend, Resume, Charging…
    word = function(_input, word) return word end,
}

local function translate(input, kind, ...)
    if not kind then return nil end
    local make = TRANSLATE[kind]
    if not make then error("no such kind of input: " .. tostring(kind), 0) end
    local event = make(input, ...)
    -- Asleep, a machine hears its buttons and its charger, nothing else.
    if kind ~= "word" and input:isInhibited() then return nil end
    return { event }
end

--- Wait for input until `deadline` (fts; nil: for as long as it takes).
-- @treturn table|nil array of events (strings for UIManager's handlers)
function Input:waitEvent(_now, deadline)
    return translate(self, source.wait(deadline))
end

--- Hear nothing but buttons from now on, or hear everything again.
function Input:inhibitInput(inhibit)
    self.inhibited = inhibit and true or false
    self.inhibited_until = nil
end

--- Hear nothing for so many seconds (default half a second).
function Input:inhibitInputUntil(seconds)
    self.inhibited_until = time.now() + time.s(tonumber(seconds) or 0.5)
end

function Input:isInhibited()
    if self.inhibited then return true end
    return self.inhibited_until ~= nil and time.now() < self.inhibited_until
end

function Input:isEvKeyPress(event) return event.value == 1 end

function Input:isEvKeyRepeat(event) return event.value == 2 end

function Input:isEvKeyRelease(event) return event.value == 0 end

--- Forget what fingers are doing.
function Input:resetState()
    if self.gesture_detector then self.gesture_detector:dropContacts() end
    self:clearTimeouts()
    self:initMtSlots()
end

function Input:teardown() end

return Input

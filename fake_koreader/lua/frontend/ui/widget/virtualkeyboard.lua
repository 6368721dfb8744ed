--- The keyboard on the screen: a modal window over its dialog, at the bottom of the screen.
-- Fields: `inputbox` (the InputText it writes into). A tap on a key does what the key says; swipes over it are
-- swallowed. Its labels are no texts of a window.
-- fidelity: partial: one layout, typed by scenarios; no key popups

local Device = require("device")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local InputContainer = require("ui/widget/container/inputcontainer")
local RectSpan = require("ui/widget/rectspan")
local Screen = Device.screen
local UIManager = require("ui/uimanager")

-- One string per row: keys separated by blanks; "shift", "sym", "back", "enter", "space", "left", "right" are actions.
local LAYERS = {
    lower = { "q w e r t y u i o p", "a s d f g h j k l '", "shift z x c v b n m . back",
        "sym , left space space space space right - enter" },
    upper = { "Q W E R T Y U I O P", "A S D F G H J K L \"", "shift Z X C V B N M ! back",
        "sym ; left space space space space right _ enter" },
    symbols = { "1 2 3 4 5 6 7 8 9 0", "@ # $ % & * ( ) / :", "shift + = < > [ ] { } back",
        "sym ? left space space space space right ~ enter" },
}

local VirtualKeyboard = InputContainer:extend{
    covers_footer = true,
    disable_double_tap = true,
    inputbox = nil,
    layer = "lower",
    modal = true,
    name = "VirtualKeyboard",
    visible = nil,
}

function VirtualKeyboard:init()
    if Device:hasKeys() then
        self.key_events.Close = { { Device.input.group.Back } }
    end
    local row_height = Screen:scaleBySize(56)
    self.width = self.width or Screen:getWidth()
    self.height = math.min(4 * row_height, math.floor(Screen:getHeight() * 0.45))
    self.dimen = Geom:new{ x = 0, y = Screen:getHeight() - self.height, w = self.width, h = self.height }
    self[1] = FrameContainer:new{
        bordersize = 0, padding = 0, margin = 0,
        RectSpan:new{ width = self.width, height = self.height },
    }
end

--- Stays at the bottom wherever it is painted.
function VirtualKeyboard:paintTo(bb)
    self[1]:paintTo(bb, self.dimen.x, self.dimen.y)
end

function VirtualKeyboard:_keyAt(pos)
    local rows = LAYERS[self.layer]
    local row = math.min(#rows, 1 + math.floor((pos.y - self.dimen.y) / self.dimen.h * #rows))
    local keys = {}
    for key in rows[row]:gmatch("%S+") do table.insert(keys, key) end
    return keys[math.min(#keys, 1 + math.floor((pos.x - self.dimen.x) / self.dimen.w * #keys))]
end

local ACTIONS = {
    shift = function(keyboard) keyboard.layer = keyboard.layer == "lower" and "upper" or "lower" end,
    sym = function(keyboard) keyboard.layer = keyboard.layer == "symbols" and "lower" or "symbols" end,
    back = function(keyboard) keyboard:delChar() end,
    enter = function(keyboard) keyboard:addChar("\n") end,
    space = function(keyboard) keyboard:addChar(" ") end,
    left = function(keyboard) keyboard:leftChar() end,
    right = function(keyboard) keyboard:rightChar() end,
}

--- Gestures over the keyboard are its own; all others go on to the dialog below.
function VirtualKeyboard:onGesture(ges)
    if not (ges.pos and self.dimen:contains(ges.pos)) then return end
    if ges.ges == "tap" then
        local key = self:_keyAt(ges.pos)
        local action = ACTIONS[key]
        if action then
            action(self)
        else
            self:addChar(key)
            if self.layer == "upper" then self.layer = "lower" end
        end
    end
    return true
end

--- Types into the field.
function VirtualKeyboard:addChar(char)
    self.inputbox:addChars(char)
end

for _, name in ipairs{
    "delChar", "delNextChar", "delWord", "leftChar", "rightChar", "upLine", "downLine", "goToHome", "goToEnd",
    "goToStartOfLine", "goToEndOfLine", "delToStartOfLine", "clear",
} do
    local field_method = name == "clear" and "delAll" or name
    VirtualKeyboard[name] = function(keyboard, ...)
        return keyboard.inputbox[field_method](keyboard.inputbox, ...)
    end
end

--- Shows or hides the keyboard.
function VirtualKeyboard:setVisibility(toggle)
    if self.visible == toggle then return end
    if toggle then
        UIManager:show(self)
    else
        UIManager:close(self)
    end
end

function VirtualKeyboard:isVisible()
    return self.visible and true or false
end

function VirtualKeyboard:onShow()
    self.visible = true
    UIManager:setDirty(self, "ui", self.dimen)
    return true
end

function VirtualKeyboard:onCloseWidget()
    self.visible = false
    UIManager:setDirty(nil, "ui", self.dimen)
end

--- Back hides the keyboard only.
function VirtualKeyboard:onClose()
    UIManager:close(self)
    return true
end

return VirtualKeyboard

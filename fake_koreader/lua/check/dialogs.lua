--- What lies above the book or the file manager, and answering it as a reader would.
local Event = require("ui/event")
local Geom = require("ui/geometry")
local UIManager = require("ui/uimanager")
local actions = require("reader_actions")
local inspect = require("ui/inspect")
local time = require("ui/time")
local util = require("util")
local walk = require("ui/inspect/walk")
local windowname = require("ui/windowname")

local dialogs = {}

-- The topmost window that is neither the application itself nor its menu.
local function top()
    local widget = inspect.topmost()
    local ui = actions.ui()
    if not widget or not ui or widget == ui or widget == ui.dialog or widget == ui.menu.menu_container then
        return nil
    end
    return widget
end

--- Kind of the topmost dialog, its number of input fields, then kind, label and "on" or "off" of each thing that can
-- be tapped; nothing when there is no dialog.
function dialogs.look()
    inspect.repaint()
    local widget = top()
    if not widget then return nil end
    local inputs, flat = 0, {}
    for _, thing in ipairs(walk.things(widget)) do
        if thing.kind == "input" then inputs = inputs + 1 end
        if thing.active and thing.labels[1] then
            flat[#flat + 1] = thing.kind
            flat[#flat + 1] = thing.labels[1]
            flat[#flat + 1] = thing.enabled == false and "off" or "on"
        end
    end
    return tostring(windowname(widget)), inputs, unpack(flat)
end

local function tapAt(dimen)
    local x, y = dimen.x + math.floor(dimen.w / 2), dimen.y + math.floor(dimen.h / 2)
    local pos = Geom:new{ x = x, y = y, w = 0, h = 0 }
    UIManager:sendEvent(Event:new("Gesture", { ges = "tap", pos = pos, time = time.now() }))
end

--- Type into every field of the topmost dialog that is empty, and into every password.
function dialogs.fill(text, number, secret)
    inspect.repaint()
    local widget = top()
    if not widget then return end
    for _, thing in ipairs(walk.things(widget)) do
        local field = thing.widget
        if thing.kind == "input" and (field:getText() == "" or field.text_type == "password") then
            if thing.dimen and not field.focused then tapAt(thing.dimen) end
            local typed = field.text_type == "password" and secret or field.input_type == "number" and number or text
            for _, letter in ipairs(util.splitToChars(typed)) do field:addChars(letter) end
        end
    end
end

--- Tap the n-th thing with that label in the topmost dialog.
function dialogs.tap(label, n)
    return inspect.tap(label, tonumber(n))
end

--- Put away the topmost dialog: a tap beside it, else the Back key, else by force. Returns whether there was one.
function dialogs.dismiss()
    local widget = top()
    if not widget then return false end
    inspect.tap_outside()
    if top() == widget then inspect.press("Back") end
    if top() == widget then UIManager:close(widget) end
    return true
end

--- Put away every dialog without asking any of them.
function dialogs.force()
    local widget = top()
    while widget do
        UIManager:close(widget)
        widget = top() ~= widget and top()
    end
end

--- A tap beside the topmost dialog, and the Back key when that does nothing.
function dialogs.outside()
    local widget = top()
    inspect.tap_outside()
    if widget and top() == widget then inspect.press("Back") end
end

--- Close the main menu, if it is open.
function dialogs.close_menu()
    local ui = actions.ui()
    if ui and ui.menu.menu_container then ui.menu:onTapCloseMenu() end
end

return dialogs

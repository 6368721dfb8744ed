--[[--
A container that listens to keys and gestures.

`key_events[name] = { sequence…, event=, args=, is_inactive= }` and `ges_events[name] = { GestureRange…, event=,
args= }` turn input into events for the container itself; touch zones call a function.
]]
local Event = require("ui/event")
local Geom = require("ui/geometry")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local InputContainer = WidgetContainer:extend{
    vertical_align = "top",
}

-- A class may bring tables of its own, which all its instances then share; zones are always one's own.
function InputContainer:_init()
    if not self.key_events then self.key_events = {} end
    if not self.ges_events then self.ges_events = {} end
    self._zones = {}
    self._ordered_touch_zones = {}
    self.touch_zone_dg = nil
end

--- Paint the child here, and remember the place: that is where taps are expected from now on.
function InputContainer:paintTo(bb, x, y)
    local child = self[1]
    if not child or self.skip_paint then return end
    local size
    local dimen = self.dimen
    if dimen then
        dimen.x, dimen.y = x, y
    else
        size = child:getSize()
        dimen = Geom:new{ x = x, y = y, w = size and size.w or 0, h = size and size.h or 0 }
        self.dimen = dimen
    end
    if self.vertical_align == "center" then
        size = size or child:getSize()
        y = y + math.floor((dimen.h - size.h) / 2)
    end
    child:paintTo(bb, x, y)
end

-- Touch zones ---------------------------------------------------------------------------------------------------

local function onScreen(zone, dimen)
    local ratio = zone.screen_zone
    return Geom:new{
        x = dimen.w * ratio.ratio_x, y = dimen.h * ratio.ratio_y,
        w = dimen.w * ratio.ratio_w, h = dimen.h * ratio.ratio_h,
    }
end

local function putInOrder(self)
    local ordered = {}
    for _, id in ipairs(self.touch_zone_dg:serialize()) do
        -- Somebody may override a zone that is yet to come.
        ordered[#ordered + 1] = self._zones[id]
    end
    self._ordered_touch_zones = ordered
end

--- @tparam table zones array of `{ id=, ges=, screen_zone={ratio_x=…}, handler=, overrides={ids}, rate= }`
function InputContainer:registerTouchZones(zones)
    local GestureRange = require("ui/gesturerange")
    local screen = require("device").screen:getSize()
    local known = self._zones
    local graph = self.touch_zone_dg or require("depgraph"):new{}
    self.touch_zone_dg = graph
    for _, zone in ipairs(zones) do
        if known[zone.id] then graph:removeNode(zone.id) end
        graph:addNode(zone.id)
        for _, overridden in ipairs(zone.overrides or {}) do graph:addNodeDep(overridden, zone.id) end
        known[zone.id] = {
            def = zone,
            handler = zone.handler,
            gs_range = GestureRange:new{ ges = zone.ges, rate = zone.rate, range = onScreen(zone, screen) },
        }
    end
    putInOrder(self)
end

--- @tparam table zones array of tables with the `id` (and `overrides`) of what is to go
function InputContainer:unRegisterTouchZones(zones)
    local graph = self.touch_zone_dg
    if not graph then return end
    for _, zone in ipairs(zones) do
        graph:removeNode(zone.id)
        for _, overridden in ipairs(zone.overrides or {}) do graph:removeNodeDep(overridden, zone.id) end
        self._zones[zone.id] = nil
    end
    putInOrder(self)
end

function InputContainer:checkRegisterTouchZone(id)
    return self.touch_zone_dg ~= nil and self.touch_zone_dg:checkNode(id)
end

--- Work out the zones' places anew after a rotation. @tparam Geom dimen the screen now
function InputContainer:updateTouchZonesOnScreenResize(dimen)
    for _, zone in ipairs(self._ordered_touch_zones) do zone.gs_range.range = onScreen(zone.def, dimen) end
end

-- Keys ----------------------------------------------------------------------------------------------------------

local function hears(entry, key)
    if entry.is_inactive then return false end
    for _, sequence in ipairs(entry) do
        if key:match(sequence) then return true end
    end
    return false
end

function InputContainer:onKeyPress(key)
    for name, entry in pairs(self.key_events) do
        if hears(entry, key) then
            return self:handleEvent(Event:new(entry.event or name, entry.args, key))
        end
    end
end

InputContainer.onKeyRepeat = InputContainer.onKeyPress

--- Without keys nothing can be bound to them.
function InputContainer:onPhysicalKeyboardDisconnected()
    self.key_events = {}
end

-- Gestures ------------------------------------------------------------------------------------------------------

local function wanted(entry, gesture)
    for _, range in ipairs(entry) do
        if range:match(gesture) then return true end
    end
    return false
end

function InputContainer:onGesture(gesture)
    for _, zone in ipairs(self._ordered_touch_zones) do
        if zone.gs_range:match(gesture) and zone.handler(gesture) then return true end
    end
    for name, entry in pairs(self.ges_events) do
        if wanted(entry, gesture) and self:handleEvent(Event:new(entry.event or name, entry.args, gesture)) then
            return true
        end
    end
    if self.stop_events_propagation then return true end
end

local listening = InputContainer.onGesture

--- For the gestures plugin, which puts its own there: whether a zone hears even while touch input is ignored.
function InputContainer._isGestureAlwaysActive() return false end

InputContainer.isGestureAlwaysActive = InputContainer._isGestureAlwaysActive

local function deaf(self, gesture)
    for _, zone in ipairs(self._ordered_touch_zones) do
        if self:isGestureAlwaysActive(zone.def.id, gesture.multiswipe_directions) and zone.gs_range:match(gesture)
            and zone.handler(gesture) then
            return true
        end
    end
    return true
end

--- Make every container that has no gesture handler of its own deaf to touch, or hear again.
function InputContainer:setIgnoreTouchInput(ignore)
    InputContainer.onGesture = ignore and deaf or listening
    return true
end

--- @tparam bool|nil ignore nil: the other way than now
function InputContainer:onIgnoreTouchInput(ignore)
    local UIManager = require("ui/uimanager")
    if ignore == nil then ignore = not UIManager._input_gestures_disabled end
    UIManager:setIgnoreTouchInput(ignore == true)
    return true
end

function InputContainer:onResume()
    local UIManager = require("ui/uimanager")
    if UIManager._input_gestures_disabled then UIManager:setIgnoreTouchInput(false) end
end

-- A text asked of the reader (`self.input`: title, hint, type, callback) ---------------------------------------------

--- Open a dialog for one line of text, as menu entries with `tap_input` do.
function InputContainer:onInput(input, ignore_first_hold_release)
    local InputDialog = require("ui/widget/inputdialog")
    local UIManager = require("ui/uimanager")
    local dialog
    local function cancel()
        self:closeInputDialog()
    end
    local function accept()
        local text = dialog:getInputText()
        if input.deny_blank_input and text == "" then return end
        if not input.allow_blank_input and text:match("^%s*$") then return end
        input.callback(text)
        self:closeInputDialog()
    end
    local _ = require("gettext")
    dialog = InputDialog:new{
        title = input.title or "",
        input = input.input_func and input.input_func() or input.input,
        input_hint = input.hint_func and input.hint_func() or input.hint or "",
        input_type = input.input_type or "number",
        buttons = input.buttons or { {
            { text = input.cancel_text or _("Cancel"), id = "close", callback = cancel },
            { text = input.ok_text or _("OK"), is_enter_default = true, callback = accept },
        } },
    }
    dialog.ignore_first_hold_release = ignore_first_hold_release
    self.input_dialog = dialog
    UIManager:show(dialog)
    dialog:onShowKeyboard(ignore_first_hold_release)
end

function InputContainer:closeInputDialog()
    require("ui/uimanager"):close(self.input_dialog)
end

return InputContainer

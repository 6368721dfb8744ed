--[[--
Raw events of touch panels, as drivers and plugins hand them in: slots that fill until the frame is complete, then
the gestures that the detector makes of them.

A raw event is a table { type =, code =, value =, time = { sec =, usec = } }, its numbers those of ffi/linux_input_h.
]]
local Event = require("ui/event")
local time = require("ui/time")

local SLOTS_KEPT = { "id", "x", "y", "timev", "tool" }

-- Numbers of the kernel, fetched when a raw event comes: without one nobody declares them.
local codes
local function C()
    if not codes then
        require("ffi/linux_input_h")
        codes = require("ffi").C
    end
    return codes
end

return function(Input)
    -- Kinds of tools, as the kernel numbers them.
    Input.TOOL_TYPE_FINGER, Input.TOOL_TYPE_PEN = 0, 1
    Input.main_finger_slot = 0
    Input.pen_slot = 4
    Input.cur_slot = 0

    -- State of one input -----------------------------------------------------------------------------------------

    --- Begin without any touch.
    function Input:initMtSlots()
        self.ev_slots = { [self.main_finger_slot] = { slot = self.main_finger_slot } }
        self.MTSlots, self.active_slots = {}, {}
        self.cur_slot = self.main_finger_slot
        self.timer_callbacks = {}
    end

    --- A frame begins: nothing has changed in it yet.
    function Input:newFrame()
        self.MTSlots, self.active_slots = {}, {}
    end

    --- Note that a slot changes in this frame.
    function Input:addSlot(slot)
        if self.active_slots[slot] then return end
        self.active_slots[slot] = true
        table.insert(self.MTSlots, self:getMtSlot(slot))
        self.cur_slot = slot
    end

    function Input:addSlotIfChanged(slot)
        if self.cur_slot ~= slot then self:addSlot(slot) end
        self.cur_slot = slot
    end

    function Input:getMtSlot(slot)
        self.ev_slots[slot] = self.ev_slots[slot] or { slot = slot }
        return self.ev_slots[slot]
    end

    function Input:getCurrentMtSlot() return self:getMtSlot(self.cur_slot) end

    function Input:setMtSlot(slot, key, value) self:getMtSlot(slot)[key] = value end

    function Input:setCurrentMtSlot(key, value) self:setMtSlot(self.cur_slot, key, value) end

    --- Set it, and note that the slot changes in this frame.
    function Input:setCurrentMtSlotChecked(key, value)
        self:addSlot(self.cur_slot)
        self:setCurrentMtSlot(key, value)
    end

    function Input:setupSlotData(slot)
        self.cur_slot = slot
        self:addSlot(slot)
    end

    function Input:getCurrentMtSlotData(key) return self:getCurrentMtSlot()[key] end

    -- Timers of the detector -------------------------------------------------------------------------------------

    --- Ask `callback` for a gesture, `delay` (fts) after `origin`, unless it is cleared before.
    function Input:setTimeout(slot, name, callback, origin, delay)
        self:clearTimeout(slot, name)
        local UIManager = require("ui/uimanager")
        local timer = { slot = slot, name = name }
        timer.action = function()
            self.timer_callbacks[slot .. name] = nil
            local ges = callback()
            if ges then UIManager:handleInputEvent(self:gestureToEvent(ges)) end
        end
        self.timer_callbacks[slot .. name] = timer
        UIManager:schedule(origin + delay, timer.action)
    end

    function Input:clearTimeout(slot, name)
        local timer = self.timer_callbacks[slot .. name]
        if not timer then return end
        self.timer_callbacks[slot .. name] = nil
        require("ui/uimanager"):unschedule(timer.action)
    end

    function Input:clearTimeouts()
        for _, timer in pairs(self.timer_callbacks) do self:clearTimeout(timer.slot, timer.name) end
    end

    -- From raw to made -------------------------------------------------------------------------------------------

    --- Change gestures before anybody gets them; called after those that registered earlier.
    function Input:registerGestureAdjustHook(hook, parameters)
        local earlier = self.gestureAdjustHook
        self.gestureAdjustHook = function(input, ges)
            earlier(input, ges)
            hook(input, ges, parameters)
        end
    end

    --- Change raw events before they are looked at; called after those that registered earlier.
    function Input:registerEventAdjustHook(hook, parameters)
        local earlier = self.eventAdjustHook
        self.eventAdjustHook = function(input, event)
            earlier(input, event)
            hook(input, event, parameters)
        end
    end

    Input.gestureAdjustHook = function() end
    Input.eventAdjustHook = function() end

    local function isAxis(event, ...)
        if event.type ~= C().EV_ABS then return false end
        for i = 1, select("#", ...) do
            if event.code == C()[(select(i, ...))] then return true end
        end
        return false
    end

    --- A hook: the panel's axes are swapped.
    function Input:adjustTouchSwitchXY(event)
        if isAxis(event, "ABS_X") then event.code = C().ABS_Y
        elseif isAxis(event, "ABS_Y") then event.code = C().ABS_X
        elseif isAxis(event, "ABS_MT_POSITION_X") then event.code = C().ABS_MT_POSITION_Y
        elseif isAxis(event, "ABS_MT_POSITION_Y") then event.code = C().ABS_MT_POSITION_X
        end
    end

    --- A hook: x runs from right to left. @tparam number width the last pixel
    function Input:adjustTouchMirrorX(event, width)
        if isAxis(event, "ABS_X", "ABS_MT_POSITION_X") then event.value = width - event.value end
    end

    --- A hook: y runs from bottom to top. @tparam number height the last pixel
    function Input:adjustTouchMirrorY(event, height)
        if isAxis(event, "ABS_Y", "ABS_MT_POSITION_Y") then event.value = height - event.value end
    end

    --- A hook: the panel is finer or coarser than the screen. @tparam table by { x =, y = }
    function Input:adjustTouchScale(event, by)
        if isAxis(event, "ABS_X", "ABS_MT_POSITION_X") then event.value = by.x * event.value end
        if isAxis(event, "ABS_Y", "ABS_MT_POSITION_Y") then event.value = by.y * event.value end
    end

    --- A hook: the screen begins elsewhere than the panel. @tparam table by { x =, y = }
    function Input:adjustTouchTranslate(event, by)
        if isAxis(event, "ABS_X", "ABS_MT_POSITION_X") then event.value = by.x + event.value end
        if isAxis(event, "ABS_Y", "ABS_MT_POSITION_Y") then event.value = by.y + event.value end
    end

    function Input:gestureToEvent(ges)
        self:gestureAdjustHook(ges)
        return Event:new("Gesture", self.gesture_detector:adjustGesCoordinate(ges))
    end

    -- The frame is complete: a copy goes to the detector, since slots go on changing.
    local function report(input, event)
        input:routeStylusEvents()
        local now = event.time and time.timeval(event.time) or time.now()
        local touches = {}
        for i, slot in ipairs(input.MTSlots) do
            slot.timev = now
            touches[i] = { slot = slot.slot }
            for _, key in ipairs(SLOTS_KEPT) do touches[i][key] = slot[key] end
        end
        local events = {}
        for i, ges in ipairs(input.gesture_detector:feedEvent(touches)) do events[i] = input:gestureToEvent(ges) end
        input:newFrame()
        return #events > 0 and events or nil
    end

    --- Raw events of most panels, in slots or with one finger.
    -- @treturn table|nil at the end of a frame: the events made of it
    function Input:handleTouchEv(event)
        local c = C()
        if event.type == c.EV_SYN then
            if event.code == c.SYN_REPORT then return report(self, event) end
        elseif event.type == c.EV_ABS then
            if event.code == c.ABS_MT_SLOT then
                self:addSlot(event.value)
                self.cur_slot = event.value
            elseif event.code == c.ABS_MT_TRACKING_ID then
                self:setCurrentMtSlotChecked("id", event.value)
            elseif event.code == c.ABS_MT_TOOL_TYPE then
                self:setCurrentMtSlotChecked("tool", event.value)
            elseif event.code == c.ABS_MT_POSITION_X or event.code == c.ABS_X then
                self:setCurrentMtSlotChecked("x", event.value)
            elseif event.code == c.ABS_MT_POSITION_Y or event.code == c.ABS_Y then
                self:setCurrentMtSlotChecked("y", event.value)
            end
        end
    end

    --- Panels that name a contact in each packet, and never say that it is lifted but by a width of nothing.
    function Input:handleTouchEvPhoenix(event)
        local c = C()
        if event.type == c.EV_ABS then
            if event.code == c.ABS_MT_TRACKING_ID then
                self:setupSlotData(event.value)
                self:setCurrentMtSlot("id", event.value)
            elseif event.code == c.ABS_MT_TOUCH_MAJOR and event.value == 0 then
                self:setCurrentMtSlotChecked("id", -1)
            elseif event.code == c.ABS_MT_POSITION_X or event.code == c.ABS_MT_POSITION_Y then
                return self:handleTouchEv(event)
            end
        elseif event.type == c.EV_SYN and event.code == c.SYN_REPORT then
            return report(self, event)
        end
    end

    --- Old panels without slots: one finger, down while BTN_TOUCH says so.
    function Input:handleTouchEvLegacy(event)
        local c = C()
        if event.type == c.EV_KEY and event.code == c.BTN_TOUCH then
            self:setupSlotData(self.main_finger_slot)
            self:setCurrentMtSlot("id", event.value == 1 and 1 or -1)
        else
            return self:handleTouchEv(event)
        end
    end

    --- Have `callback(input, slot)` called for what a pen does; where it returns true, no gesture is made of it.
    function Input:registerStylusCallback(callback) self.stylus_callback = callback end

    function Input:unregisterStylusCallback() self.stylus_callback = nil end

    --- Offer the pen's slots of this frame to the callback, and take those away that it wants for itself.
    function Input:routeStylusEvents()
        if not self.stylus_callback then return end
        for i = #self.MTSlots, 1, -1 do
            local slot = self.MTSlots[i]
            local by_pen = slot.slot == self.pen_slot or slot.tool == self.TOOL_TYPE_PEN
            if by_pen and self.stylus_callback(self, slot) then table.remove(self.MTSlots, i) end
        end
    end

    local KEY_EVENTS = { [0] = "KeyRelease", [1] = "KeyPress", [2] = "KeyRepeat" }

    --- Raw events of keys: what `event_map` calls them, with the modifiers held. @treturn Event|nil
    function Input:handleKeyBoardEv(event)
        local name = self.event_map[event.code]
        if type(name) == "function" then name = name(event) end
        if not name then return nil end
        if self.modifiers[name] ~= nil then
            self.modifiers[name] = event.value ~= 0
            return nil
        end
        local handler = KEY_EVENTS[event.value]
        return handler and Event:new(handler, require("device/key"):new(name, self.modifiers)) or nil
    end
end

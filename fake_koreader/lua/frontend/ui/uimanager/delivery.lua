--- How UIManager hands events to windows.
return function(UIManager)
    -- Offers the event to what is active in a window: first its active widgets, then itself if always active.
    local function offer(widget, event)
        local active = widget.active_widgets
        if active then
            for _, child in ipairs(active) do
                if child:handleEvent(event) then return true end
            end
        end
        return widget.is_always_active and widget:handleEvent(event)
    end

    -- The topmost window that has not had the event. Windows may come and go while it travels.
    local function nextUnseen(stack, seen)
        for i = #stack, 1, -1 do
            local widget = stack[i].widget
            if not seen[widget] then return widget end
        end
    end

    local function offerToOthers(self, event, seen)
        while true do
            local widget = nextUnseen(self._window_stack, seen)
            if not widget then return false end
            seen[widget] = true
            if offer(widget, event) then return true end
        end
    end

    -- Toasts on top look on; the first window that is not one is the one that is meant.
    local function passToasts(self, event)
        local i = #self._window_stack
        local seen
        while i > 0 do
            local widget = self._window_stack[i].widget
            if not widget.toast then return widget, seen end
            seen = seen or {}
            if not seen[widget] then
                seen[widget] = true
                widget:handleEvent(event)
            end
            i = math.min(i - 1, #self._window_stack)
        end
    end

    --- Send to the topmost window; to others only as far as they are active below it.
    function UIManager:sendEvent(event)
        local target, seen = passToasts(self, event)
        if not target then return false end
        if target:handleEvent(event) then return true end
        local active = target.active_widgets
        if active then
            for _, child in ipairs(active) do
                if child:handleEvent(event) then return true end
            end
        end
        local stack = self._window_stack
        if #stack == 1 and stack[1].widget == target then return false end
        seen = seen or {}
        seen[target] = true
        return offerToOthers(self, event, seen)
    end

    --- Send to every window, top to bottom. @treturn bool whether any of them took it
    function UIManager:broadcastEvent(event)
        local seen, taken = {}, false
        while true do
            local widget = nextUnseen(self._window_stack, seen)
            if not widget then return taken end
            seen[widget] = true
            if widget:handleEvent(event) then taken = true end
        end
    end

    --- What came from the hardware: a string goes to its handler, an event object is sent.
    function UIManager:handleInputEvent(input_event)
        local handler = self.event_handlers[input_event]
        if handler then
            handler(input_event)
        elseif type(input_event) == "table" then
            self:sendEvent(input_event)
        end
    end
end

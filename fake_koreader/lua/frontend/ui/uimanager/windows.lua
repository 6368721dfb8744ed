--- Windows of UIManager: what is shown, in which order, and what happens when it comes and goes.
local Event = require("ui/event")
local logger = require("logger")
local tracer = require("ffi/tracer")
local windowname = require("ui/windowname")

return function(UIManager)
    local input

    local function inputFlags()
        input = input or require("device").input
        return input
    end

    -- Where a new window goes: the index it will have.
    local function placeFor(stack, widget)
        for i = #stack, 1, -1 do
            local below = stack[i].widget
            if widget.modal then
                if not below.toast then return i + 1 end
            elseif widget.toast then
                if below.toast or not below.modal then return i + 1 end
            elseif not below.toast and not below.modal then
                return i + 1
            end
        end
        return 1
    end

    --- Put a window on the screen; it hears `Show` before it is painted for the first time.
    function UIManager:show(widget, refreshtype, refreshregion, x, y, refreshdither)
        if not widget then
            logger.dbg("there is nothing to show")
            return
        end
        if self.silent_mode and widget.honor_silent_mode then return end
        local stack = self._window_stack
        table.insert(stack, placeFor(stack, widget), { x = x or 0, y = y or 0, widget = widget })
        tracer.emit("window.shown", "window", windowname(widget), "texts", windowname.texts(widget))
        self:setDirty(widget, refreshtype, refreshregion, refreshdither)
        widget:handleEvent(Event:new("Show"))
        local flags = inputFlags()
        flags.disable_double_tap = widget.disable_double_tap ~= false
        flags.allow_concurrent_taps = widget.allow_concurrent_taps and true or false
        flags.tap_interval_override = widget.tap_interval_override
        if self._input_gestures_disabled then
            widget._restored_input_gestures = true
            self:setIgnoreTouchInput(false)
        end
    end

    local function removeAll(stack, widget)
        local kept, found = 0, nil
        for i = 1, #stack do
            local window = stack[i]
            if window.widget == widget then
                found = found or i
            else
                kept = kept + 1
                stack[kept] = window
            end
        end
        for i = #stack, kept + 1, -1 do stack[i] = nil end
        return found
    end

    -- The flags follow the windows that are left; what no window says stays as it was.
    local function restoreFlags(stack)
        local flags = inputFlags()
        for i = #stack, 1, -1 do
            local wish = stack[i].widget.disable_double_tap
            if wish ~= nil then
                flags.disable_double_tap = wish
                break
            end
        end
        local top = stack[#stack]
        flags.allow_concurrent_taps = top ~= nil and top.widget.allow_concurrent_taps or false
        if top then flags.tap_interval_override = top.widget.tap_interval_override end
    end

    --- Take a window away; it hears `FlushSettings` and `CloseWidget`, whether it was shown or not.
    function UIManager:close(widget, refreshtype, refreshregion, refreshdither)
        if not widget then
            logger.dbg("there is nothing to close")
            return
        end
        widget:handleEvent(Event:new("FlushSettings"))
        widget:handleEvent(Event:new("CloseWidget"))
        local stack = self._window_stack
        local was_at = removeAll(stack, widget)
        self._dirty[widget] = nil
        if was_at then
            tracer.emit("window.closed", "window", windowname(widget))
            self:_uncover()
            restoreFlags(stack)
        end
        self:_afterPainting(refreshtype)
        if widget._restored_input_gestures then
            widget._restored_input_gestures = nil
            self:setIgnoreTouchInput(true)
        end
    end

    --- Stop hearing touches (all windows), or start again.
    function UIManager:setIgnoreTouchInput(ignore)
        if self._input_gestures_disabled == ignore then return end
        self._input_gestures_disabled = ignore
        require("ui/widget/container/inputcontainer"):setIgnoreTouchInput(ignore)
    end

    --- Whether the widget itself is a window.
    function UIManager:isWidgetShown(widget)
        for _, window in ipairs(self._window_stack) do
            if window.widget == widget then return true end
        end
        return false
    end

    local function depthOf(container, wanted, depth, most)
        if container == wanted then return depth end
        if depth == most then return nil end
        for _, child in ipairs(container) do
            local found = type(child) == "table" and depthOf(child, wanted, depth + 1, most)
            if found then return found end
        end
    end

    --- Whether the widget is part of a window. @treturn bool @treturn number depth @treturn table the window
    function UIManager:isSubwidgetShown(widget, max_depth)
        local stack = self._window_stack
        for i = #stack, 1, -1 do
            local top = stack[i].widget
            local depth = depthOf(top, widget, 0, max_depth or 15)
            if depth then return true, depth, top end
        end
        return false
    end

    --- The topmost window that is not invisible, or nil.
    function UIManager:getTopmostVisibleWidget()
        for widget in self:topdown_widgets_iter() do
            if not widget.invisible then return widget end
        end
        return nil
    end

    --- The n-th window from the top (1, the default, is the top), or nil.
    function UIManager:getNthTopWidget(n)
        local stack = self._window_stack
        local window = stack[#stack - (n or 1) + 1]
        return window and window.widget or nil
    end

    --- Iterate over the windows, top to bottom; closing them meanwhile is allowed.
    function UIManager:topdown_widgets_iter()
        local i = #self._window_stack + 1
        return function()
            local stack = self._window_stack
            i = math.min(i - 1, #stack)
            return i > 0 and stack[i].widget or nil
        end
    end

    --- In silent mode windows that honour it are not shown.
    function UIManager:setSilentMode(on)
        self.silent_mode = on and true or false
    end

    function UIManager:isInSilentMode()
        return self.silent_mode
    end
end

--- Painting, which shows nothing here: it gives widgets their places and calls the functions that wait for it.
local Screen = require("device").screen

return function(UIManager)
    --- Keep a refresh function for after the next painting; other refresh types need nothing here.
    function UIManager:_afterPainting(refreshtype)
        if type(refreshtype) == "function" then table.insert(self._refresh_func_stack, refreshtype) end
    end

    --- Have a window (nil: none, "all": each) painted in the next pass.
    function UIManager:setDirty(widget, refreshtype, _region, _dither)
        if widget == "all" then
            self:_uncover()
        elseif widget and self:isWidgetShown(widget) then
            self._dirty[widget] = true
            self._needs_painting = true
        end
        self:_afterPainting(refreshtype)
    end

    --- Every window has to be painted again.
    function UIManager:_uncover()
        for _, window in ipairs(self._window_stack) do self._dirty[window.widget] = true end
        self._needs_painting = true
    end

    -- Nothing below a window that fills the screen can be seen.
    local function lowestVisible(stack)
        for i = #stack, 2, -1 do
            if stack[i].widget.covers_fullscreen then return i end
        end
        return 1
    end

    local function paintWindows(self)
        local stack = self._window_stack
        local painting = false
        for i = lowestVisible(stack), #stack do
            local window = stack[i]
            -- A window that was closed by another one's painting has left a hole.
            if not window then break end
            local widget = window.widget
            if self._dirty[widget] then painting = true end
            if painting then
                self._dirty[widget] = nil
                widget:paintTo(Screen.bb, window.x, window.y)
            end
        end
    end

    function UIManager:_repaint()
        if self._needs_painting then
            self._needs_painting = false
            paintWindows(self)
        end
        local waiting = self._refresh_func_stack
        if #waiting == 0 then return end
        self._refresh_func_stack = {}
        for _, refresh in ipairs(waiting) do refresh() end
    end

    function UIManager:forceRePaint()
        self:_repaint()
    end

    --- Paint one widget at once, wherever it is.
    function UIManager:widgetRepaint(widget, x, y)
        if widget then widget:paintTo(Screen.bb, x, y) end
    end

    -- The panel is always ready, and nothing flashes.
    function UIManager:widgetInvert() end
    function UIManager:waitForVSync() end
    function UIManager:yieldToEPDC() end
    function UIManager:avoidFlashOnNextRepaint() end

    --- After a rotation everything is painted again.
    function UIManager:onRotation()
        self:setDirty("all", "full")
        self:forceRePaint()
    end

    --- Pages between two full refreshes, by day and by night.
    function UIManager:getRefreshRate()
        local day = G_reader_settings:readSetting("full_refresh_count") or self.DEFAULT_FULL_REFRESH_COUNT
        return day, G_reader_settings:readSetting("night_full_refresh_count") or day
    end

    function UIManager:_chooseRefreshCount(night)
        local by_day, by_night = self:getRefreshRate()
        self.FULL_REFRESH_COUNT = night and by_night or by_day
    end

    --- Store the rates that are given.
    function UIManager:setRefreshRate(day, night)
        for key, rate in pairs{ full_refresh_count = day, night_full_refresh_count = night } do
            G_reader_settings:saveSetting(key, rate)
        end
        self:_chooseRefreshCount(G_reader_settings:isTrue("night_mode"))
    end

    function UIManager:ToggleNightMode(night)
        self:_chooseRefreshCount(night)
    end
end

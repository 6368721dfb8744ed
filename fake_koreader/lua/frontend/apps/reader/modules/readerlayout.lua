--[[--
Laying a reflowable book out anew, for ReaderRolling (specs/koreader-ui.md §4.3, "Layout change").

A book of one fragment is rendered at once. Of a book of several only the fragment that is read is rendered: the page
numbers are provisional from then on, the rest is rendered in the background once no menu is open, and when the reader
has been idle for a while the book is reloaded without being seen to. `rendering_state` is nil (all is rendered),
"partial", "rendering" or "rendered" (waiting for the reload).
]]
local Device = require("device")
local Event = require("ui/event")
local UIManager = require("ui/uimanager")
local time = require("ui/time")

local WITHOUT_MENU_S = 3
local IDLE_S = 5
-- How long the background process takes: a middling book on a middling device.
local RENDERING_S = 2

local function isCovered(ui)
    return UIManager:getTopmostVisibleWidget() ~= ui.dialog
end

return function(ReaderRolling)
    --- Something that moves text may have changed: render if it has, and tell everybody.
    -- @tparam bool force render in any case
    function ReaderRolling:onUpdatePos(force)
        local document = self.document
        -- Before the first rendering there is nothing to render again.
        if not self.ui.document or not document.is_rendered then return end
        if not force and not document:needsRendering() then return end
        Device.input:inhibitInput(true)
        local before = document.rendering_hash
        document:render()
        if self.xpointer then document:gotoXPointer(self.xpointer) end
        if document.rendering_hash ~= before then
            if self:canRenderPartially() then
                self:_tellPartialLayout()
            else
                self:_tellNewLayout()
            end
        end
        Device.input:inhibitInput(false)
    end

    --- Whether a change of layout leaves most of the book for later.
    function ReaderRolling:canRenderPartially()
        if not self.is_ready or self.partial_rerendering == false then return false end
        return G_reader_settings:nilOrTrue("cre_partial_rerendering") and self.document:getFragmentCount() > 1
    end

    function ReaderRolling:_tellNewLayout()
        self.ui:handleEvent(Event:new("PageChangeAnimation", true))
        self:_tellPosition()
        self.ui:handleEvent(Event:new("DocumentRerendered"))
    end

    function ReaderRolling:_tellPartialLayout()
        local is_first = self.rendering_state == nil
        self.current_page = self.document:getCurrentPage()
        self.current_pos = self.document:getCurrentPos()
        self.ui.doc_settings:makeTrue("annotations_externally_modified")
        if is_first then self:_beginRendering() end
        self.rendering_state = "partial"
        self.ui:handleEvent(Event:new("DocumentPartiallyRerendered", is_first))
        self:_renderRestIn(WITHOUT_MENU_S)
    end

    function ReaderRolling:_beginRendering()
        UIManager:preventStandby()
        self._render_rest = function()
            if isCovered(self.ui) then
                self:_renderRestIn(WITHOUT_MENU_S)
            else
                self.rendering_state = "rendering"
                UIManager:scheduleIn(RENDERING_S, self._reload_when_idle)
            end
        end
        self._reload_when_idle = function()
            self.rendering_state = "rendered"
            local idle = time.to_s(time.now() - self.active_at)
            if isCovered(self.ui) or idle < IDLE_S then
                UIManager:scheduleIn(math.max(IDLE_S - idle, 1), self._reload_when_idle)
            else
                self.ui:reloadDocument(nil, true)
            end
        end
        self._noteActivity = function() self.active_at = time.now() end
        self._noteActivity()
        UIManager.event_hook:register("InputEvent", self._noteActivity)
    end

    function ReaderRolling:_renderRestIn(seconds)
        UIManager:unschedule(self._render_rest)
        UIManager:unschedule(self._reload_when_idle)
        UIManager:scheduleIn(seconds, self._render_rest)
    end

    --- The book closes: what was to be done in the background is not.
    function ReaderRolling:_endRendering()
        if not self._render_rest then return end
        UIManager:unschedule(self._render_rest)
        UIManager:unschedule(self._reload_when_idle)
        UIManager.event_hook:unregister("InputEvent", self._noteActivity)
        UIManager:allowStandby()
        self._render_rest, self._reload_when_idle, self._noteActivity = nil, nil, nil
    end

    --- A turned screen has another shape.
    function ReaderRolling:onSetDimensions()
        self:onUpdatePos()
    end
end

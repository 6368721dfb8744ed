--- Laying a reflowable book out anew, for ReaderRolling (specs/koreader-ui.md §4.3, "Layout change").
local Device = require("device")
local Event = require("ui/event")

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
        if document.rendering_hash ~= before then self:_tellNewLayout() end
        Device.input:inhibitInput(false)
    end

    function ReaderRolling:_tellNewLayout()
        self.ui:handleEvent(Event:new("PageChangeAnimation", true))
        self:_tellPosition()
        self.ui:handleEvent(Event:new("DocumentRerendered"))
    end

    --- A turned screen has another shape.
    function ReaderRolling:onSetDimensions()
        self:onUpdatePos()
    end
end

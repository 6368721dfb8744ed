--[[--
The Back key: by default back through the places the reader has been at, and in the end it offers to leave. The setting
`back_in_reader` may say otherwise.
]]
local ConfirmBox = require("ui/widget/confirmbox")
local Event = require("ui/event")
local EventListener = require("ui/widget/eventlistener")
local UIManager = require("ui/uimanager")
local _ = require("gettext")

local ReaderBack = EventListener:extend{
    location_stack = nil,
    max_stack = 200,
}

function ReaderBack:init()
    self.location_stack = {}
end

local function whereabouts(ui)
    return (ui.rolling or ui.paging):getBookLocation(), ui:getCurrentPage()
end

function ReaderBack:onPageUpdate(page)
    if self.restoring then
        self.restoring = nil
    elseif self.last_page and self.last_page ~= page then
        local stack = self.location_stack
        stack[#stack + 1] = self.last_location
        if #stack > self.max_stack then table.remove(stack, 1) end
    end
    self.last_page = page
    self.last_location = whereabouts(self.ui)
end

function ReaderBack:onBack()
    local how = G_reader_settings:readSetting("back_in_reader") or "previous_location"
    if how == "previous_location" then
        if self.ui.link:onGoBackLink() then return true end
    elseif how == "previous_read_page" then
        local location = table.remove(self.location_stack)
        if location then
            self.restoring = true
            self.ui:handleEvent(Event:new("RestoreBookLocation", location))
            return true
        end
    elseif how == "filebrowser" then
        self.ui:handleEvent(Event:new("Home"))
        return true
    end
    self:_offerExit()
    return true
end

function ReaderBack:_offerExit()
    local habit = G_reader_settings:readSetting("back_to_exit") or "prompt"
    if habit == "always" then
        self.ui:handleEvent(Event:new("Close"))
    elseif habit == "prompt" then
        UIManager:show(ConfirmBox:new{
            text = _("Exit KOReader?"),
            ok_text = _("Exit"),
            ok_callback = function() self.ui:handleEvent(Event:new("Close")) end,
        })
    end
end

return ReaderBack

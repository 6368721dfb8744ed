--- Places the reader came from, and links to other places (specs/koreader-ui.md §5.9).
-- fidelity: partial: going there, back and forward; links on a page cannot be tapped, footnotes do not pop up
local Event = require("ui/event")
local InputContainer = require("ui/widget/container/inputcontainer")
local Notification = require("ui/widget/notification")
local _ = require("gettext")

local ReaderLink = InputContainer:extend{
    location_stack = nil,
    forward_location_stack = nil,
}

function ReaderLink:init()
    self.location_stack, self.forward_location_stack = {}, {}
    self._external_link_buttons = {}
    -- The menu comes after this module.
    self.ui:registerPostInitCallback(function() self.ui.menu:registerToMainMenu(self) end)
end

--- A button of the dialog for links that leave the book.
function ReaderLink:addToExternalLinkDialog(id, make)
    self._external_link_buttons[id] = make
end

function ReaderLink:removeFromExternalLinkDialog(id)
    local make = self._external_link_buttons[id]
    self._external_link_buttons[id] = nil
    return make
end

--- What restores the current position.
function ReaderLink:getCurrentLocation()
    return (self.ui.rolling or self.ui.paging):getBookLocation()
end

--- Remember where the reader is (or `location`) before going elsewhere.
function ReaderLink:addCurrentLocationToStack(location)
    self.forward_location_stack = {}
    table.insert(self.location_stack, location or self:getCurrentLocation())
end

function ReaderLink:onAddCurrentLocationToStack()
    self:addCurrentLocationToStack()
    return true
end

function ReaderLink:onClearLocationStack()
    self.location_stack, self.forward_location_stack = {}, {}
    return true
end

local function go(self, from, to)
    local location = table.remove(from)
    if not location then return false end
    table.insert(to, self:getCurrentLocation())
    self.ui:handleEvent(Event:new("RestoreBookLocation", location))
    return true
end

--- Back to where the reader came from.
function ReaderLink:onGoBackLink(show_notification_if_empty)
    if go(self, self.location_stack, self.forward_location_stack) then return true end
    if show_notification_if_empty then Notification:notify(_("Location history is empty.")) end
end

function ReaderLink:onGoForwardLink()
    return go(self, self.forward_location_stack, self.location_stack)
end

--- Follow a link inside the book: to a page (from 0) of a paged book, or to an xpointer.
function ReaderLink:onGotoLink(link, neglect_current_location)
    if not neglect_current_location then self:addCurrentLocationToStack() end
    if self.ui.paging and link.page then
        self.ui:handleEvent(Event:new("GotoPage", link.page + 1))
        return true
    end
    local xpointer = link.xpointer or link.section
    if self.ui.rolling and xpointer and self.document:isXPointerInDocument(xpointer) then
        self.ui:handleEvent(Event:new("GotoXPointer", xpointer, link.marker_xpointer))
        return true
    end
end

--- Offer what can be done with a link that leaves the book: plugins' buttons, and closing.
function ReaderLink:onGoToExternalLink(link_url)
    local ButtonDialog = require("ui/widget/buttondialog")
    local UIManager = require("ui/uimanager")
    local ids, rows, dialog = {}, {}, nil
    for id in pairs(self._external_link_buttons) do ids[#ids + 1] = id end
    table.sort(ids)
    for _i, id in ipairs(ids) do
        local button = self._external_link_buttons[id](self, link_url)
        if button and (not button.show_in_dialog_func or button.show_in_dialog_func(link_url)) then
            rows[#rows + 1] = { button }
        end
    end
    rows[#rows + 1] = { { text = _("Cancel"), callback = function() UIManager:close(dialog) end } }
    dialog = ButtonDialog:new{ title = link_url, buttons = rows }
    self.external_link_dialog = dialog
    UIManager:show(dialog)
    return true
end

local function item(text, callback, enabled)
    return { text = text, callback = callback, enabled_func = enabled }
end

function ReaderLink:addToMainMenu(menu_items)
    menu_items.go_to_previous_location = item(_("Go back to previous location"), function() self:onGoBackLink() end,
        function() return #self.location_stack > 0 end)
    menu_items.go_to_next_location = item(_("Go forward to next location"), function() self:onGoForwardLink() end,
        function() return #self.forward_location_stack > 0 end)
end

return ReaderLink

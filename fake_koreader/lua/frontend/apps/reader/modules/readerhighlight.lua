--[[--
Highlights: a selected text becomes an annotation, changes, or goes (specs/koreader-ui.md §4.5, §5.8).
]]
-- fidelity: partial: a selection is made by scenarios and plugins; holding a finger on a text is loud
local ButtonDialog = require("ui/widget/buttondialog")
local Event = require("ui/event")
local InputContainer = require("ui/widget/container/inputcontainer")
local UIManager = require("ui/uimanager")
local util = require("util")
local _ = require("gettext")

local ReaderHighlight = InputContainer:extend{
    selected_text = nil,
    hold_pos = nil,
    highlight_dialog = nil,
    select_mode = false,
}

ReaderHighlight.highlight_colors = {}
for name in ("Red Orange Yellow Green Olive Cyan Blue Purple Gray"):gmatch("%a+") do
    table.insert(ReaderHighlight.highlight_colors, { _(name), name:lower() })
end

function ReaderHighlight:init()
    self._highlight_buttons = {}
    self:_addOwnButtons()
    -- The menu comes after this module.
    self.ui:registerPostInitCallback(function() self.ui.menu:registerToMainMenu(self) end)
end

-- The dialog of a selection ------------------------------------------------------------------------------------

function ReaderHighlight:_addOwnButtons()
    local function button(text, callback)
        return function(this)
            return {
                text = _(text),
                callback = function()
                    callback(this)
                    this:onClose()
                end,
            }
        end
    end
    self:addToHighlightDialog("02_highlight", button("Highlight", function(this) this:saveHighlight(true) end))
    self:addToHighlightDialog("03_copy", button("Copy", function(this)
        require("device").input.setClipboardText(this.selected_text and this.selected_text.text or "")
    end))
    self:addToHighlightDialog("04_add_note", function(this)
        return { text = _("Add note"), callback = function() this:addNote() end }
    end)
    self:addToHighlightDialog("12_search", button("Search", function(this)
        this.ui.search:searchCallback(0, this.selected_text and this.selected_text.text)
    end))
end

--- `make(this, index)` gives a button of the dialog; ids order the buttons.
function ReaderHighlight:addToHighlightDialog(id, make)
    self._highlight_buttons[id] = make
end

function ReaderHighlight:removeFromHighlightDialog(id)
    local make = self._highlight_buttons[id]
    self._highlight_buttons[id] = nil
    return make
end

--- The dialog for the selected text (or for the highlight `index`), two buttons in a row.
function ReaderHighlight:onShowHighlightMenu(index)
    local ids, rows = {}, { {} }
    for id in pairs(self._highlight_buttons) do ids[#ids + 1] = id end
    table.sort(ids)
    for _i, id in ipairs(ids) do
        local button = self._highlight_buttons[id](self, index)
        local shown = button and (not button.show_in_highlight_dialog_func or button.show_in_highlight_dialog_func())
        if shown then
            if #rows[#rows] == 2 then rows[#rows + 1] = {} end
            table.insert(rows[#rows], button)
        end
    end
    self.highlight_dialog = ButtonDialog:new{
        buttons = rows,
        tap_close_callback = function() self:clear() end,
    }
    UIManager:show(self.highlight_dialog)
    return true
end

--- Close the dialog and forget the selection.
function ReaderHighlight:onClose()
    if self.highlight_dialog then
        UIManager:close(self.highlight_dialog)
        self.highlight_dialog = nil
    end
    self:clear()
end

--- Forget the selection.
function ReaderHighlight:clear()
    self.hold_pos, self.selected_text = nil, nil
    self.view.highlight.temp = {}
end

-- Making, changing and removing -----------------------------------------------------------------------------

function ReaderHighlight:_newItem(selected)
    local paged = self.ui.paging ~= nil
    local page = paged and selected.pos0.page or selected.pos0
    return {
        page = page,
        pos0 = selected.pos0,
        pos1 = selected.pos1,
        pboxes = paged and selected.pboxes or nil,
        ext = paged and selected.ext or nil,
        text = util.cleanupSelectedText(selected.text),
        drawer = self.view.highlight.saved_drawer,
        color = self.view.highlight.saved_color,
        chapter = self.ui.toc:getTocTitleByPage(page),
    }
end

--- The selected text becomes a highlight. @treturn number|nil its index
function ReaderHighlight:saveHighlight()
    local selected = self.selected_text
    if not (selected and selected.pos0 and selected.pos1) then return nil end
    local item = self:_newItem(selected)
    local index = self.ui.annotation:addItem(item)
    self.ui:handleEvent(Event:new("AnnotationsModified", {
        item, nb_highlights_added = 1, index_modified = index,
    }))
    return index
end

--- Remove the highlight with that index, note and all.
function ReaderHighlight:deleteHighlight(index)
    local item = self.ui.annotation.annotations[index]
    self.ui.bookmark:removeItemByIndex(index)
    local change = { item, index_modified = -index }
    change[item.note and "nb_notes_added" or "nb_highlights_added"] = -1
    self.ui:handleEvent(Event:new("AnnotationsModified", change))
end

--- A fresh selection becomes a highlight with a note; cancelling the note takes the highlight back.
function ReaderHighlight:addNote(text)
    local index = self:saveHighlight()
    if not index then return end
    self:onClose()
    self.ui.bookmark:setBookmarkNote(index, true, text)
end

--- Ask for the note of a highlight.
function ReaderHighlight:editNote(index, is_new, text)
    self.ui.bookmark:setBookmarkNote(index, is_new, text)
end

--- The colour to paint a highlight in. @tparam string|nil name of the colour; grey when it is none
function ReaderHighlight:getHighlightColor(name)
    local Blitbuffer = require("ffi/blitbuffer")
    return name and Blitbuffer.colorFromName(name) or Blitbuffer.COLOR_GRAY
end

--- The colour's name in the reader's language; nil for one that is none.
function ReaderHighlight:getHighlightColorString(name)
    for _i, color in ipairs(self.highlight_colors) do
        if color[2] == name then return color[1] end
    end
end

for _i, name in ipairs{ "getSelectedWordContext", "onHold", "onHoldPan", "onHoldRelease", "writePdfAnnotation" } do
    ReaderHighlight[name] = function()
        require("not_emulated")("apps/reader/modules/readerhighlight", name)
    end
end

local function change(self, index, field, value)
    local item = self.ui.annotation.annotations[index]
    if not item or item[field] == value then return end
    item[field] = value
    self.ui:handleEvent(Event:new("AnnotationsModified", { item }))
end

--- @tparam string style lighten, underscore, strikeout or invert
function ReaderHighlight:setHighlightStyle(index, style)
    change(self, index, "drawer", style)
end

function ReaderHighlight:setHighlightColor(index, color)
    change(self, index, "color", color)
end

--- Give a highlight another extent.
function ReaderHighlight:updateHighlightBoundaries(index, pos0, pos1, text)
    local item = self.ui.annotation.annotations[index]
    local before = util.tableDeepCopy(item)
    item.pos0, item.pos1, item.text = pos0, pos1, text
    if self.ui.rolling then item.page = pos0 end
    self.ui:handleEvent(Event:new("AnnotationsModified", { item, before }))
end

function ReaderHighlight:onCloseDocument()
    self:onClose()
end

function ReaderHighlight:addToMainMenu() end

return ReaderHighlight
